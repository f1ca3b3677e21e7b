package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The processes of one local cluster. A process belongs to the cluster when a variable in its
 * environment says so: that survives lost files, half-finished starts and recycled process numbers,
 * and container shims inherit it.
 */
record Processes(Layout layout) {

  /** Names the state folder of the cluster that a process belongs to. */
  static final String MARKER = "PYTHONSERVICE_CLUSTER_MEMBER";

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A process with the path of its program, as it was started. */
  private record Member(ProcessHandle handle, Path program) {}

  /** Starts a component, in a session of its own so that it outlives this program. */
  Process start(Component component, Tools tools) {
    List<String> words = new ArrayList<>(List.of("setsid", tools.path(component.tool())));
    words.addAll(component.arguments());
    Path log = layout.log(component.name());
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(layout.root().toFile())
            .redirectInput(new java.io.File("/dev/null"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put(MARKER, layout.root().toString());
    // containerd finds its shim on the path.
    builder.environment().merge("PATH", tools.folder().toString(), (old, own) -> own + ":" + old);
    // The registry would otherwise look for a collector of traces.
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    // Components talk to addresses of this machine, never through a proxy.
    List.of("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY")
        .forEach(builder.environment()::remove);
    try {
      return builder.start();
    } catch (IOException exception) {
      throw new ClusterProblem(
          "%s cannot be started: %s".formatted(component.name(), exception.getMessage()));
    }
  }

  /** The running process of a component. */
  Optional<ProcessHandle> find(Component component) {
    return members()
        .filter(member -> member.program().getFileName().toString().equals(program(component)))
        .map(Member::handle)
        .findFirst();
  }

  /** Those of the components that do not run. */
  List<Component> missing(List<Component> components) {
    List<String> running =
        members().map(member -> member.program().getFileName().toString()).toList();
    return components.stream().filter(component -> !running.contains(program(component))).toList();
  }

  /** Whether a process belongs to this cluster. */
  boolean owns(ProcessHandle handle) {
    // Variables stand one after the other, each ended by a zero byte (proc_pid_environ(5)).
    String environment = "\0" + read(handle.pid(), "environ");
    return environment.contains("\0" + MARKER + "=" + layout.root() + "\0");
  }

  /** Whether any process of this cluster runs. */
  boolean any() {
    return members().findAny().isPresent();
  }

  /**
   * Ends all processes of the cluster, and waits until they are gone: a port that is still taken
   * would let the next start talk to the old cluster.
   */
  void endAll() {
    members().forEach(member -> member.handle().destroy());
    waitUntilGone(Duration.ofSeconds(2));
    members().forEach(member -> member.handle().destroyForcibly());
    if (!waitUntilGone(PATIENCE)) {
      throw new ClusterProblem(
          "These processes of the cluster do not end: %s; look at them with 'ps', then try again"
              .formatted(members().map(Member::toString).toList()));
    }
  }

  private boolean waitUntilGone(Duration patience) {
    return Eventually.within(patience, () -> !any());
  }

  private static String program(Component component) {
    return component.tool().program();
  }

  private Stream<Member> members() {
    return ProcessHandle.allProcesses()
        .filter(this::owns)
        .flatMap(handle -> program(handle.pid()).map(path -> new Member(handle, path)).stream());
  }

  private static Optional<Path> program(long process) {
    String first = read(process, "cmdline").split("\0", 2)[0];
    return first.isEmpty() ? Optional.empty() : Optional.of(Path.of(first));
  }

  /** Nothing for a process that has just ended. */
  private static String read(long process, String file) {
    try {
      Path path = Path.of("/proc", String.valueOf(process), file);
      return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
    } catch (IOException ended) {
      return "";
    }
  }
}
