package dev.pythonservice.builder.base;

import java.nio.file.Path;

/** What is left of a file's content after its layer passed by. */
sealed interface FileContent permits FileContent.Unknown, FileContent.Stored, FileFacts {

  /** Nothing. */
  record Unknown() implements FileContent {}

  /** All of it, in a file of this machine. */
  record Stored(Path file) implements FileContent {}
}
