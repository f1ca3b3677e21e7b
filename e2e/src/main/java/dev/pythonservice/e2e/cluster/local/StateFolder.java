package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The cluster's folder on disk and, with it, everything of the cluster on the machine. */
record StateFolder(Layout layout, Processes processes) {

  /** How klog, zap, logrus, Go's runtime and plain programs begin their last words. */
  private static final Pattern FAILURE =
      Pattern.compile(
          "^(Error|error|panic|fatal)|^F\\d{4} |\"level\":\"(fatal|panic)\"|level=(fatal|panic)");

  /** Makes the folders; only root may look into them, for they hold keys. */
  void create() {
    try {
      Files.createDirectories(layout.root());
      Files.setPosixFilePermissions(layout.root(), PosixFilePermissions.fromString("rwx------"));
      for (Path folder : List.of(layout.logs(), layout.data("etcd"))) {
        Files.createDirectories(folder);
      }
      // etcd refuses a folder that others may read.
      Files.setPosixFilePermissions(
          layout.data("etcd"), PosixFilePermissions.fromString("rwx------"));
    } catch (IOException exception) {
      throw new ClusterProblem(
          "The folder %s cannot be made: %s; name another one in %s"
              .formatted(layout.root(), exception.getMessage(), Layout.VARIABLE));
    }
  }

  /** Whether a start with these very tools once came to its end. */
  boolean isWholeFor(Tools tools) {
    try {
      return Files.exists(layout.toolsKey())
          && Files.readString(layout.toolsKey()).equals(tools.key());
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Says that the start came to its end. */
  void markWhole(Tools tools) {
    try {
      Files.writeString(layout.toolsKey(), tools.key());
    } catch (IOException exception) {
      throw new UncheckedIOException(layout.toolsKey() + " cannot be written", exception);
    }
  }

  /** Whether anything of a cluster is on the machine. */
  boolean hasRemains() {
    return Files.exists(layout.data("etcd"))
        || Files.exists(layout.certificates())
        || processes.any()
        || NodeNetwork.hasInterfaces()
        || NodeNetwork.hasRules()
        || new ControlGroups(layout).exist();
  }

  /** Removes everything of the cluster from the machine, except the logs. */
  void clear() {
    StrayFiles strays = StrayFiles.of(layout);
    processes.endAll();
    new ControlGroups(layout).remove();
    new Mounts(layout).unmount();
    NodeNetwork.tearDown();
    new KernelSettings(layout).restore();
    strays.delete();
    deleteAllButLogs();
  }

  /**
   * Keeps other starts and stops of this cluster away until it is closed. The lock's file is
   * outside the folder, which goes away.
   */
  Lock lock(Progress progress) {
    try {
      Path file = layout.root().resolveSibling(layout.root().getFileName() + ".lock");
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock == null) {
        progress.say("Waiting for another start or stop of this cluster to end");
        channel.lock();
      }
      return new Lock(channel);
    } catch (IOException exception) {
      throw new ClusterProblem(
          "The folder of %s cannot be written: %s; name another one in %s"
              .formatted(layout.root(), exception.getMessage(), Layout.VARIABLE));
    }
  }

  /** What a component said when it gave up: the last line of its log that tells of a failure. */
  String lastWords(Path log) {
    try {
      List<String> lines =
          Files.readAllLines(log).stream().filter(line -> !line.isBlank()).toList();
      return lines.reversed().stream()
          .filter(line -> FAILURE.matcher(line).find())
          .findFirst()
          .orElse(lines.isEmpty() ? "nothing was said" : lines.getLast());
    } catch (IOException unreadable) {
      return "its log cannot be read";
    }
  }

  private void deleteAllButLogs() {
    if (!new Mounts(layout).list().isEmpty()) {
      throw new ClusterProblem(
          "Something is still mounted below %s (%s); unmount it, then try again"
              .formatted(layout.root(), new Mounts(layout).list().getFirst()));
    }
    if (!Files.exists(layout.root())) {
      return;
    }
    try (Stream<Path> paths = Files.walk(layout.root())) {
      List<Path> deepestFirst =
          paths
              .filter(path -> !path.startsWith(layout.logs()))
              .filter(path -> !path.equals(layout.root()))
              .sorted(Comparator.reverseOrder())
              .toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException exception) {
      throw new ClusterProblem(
          "The folder %s cannot be removed: %s".formatted(layout.root(), exception.getMessage()));
    }
  }

  /** A held lock. */
  record Lock(FileChannel channel) implements AutoCloseable {
    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException exception) {
        throw new UncheckedIOException("The cluster's lock cannot be given back", exception);
      }
    }
  }
}
