package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.cluster.ClusterProvider;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.ToolCache;
import dev.pythonservice.e2e.tools.Tools;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Kubernetes from its own binaries on this machine. The folder's file {@code tools-key} is written
 * last: with it the state is whole and {@link #up} only repairs what is missing; without it the
 * state is a remainder and {@link #up} clears it away first.
 */
public final class LocalCluster implements ClusterProvider {

  /** The word for this provider. */
  public static final String NAME = "local";

  private static final Duration API_DEADLINE = Duration.ofSeconds(60);
  private static final Duration NODE_DEADLINE = Duration.ofSeconds(60);

  private final Layout layout;
  private final ToolCache toolCache;
  private final Machine machine;
  private final Processes processes;
  private final StateFolder state;
  private final Clock clock;

  /** A cluster whose state is in the layout's folder. */
  public LocalCluster(Layout layout, ToolCache toolCache, SystemPackages packages, Clock clock) {
    this.layout = layout;
    this.toolCache = toolCache;
    this.machine = new Machine(layout, packages);
    this.processes = new Processes(layout);
    this.state = new StateFolder(layout, processes);
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean isUp() {
    Tools tools = toolCache.located();
    return state.isWholeFor(tools)
        && processes.missing(new Components(layout, tools).all()).isEmpty()
        && new Probes(layout, tools).nodeIsReady();
  }

  @Override
  public Cluster up(Progress progress) {
    if (isUp()) {
      progress.say("The local cluster runs already");
      return cluster();
    }
    machine.prepare(progress);
    Tools tools = toolCache.provide(Tool.ALL, progress);
    try (StateFolder.Lock _ = state.lock(progress)) {
      boolean repair = state.isWholeFor(tools);
      if (!repair && state.hasRemains()) {
        progress.say("Clearing away what an earlier cluster left");
        state.clear();
      }
      boolean succeeded = false;
      try {
        start(tools, progress);
        state.markWhole(tools);
        succeeded = true;
      } finally {
        // A cluster that was whole may hold somebody's work: it is left for the next repair.
        if (!succeeded && !repair) {
          state.clear();
        }
      }
    }
    return cluster();
  }

  @Override
  public void down(Progress progress) {
    if (!SystemPackages.isRoot()) {
      throw new ClusterProblem(
          "The local cluster belongs to root, and this is the user %s; run it with sudo"
              .formatted(System.getProperty("user.name")));
    }
    try (StateFolder.Lock _ = state.lock(progress)) {
      if (!state.hasRemains()) {
        progress.say("There is no local cluster");
        return;
      }
      state.clear();
      progress.say("The local cluster is gone; its logs are in " + layout.logs());
    }
  }

  private void start(Tools tools, Progress progress) {
    Components components = new Components(layout, tools);
    List<Component> missing = processes.missing(components.all());
    machine.requireRoomFor(missing, processes);
    state.create();
    new Credentials(layout, clock).write();
    new Configuration(layout, tools).write();
    NodeNetwork.setUp();
    new KernelSettings(layout).apply();
    new ControlGroups(layout).create();

    Probes probes = new Probes(layout, tools);
    Map<Component, Process> started = new HashMap<>();
    startMissing(components.firstWave(), missing, tools, started);
    await("kube-apiserver answers", API_DEADLINE, started, probes::apiIsReady, progress);
    await("the registry answers", API_DEADLINE, started, probes::registryIsReady, progress);
    probes.applyAddons();
    await("permissions hold", API_DEADLINE, started, probes::permissionsHold, progress);
    startMissing(components.secondWave(), missing, tools, started);
    await("the node is Ready", NODE_DEADLINE, started, probes::nodeIsReady, progress);
    await("pods are accepted", NODE_DEADLINE, started, probes::podsAreAccepted, progress);
    await("DNS answers", NODE_DEADLINE, started, probes::dnsIsReady, progress);
    await("the metrics API answers", NODE_DEADLINE, started, probes::metricsAreServed, progress);
  }

  private void startMissing(
      List<Component> wave, List<Component> missing, Tools tools, Map<Component, Process> started) {
    wave.stream()
        .filter(missing::contains)
        .forEach(component -> started.put(component, processes.start(component, tools)));
  }

  private void await(
      String what,
      Duration deadline,
      Map<Component, Process> started,
      BooleanSupplier condition,
      Progress progress) {
    boolean came =
        Eventually.within(
            deadline,
            () -> {
              started.forEach(this::requireAlive);
              return condition.getAsBoolean();
            });
    if (!came) {
      throw new ClusterProblem(
          "%d s passed before %s; the logs in %s say why"
              .formatted(deadline.toSeconds(), what, layout.logs()));
    }
    progress.say(what);
  }

  private void requireAlive(Component component, Process process) {
    if (!process.isAlive()) {
      throw new ClusterProblem(
          "%s ended with exit code %d while starting: %s; its log is %s"
              .formatted(
                  component.name(),
                  process.exitValue(),
                  state.lastWords(layout.log(component.name())),
                  layout.log(component.name())));
    }
  }

  private Cluster cluster() {
    return new Cluster(NAME, layout.kubeconfig(Credentials.ADMINISTRATOR), NodeAddresses.REGISTRY);
  }
}
