package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Writes a folder as the tar of a layer (OCI image specification, "Image Layer Filesystem
 * Changeset"), whose bytes depend on names, modes, contents and the given time only.
 */
final class LayerTar {
  /** The user and group of what the container's user may change. */
  private static final int NONROOT = 65532;

  private static final Path NONROOT_HOME = Path.of("home/nonroot");

  /** Permissions and the sticky bit, but neither set-user-id nor set-group-id. */
  private static final int MODES = 0_1777;

  private final Path root;
  private final FileTime time;

  LayerTar(Path root, Instant time) {
    this.root = root;
    this.time = FileTime.from(time);
  }

  /**
   * Writes the tar, entries sorted by name.
   *
   * @throws ClusterProblem when a name is not ASCII: how Java reads it would depend on the locale
   */
  void writeTo(Path file) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(root)) {
      paths = walk.filter(path -> !path.equals(root)).sorted().toList();
    }
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(
            new BufferedOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8.name())) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Path path : paths) {
        write(path, tar);
      }
    }
  }

  private void write(Path path, TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry entry = entry(path);
    tar.putArchiveEntry(entry);
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.copy(path, tar);
    }
    tar.closeArchiveEntry();
  }

  private TarArchiveEntry entry(Path path) throws IOException {
    Path relative = root.relativize(path);
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(relative.toString())) {
      throw new ClusterProblem(
          "The file '%s' of a package has a name that is not ASCII, which base images must not have: leave it out in left-out.txt."
              .formatted(relative));
    }
    TarArchiveEntry entry = entry(path, relative.toString());
    entry.setLastModifiedTime(time);
    int owner = relative.startsWith(NONROOT_HOME) ? NONROOT : 0;
    entry.setIds(owner, owner);
    entry.setNames("", "");
    return entry;
  }

  private static TarArchiveEntry entry(Path path, String name) throws IOException {
    if (Files.isSymbolicLink(path)) {
      TarArchiveEntry link = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
      link.setLinkName(Files.readSymbolicLink(path).toString());
      link.setMode(0777);
      return link;
    }
    if (Files.isDirectory(path)) {
      TarArchiveEntry folder = new TarArchiveEntry(name + "/");
      folder.setMode(mode(path));
      return folder;
    }
    TarArchiveEntry file = new TarArchiveEntry(name);
    file.setMode(mode(path));
    file.setSize(Files.size(path));
    return file;
  }

  private static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & MODES;
  }
}
