package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.registry.Digest;
import java.nio.file.Path;
import java.util.Optional;

/** What is at a path of a layer. Folders need no entry: every file brings its own. */
sealed interface LayerEntry {

  /**
   * A file of this machine.
   *
   * @param content the digest that it must still have; absent where nobody else writes
   */
  record Existing(Path file, boolean executable, Optional<Digest> content) implements LayerEntry {

    /** A file that this build made itself. */
    Existing(Path file, boolean executable) {
      this(file, executable, Optional.empty());
    }
  }

  /** A file that is made here. */
  record Made(byte[] content, boolean executable) implements LayerEntry {}

  /** A symbolic link. */
  record Link(String target) implements LayerEntry {}
}
