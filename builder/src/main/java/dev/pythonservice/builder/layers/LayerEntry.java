package dev.pythonservice.builder.layers;

import java.nio.file.Path;

/** What is at a path of a layer. Folders need no entry: every file brings its own. */
sealed interface LayerEntry {

  /** A file of this machine. */
  record Existing(Path file, boolean executable) implements LayerEntry {}

  /** A file that is made here. */
  record Made(byte[] content, boolean executable) implements LayerEntry {}

  /** A symbolic link. */
  record Link(String target) implements LayerEntry {}
}
