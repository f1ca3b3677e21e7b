package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.ClusterChoice;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.tools.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A network namespace with a local cluster in it, steered through its command line as a user would.
 *
 * @param name the namespace's name
 * @param layout the cluster's folder, below the test's
 */
record OwnNetwork(String name, Layout layout) {

  private static final Duration UP_DEADLINE = Duration.ofMinutes(5);
  private static final int NOBODY = 65534;

  static OwnNetwork create(Path folder) {
    OwnNetwork network =
        new OwnNetwork(
            "pysvc-" + ProcessHandle.current().pid(), new Layout(folder.resolve("state")));
    Command.of("ip", "netns", "add", network.name()).run();
    network.inside(List.of("ip", "link", "set", "lo", "up"), Map.of()).run();
    return network;
  }

  static Surroundings surroundings() {
    return Surroundings.of(System.getenv(), Clock.systemUTC());
  }

  /** The cluster's command line. */
  Command cluster(String command) {
    return inside(java(command), environment()).within(UP_DEADLINE);
  }

  /** The same as a user without rights, except that the checkout may be read. */
  Command clusterAsNobody(String command) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--clear-groups"));
    words.addAll(List.of("--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"));
    words.addAll(java(command));
    return inside(words, environment());
  }

  /** The same with an empty tool cache and without Go on the path. */
  Command clusterWithoutGo(String command) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.put("XDG_CACHE_HOME", layout.root().resolveSibling("empty-cache").toString());
    environment.put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return inside(java(command), environment);
  }

  Command kubectl(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(surroundings().toolCache().located().path(Tool.KUBECTL));
    words.add("--kubeconfig=" + layout.kubeconfig(Credentials.ADMINISTRATOR));
    words.addAll(List.of(arguments));
    return inside(words, Map.of());
  }

  /** The running components and their process numbers. */
  Map<String, Long> processes() {
    Processes processes = new Processes(layout);
    Map<String, Long> running = new TreeMap<>();
    new Components(layout, surroundings().toolCache().located())
        .all()
        .forEach(component ->
            processes
                .find(component)
                .ifPresent(handle -> running.put(component.name(), handle.pid())));
    return running;
  }

  /** Ends components as the kernel would when memory is short, and waits until they are gone. */
  void kill(String... components) {
    Map<String, Long> running = processes();
    for (String component : components) {
      ProcessHandle.of(Objects.requireNonNull(running.get(component), component))
          .ifPresent(ProcessHandle::destroyForcibly);
    }
    if (!Eventually.within(
        Duration.ofSeconds(10),
        () -> Stream.of(components).noneMatch(component -> processes().containsKey(component)))) {
      throw new IllegalStateException("Killed components still run");
    }
  }

  /** Everything of the cluster that is on the machine, in words; nothing but logs is right. */
  List<String> remains() {
    List<String> remains = new ArrayList<>();
    if (new Processes(layout).any()) {
      remains.add("processes");
    }
    remains.addAll(new Mounts(layout).list());
    if (new ControlGroups(layout).exist()) {
      remains.add("control groups");
    }
    StrayFiles.of(layout).files().forEach(file -> remains.add(file.toString()));
    inside(List.of("ip", "-brief", "link"), Map.of())
        .run()
        .lines()
        .filter(line -> line.contains("pysvc"))
        .forEach(remains::add);
    for (String family : List.of("iptables-save", "ip6tables-save")) {
      inside(List.of(family), Map.of())
          .run()
          .lines()
          .filter(line -> line.contains("KUBE-") || line.contains("CNI-"))
          .forEach(remains::add);
    }
    files().filter(path -> !path.startsWith(layout.logs())).forEach(p -> remains.add(p.toString()));
    return remains;
  }

  /** Starts something that listens on a port of the namespace; gives its process number. */
  long listenOn(int port) {
    String crane = surroundings().toolCache().located().path(Tool.CRANE);
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "nsenter", "--net=" + path(), crane, "registry", "serve", "--address=:" + port)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    boolean listens =
        Eventually.within(
            Duration.ofSeconds(10),
            () -> !inside(List.of("ss", "-ltnH", "sport = :" + port), Map.of()).run().isBlank());
    if (!listens) {
      throw new IllegalStateException("Nothing listens on port " + port);
    }
    return process.pid();
  }

  void mountSmallDisk(String path) {
    Path folder = layout.root().resolveSibling(path);
    createFolder(folder);
    Command.of("mount", "-t", "tmpfs", "-o", "size=10m", "tmpfs", folder.toString()).run();
  }

  void unmount(String path) {
    Command.of("umount", layout.root().resolveSibling(path).toString()).run();
  }

  void delete(String... files) {
    for (String file : files) {
      try {
        Files.delete(layout.root().resolve(file));
      } catch (IOException exception) {
        throw new UncheckedIOException(exception);
      }
    }
  }

  void overwrite(String file) {
    try {
      Files.writeString(layout.root().resolve(file), "This is no database.");
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Removes the namespace and ends what still runs in it. */
  void delete() {
    Command.of("ip", "netns", "pids", name)
        .run()
        .lines()
        .flatMap(process -> ProcessHandle.of(Long.parseLong(process.strip())).stream())
        .forEach(ProcessHandle::destroyForcibly);
    Command.of("ip", "netns", "delete", name).run();
  }

  private Path path() {
    return Path.of("/run/netns", name);
  }

  private Command inside(List<String> words, Map<String, String> environment) {
    // Not 'ip netns exec', which mounts another /sys, without control groups.
    Stream<String> prefix = Stream.of("nsenter", "--net=" + path());
    return Command.of(Stream.concat(prefix, words.stream()).toList()).with(environment);
  }

  private Map<String, String> environment() {
    return Map.of(
        Layout.VARIABLE, layout.root().toString(), ClusterChoice.VARIABLE, LocalCluster.NAME);
  }

  private static List<String> java(String command) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-cp",
        Path.of("target", "classes").toAbsolutePath()
            + ":"
            + Path.of("target", "libraries", "*").toAbsolutePath(),
        "dev.pythonservice.e2e.ClusterCommand",
        command);
  }

  private Stream<Path> files() {
    if (!Files.isDirectory(layout.root())) {
      return Stream.empty();
    }
    try (Stream<Path> files = Files.walk(layout.root())) {
      return files.filter(Files::isRegularFile).toList().stream();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
