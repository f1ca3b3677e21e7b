package dev.pythonservice.e2e.cluster.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files that the container runtime and the kubelet put outside the cluster's folder, at places that
 * cannot be configured: the shims' sockets, the network plugins' results and links to the pods'
 * logs.
 *
 * @param files this cluster's own among them
 */
record StrayFiles(List<Path> files) {

  private static final Path SHIM_SOCKETS = Path.of("/run/containerd/s");
  private static final Path NETWORK_RESULTS = Path.of("/var/lib/cni/results");
  private static final Path LOG_LINKS = Path.of("/var/log/containers");

  /** A shim's address in the bundle of its container, as containerd's shim protocol writes it. */
  private static final Pattern SHIM_ADDRESS = Pattern.compile("unix://(/run/containerd/s/\\w+)");

  StrayFiles {
    files = List.copyOf(files);
  }

  /** Those of one cluster; looked up before its processes end. */
  static StrayFiles of(Layout layout) {
    Stream<Path> sockets =
        walk(layout.data("containerd-state"), "bootstrap.json")
            .flatMap(StrayFiles::socketAddresses);
    Stream<Path> results =
        list(NETWORK_RESULTS)
            .filter(file -> file.getFileName().toString().startsWith("pythonservice-"));
    Stream<Path> links = list(LOG_LINKS).filter(link -> target(link).startsWith(layout.root()));
    return new StrayFiles(Stream.of(sockets, results, links).flatMap(all -> all).toList());
  }

  /** Deletes them, and their folders where nobody else has anything in them. */
  void delete() {
    files.forEach(StrayFiles::deleteIfExists);
    Stream.of(
            SHIM_SOCKETS,
            SHIM_SOCKETS.getParent(),
            NETWORK_RESULTS,
            NETWORK_RESULTS.getParent(),
            LOG_LINKS)
        .forEach(StrayFiles::deleteIfExists);
  }

  private static Stream<Path> socketAddresses(Path bootstrap) {
    try {
      return SHIM_ADDRESS
          .matcher(Files.readString(bootstrap))
          .results()
          .map(match -> Path.of(match.group(1)));
    } catch (IOException gone) {
      return Stream.empty();
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException noLink) {
      return link;
    }
  }

  private static Stream<Path> walk(Path folder, String fileName) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    // Containers' file systems are mounted below; a bundle's file is five folders down.
    try (Stream<Path> paths = Files.walk(folder, 5)) {
      return paths.filter(path -> path.endsWith(fileName)).toList().stream();
    } catch (IOException | UncheckedIOException vanishing) {
      return Stream.empty();
    }
  }

  private static Stream<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.toList().stream();
    } catch (IOException exception) {
      throw new UncheckedIOException(folder + " cannot be read", exception);
    }
  }

  private static void deleteIfExists(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (DirectoryNotEmptyException | NoSuchFileException othersOrNone) {
      return;
    } catch (IOException exception) {
      throw new UncheckedIOException(path + " cannot be removed", exception);
    }
  }
}
