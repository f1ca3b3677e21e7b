package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Server;
import java.util.Optional;

/**
 * How long the end of a pod takes at most.
 *
 * <p>When a pod is to end, the kubelet starts the sleeps of all servers at once, and stops the main
 * container after its own. Then it stops the sidecars, the last one first, each when the one before
 * has ended ({@code killContainer} and {@code terminationOrdering} in {@code
 * pkg/kubelet/kuberuntime}).
 */
public final class ShutdownTimes {

  /** As the API documents it, in {@code Server}. */
  private static final int DRAIN_SECONDS = 5;

  /** What a process has for its end: Kubernetes' own default for a pod. */
  private static final int PROCESS_SECONDS = 30;

  /** For what an engine does when the time of its requests is over. */
  private static final int MARGIN_SECONDS = 5;

  private ShutdownTimes() {}

  /** Time between the end of new connections and the stop of a server, in seconds. */
  public static int drainSeconds(Server server) {
    return Optional.ofNullable(server.drainSeconds()).orElse(DRAIN_SECONDS);
  }

  /** Time after which what is left of a pod of servers and process is killed, in seconds. */
  public static long gracePeriodSeconds(WorkloadPlan plan) {
    long drain =
        plan.service().servers().stream().mapToLong(ShutdownTimes::drainSeconds).max().orElse(0);
    long stops =
        plan.service().servers().stream().mapToLong(ServerCommand::gracefulStopSeconds).sum();
    long process = plan.service().process() == null ? 0 : PROCESS_SECONDS;
    return Math.max(drain, process) + stops + MARGIN_SECONDS;
  }
}
