package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The control group below which the kubelet puts all pods, in every hierarchy of version 1 or in
 * the one of version 2 (cgroups(7)). Whatever runs in it is a pod of this cluster.
 */
record ControlGroups(Layout layout) {

  private static final Path MOUNTED = Path.of("/sys/fs/cgroup");
  private static final String CONTROLLERS = "+cpuset +cpu +io +memory +pids";

  /** Makes the group, which the kubelet expects to find. */
  void create() {
    try {
      for (Path hierarchy : hierarchies()) {
        Path group = hierarchy.resolve(layout.controlGroup());
        Files.createDirectories(group);
        if (isVersionTwo()) {
          Files.writeString(hierarchy.resolve("cgroup.subtree_control"), CONTROLLERS);
          Files.writeString(group.resolve("cgroup.subtree_control"), CONTROLLERS);
        }
        inheritProcessors(hierarchy, group);
      }
    } catch (IOException exception) {
      throw new ClusterProblem(
          "The control group %s cannot be made: %s; the machine must let root manage control groups"
              .formatted(layout.controlGroup(), exception.getMessage()));
    }
  }

  /** Ends every process of every pod and removes the group. */
  void remove() {
    List<Path> groups = groups();
    if (!Eventually.within(Duration.ofSeconds(10), () -> endProcesses(groups))) {
      throw new ClusterProblem(
          "Processes of pods in the control group %s do not end; look at them with 'ps', then try"
                  .formatted(layout.controlGroup())
              + " again");
    }
    groups.stream().sorted(Comparator.reverseOrder()).forEach(ControlGroups::removeEmpty);
  }

  /** Whether anything of the group is there. */
  boolean exist() {
    return !groups().isEmpty();
  }

  /** Whether no process is left after the rest was told to end. */
  private static boolean endProcesses(List<Path> groups) {
    List<ProcessHandle> left =
        groups.stream()
            .flatMap(group -> lines(group.resolve("cgroup.procs")))
            .flatMap(process -> ProcessHandle.of(Long.parseLong(process)).stream())
            .toList();
    left.forEach(ProcessHandle::destroyForcibly);
    return left.isEmpty();
  }

  /** In version 1 a new group has no processor and no memory node until it is told. */
  private static void inheritProcessors(Path hierarchy, Path group) throws IOException {
    for (String file : List.of("cpuset.cpus", "cpuset.mems")) {
      if (!isVersionTwo() && Files.exists(group.resolve(file))) {
        Files.writeString(group.resolve(file), Files.readString(hierarchy.resolve(file)));
      }
    }
  }

  private List<Path> groups() {
    return hierarchies().stream()
        .map(hierarchy -> hierarchy.resolve(layout.controlGroup()))
        .filter(Files::isDirectory)
        .flatMap(ControlGroups::withDescendants)
        .toList();
  }

  private static Stream<Path> withDescendants(Path group) {
    try (Stream<Path> paths = Files.walk(group)) {
      return paths.filter(Files::isDirectory).toList().stream();
    } catch (IOException | UncheckedIOException vanishing) {
      // A pod's group went away under our eyes; the caller looks again.
      return Stream.of(group);
    }
  }

  private static void removeEmpty(Path group) {
    try {
      Files.deleteIfExists(group);
    } catch (IOException exception) {
      throw new UncheckedIOException(group + " cannot be removed", exception);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException gone) {
      return Stream.empty();
    }
  }

  private static boolean isVersionTwo() {
    return Files.exists(MOUNTED.resolve("cgroup.controllers"));
  }

  private static List<Path> hierarchies() {
    if (isVersionTwo()) {
      return List.of(MOUNTED);
    }
    try (Stream<Path> folders = Files.list(MOUNTED)) {
      // A controller's second name is a link to the first: cpu and cpuacct may share one.
      return folders
          .filter(folder -> Files.isDirectory(folder) && !Files.isSymbolicLink(folder))
          .filter(folder -> Files.isWritable(folder.resolve("cgroup.procs")))
          .sorted()
          .toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(MOUNTED + " cannot be read", exception);
    }
  }
}
