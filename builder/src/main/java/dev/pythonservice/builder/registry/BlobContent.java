package dev.pythonservice.builder.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the bytes of a blob come from. It can be read again, for a repeat after a cut connection.
 */
public sealed interface BlobContent {

  /**
   * Opens the bytes from their start.
   *
   * @throws IOException when they cannot be read
   */
  InputStream open() throws IOException;

  /** A file of this machine. */
  record Local(Path file) implements BlobContent {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** A few bytes in memory. */
  final class Small implements BlobContent {
    private final byte[] bytes;

    /** Content of these bytes. */
    public Small(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /**
   * A blob that some repository has. Within one registry it is mounted; from another one it is
   * copied, without a file in between.
   *
   * @param registry who reads it
   * @param repository where it is
   * @param blob which one it is
   */
  record Remote(Registry registry, Repository repository, Descriptor blob) implements BlobContent {
    @Override
    public InputStream open() {
      return registry.blob(repository, blob);
    }
  }
}
