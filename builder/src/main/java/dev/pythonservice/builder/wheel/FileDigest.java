package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The digest of a file, whatever its size. */
final class FileDigest {

  private FileDigest() {}

  static Digest of(Path file) {
    MessageDigest digest = Digest.sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return Digest.of(digest.digest());
  }
}
