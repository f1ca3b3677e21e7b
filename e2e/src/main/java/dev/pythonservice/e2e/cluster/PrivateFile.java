package dev.pythonservice.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file with a key or a token in it: at no moment may anybody but its owner read it. */
public final class PrivateFile {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFile() {}

  /**
   * Writes the file anew, with its folder.
   *
   * @throws UncheckedIOException when it cannot be written
   */
  public static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
      Files.createFile(file, OWNER_ONLY);
      Files.writeString(file, text);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be written", exception);
    }
  }
}
