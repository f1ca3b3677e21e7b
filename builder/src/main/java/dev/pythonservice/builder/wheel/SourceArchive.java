package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * Unpacks source archives (source distribution format): one folder, in a tar file compressed with
 * gzip. Nothing is written out of the folder; links, which hardly any has, are refused.
 */
final class SourceArchive {

  private final String name;
  private final long limit;
  private long bytes;

  private SourceArchive(String name, long limit) {
    this.name = name;
    this.limit = limit;
  }

  /**
   * Unpacks an archive.
   *
   * @param archive its file
   * @param name its name, for people
   * @param folder where the content of its one folder goes
   * @param limit the most bytes that its files may have together
   * @throws BuildFailure when it is no such archive, too large, or writes elsewhere
   */
  static void unpack(Path archive, String name, Path folder, long limit) throws IOException {
    if (!name.endsWith(".tar.gz")) {
      throw refused(name, "is not a .tar.gz archive");
    }
    new SourceArchive(name, limit).unpack(archive, folder);
  }

  private void unpack(Path archive, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(archive))))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isDirectory()) {
          write(entry, tar, place(entry, folder));
        }
      }
    } catch (FileAlreadyExistsException exception) {
      throw refused(name, "has a file twice: " + folder.relativize(Path.of(exception.getFile())));
    }
  }

  /** Without the first folder, which is named for package and version. */
  private Path place(TarArchiveEntry entry, Path folder) {
    List<String> names = Arrays.asList(entry.getName().split("/", -1));
    boolean plain =
        names.size() > 1
            && names.stream()
                .noneMatch(part -> part.isEmpty() || part.equals(".") || part.equals(".."));
    if (!plain || !entry.isFile() || entry.isLink() || entry.isSymbolicLink()) {
      throw refused(name, "has an entry that is no file within it: " + entry.getName());
    }
    return folder.resolve(String.join("/", names.subList(1, names.size())));
  }

  private void write(TarArchiveEntry entry, TarArchiveInputStream tar, Path file)
      throws IOException {
    Files.createDirectories(file.getParent());
    byte[] buffer = new byte[1 << 16];
    try (OutputStream output =
        Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int count = tar.read(buffer); count >= 0; count = tar.read(buffer)) {
        bytes += count;
        if (bytes > limit) {
          throw refused(name, "is larger than %d bytes when unpacked".formatted(limit));
        }
        output.write(buffer, 0, count);
      }
    }
    boolean executable = (entry.getMode() & 0100) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }

  private static BuildFailure refused(String name, String what) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The source archive %s cannot be built: it %s; ask its makers for a wheel, or lock another version"
            .formatted(name, what));
  }
}
