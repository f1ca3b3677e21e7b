package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A layer on this machine's disk while it is made.
 *
 * @param root the folder that becomes the layer
 * @param work a folder for what is needed on the way
 * @param platform the platform it is made for
 * @param packages the suite's packages, by platform
 * @param progress where slow steps are announced
 */
record LayerFolder(
    Path root,
    Path work,
    Platform platform,
    Map<Platform, DebianPackages> packages,
    Progress progress) {

  /**
   * The folders that are links into {@code usr} in Debian 12 and later, so never a package's own.
   */
  private static final List<String> MERGED = List.of("bin", "sbin", "lib", "lib64");

  /** Where scanners look for the packages of an image without a package manager. */
  private static final String STATUS = "var/lib/dpkg/status.d/";

  LayerFolder {
    packages = Map.copyOf(packages);
  }

  /** The packages of a platform. */
  DebianPackages packagesFor(Platform wanted) {
    DebianPackages found = packages.get(wanted);
    if (found == null) {
      throw new ClusterProblem(
          "The packages for %s are needed to run Python while the images are made, and only those for %s are there: add the platform to the base images' definition."
              .formatted(wanted.architecture(), packages.keySet()));
    }
    return found;
  }

  /**
   * Makes the layer's files and gives the time that all of them bear: that of the newest file in
   * its packages.
   */
  Instant fill(Layer layer) throws IOException {
    DebianPackages own = packagesFor(platform);
    own.unpack(layer.packages(), root);
    requireMergedUsr();
    Instant time = newest();
    new LeftOut(layer.commands()).removeFrom(root);
    layer.finish().finish(this);
    for (String name : layer.packages()) {
      DebianPackages.Control control = own.control(name);
      write(STATUS + name, control.fields());
      write(STATUS + name + ".md5sums", control.checksumsOfFilesIn(root));
    }
    return time;
  }

  /** Writes a text file that everybody may read. */
  void write(String path, String text) throws IOException {
    write(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file that everybody may read. */
  void write(String path, byte[] content) throws IOException {
    Path file = root.resolve(path);
    folder(root.relativize(Folders.parentOf(file)).toString());
    Files.write(file, content);
    Folders.allowAllToRead(file);
  }

  /** Makes a folder, and those above it, that everybody may enter. */
  void folder(String path) throws IOException {
    Path current = root;
    for (Path part : Path.of(path)) {
      current = current.resolve(part);
      if (!Files.isDirectory(current)) {
        Files.createDirectory(current);
        Folders.allowAllToEnter(current);
      }
    }
  }

  /** Makes a symbolic link. */
  void link(String path, String target) throws IOException {
    Path link = root.resolve(path);
    folder(root.relativize(Folders.parentOf(link)).toString());
    Files.createSymbolicLink(link, Path.of(target));
  }

  /**
   * A folder in place of such a link would hide the link of the layer below: nothing would start.
   */
  private void requireMergedUsr() {
    for (String name : MERGED) {
      if (Files.isDirectory(root.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        throw new ClusterProblem(
            "A package has files in /%s, which must be a link into /usr: base images are made of suites with merged /usr only (Debian 13 and later)."
                .formatted(name));
      }
    }
  }

  private Instant newest() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      FileTime newest = FileTime.from(Instant.EPOCH);
      // The times of folders are those of this unpacking.
      for (Path file : files.filter(path -> !Files.isDirectory(path)).toList()) {
        FileTime time = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS);
        newest = time.compareTo(newest) > 0 ? time : newest;
      }
      return Instant.ofEpochSecond(newest.toInstant().getEpochSecond());
    }
  }
}
