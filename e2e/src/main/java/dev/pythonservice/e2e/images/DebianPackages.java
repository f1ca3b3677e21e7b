package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The packages of one suite and platform, as files of the format deb(5).
 *
 * @param folder where they are
 */
record DebianPackages(Path folder) {

  /**
   * What a package says of itself (deb-control(5), deb-md5sums(5)).
   *
   * @param fields its control file
   * @param checksums its list of files, each line an MD5 sum, two spaces and a path; may be empty
   */
  record Control(String fields, String checksums) {
    /** The lines of those files that are below the root: what the image has of the package. */
    String checksumsOfFilesIn(Path root) {
      return checksums
          .lines()
          // No image has a file with another name: LayerTar refuses it.
          .filter(StandardCharsets.US_ASCII.newEncoder()::canEncode)
          .filter(line -> isThere(root.resolve(line.substring(line.indexOf("  ") + 2))))
          .map(line -> line + "\n")
          .collect(Collectors.joining());
    }

    private static boolean isThere(Path file) {
      return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** Unpacks packages into a folder, which is made; nothing of them is run. */
  void unpack(List<String> names, Path root) throws IOException {
    Files.createDirectories(root);
    for (String name : names) {
      Command.of("dpkg-deb", "--extract", fileOf(name).toString(), root.toString()).run();
    }
  }

  /** What a package says of itself. */
  Control control(String name) throws IOException {
    Path unpacked = Files.createTempDirectory("control");
    Command.of("dpkg-deb", "--control", fileOf(name).toString(), unpacked.toString()).run();
    Path checksums = unpacked.resolve("md5sums");
    Control control =
        new Control(
            Files.readString(unpacked.resolve("control")),
            Files.exists(checksums) ? Files.readString(checksums) : "");
    Folders.delete(unpacked);
    return control;
  }

  /**
   * The upstream version of a package: Debian's own without epoch and revision (deb-version(7)).
   */
  String upstreamVersion(String name) throws IOException {
    String version =
        Command.of("dpkg-deb", "--field", fileOf(name).toString(), "Version").run().strip();
    return upstream(version);
  }

  static String upstream(String version) {
    String withoutEpoch = version.substring(version.indexOf(':') + 1);
    int revision = withoutEpoch.lastIndexOf('-');
    String upstream = revision < 0 ? withoutEpoch : withoutEpoch.substring(0, revision);
    // A package of Debian's own has no revision: a stable update only adds to its version.
    return upstream.replaceFirst("[+~]deb\\d+u\\d+$", "");
  }

  /**
   * The file of a package.
   *
   * @throws ClusterProblem when it is not there
   */
  private Path fileOf(String name) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name + "_"))
          .findFirst()
          .orElseThrow(
              () -> new ClusterProblem("The package " + name + " is missing in " + folder));
    }
  }
}
