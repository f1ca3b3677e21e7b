package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.MainProcess;
import dev.pythonservice.operator.plan.ServerCommand;
import dev.pythonservice.operator.plan.ShutdownTimes;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategyBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pods of servers and process. */
final class DeploymentRenderer {

  /** For looking at what was; going back is done by builds, which the service keeps itself. */
  private static final int REVISIONS = 3;

  /** Without any readiness check, a process that ends at once must not count as available. */
  private static final int MIN_READY_SECONDS_OF_A_PROCESS = 5;

  /** For placing a pod and pulling its image: Kubernetes' default for all of a pod's start. */
  private static final int PULL_SECONDS = 600;

  private DeploymentRenderer() {}

  /** The Deployment; none for a service of jobs alone. */
  static Optional<Deployment> render(WorkloadPlan plan) {
    return plan.hasPods() ? Optional.of(deployment(plan)) : Optional.empty();
  }

  static Deployment deployment(WorkloadPlan plan) {
    return new DeploymentBuilder()
        .withMetadata(Owned.metadata(plan, plan.name(), WorkloadLabels.PROCESS))
        .withNewSpec()
        .withReplicas(replicas(plan))
        .withNewSelector()
        .withMatchLabels(WorkloadLabels.selector(plan.name()))
        .endSelector()
        .withStrategy(nobodyIsWithoutAnAnswer())
        .withMinReadySeconds(minReadySeconds(plan))
        .withProgressDeadlineSeconds(progressDeadlineSeconds(plan))
        .withRevisionHistoryLimit(REVISIONS)
        .withTemplate(
            PodRenderer.render(plan, WorkloadLabels.PROCESS, pod(plan), plan.architectures()))
        .endSpec()
        .build();
  }

  /**
   * The autoscaler's alone where there is one: in server-side apply, what is left out is not ours.
   */
  private static @Nullable Integer replicas(WorkloadPlan plan) {
    return plan.scalesByItself() ? null : plan.fixedReplicas();
  }

  private static DeploymentStrategy nobodyIsWithoutAnAnswer() {
    return new DeploymentStrategyBuilder()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(new IntOrString(0))
        .withMaxSurge(new IntOrString("25%"))
        .endRollingUpdate()
        .build();
  }

  /** Left out for servers: the API server would not store a 0. */
  private static @Nullable Integer minReadySeconds(WorkloadPlan plan) {
    return plan.service().process() == null ? null : MIN_READY_SECONDS_OF_A_PROCESS;
  }

  /** Sidecars start one after the other. */
  private static int progressDeadlineSeconds(WorkloadPlan plan) {
    return PULL_SECONDS
        + plan.service().servers().stream().mapToInt(ServerCommand::startupSeconds).sum();
  }

  static PodSpec pod(WorkloadPlan plan) {
    return new PodSpecBuilder()
        .withInitContainers(
            plan.sidecars().stream().map(server -> ServerContainer.sidecar(plan, server)).toList())
        .withContainers(mainContainer(plan))
        .withTerminationGracePeriodSeconds(ShutdownTimes.gracePeriodSeconds(plan))
        .withTopologySpreadConstraints(Spreading.overNodes(plan.name()))
        .build();
  }

  private static List<Container> mainContainer(WorkloadPlan plan) {
    return Stream.concat(
            Optional.ofNullable(plan.service().process())
                .map(process -> process(plan, process))
                .stream(),
            plan.mainServer().map(server -> ServerContainer.main(plan, server)).stream())
        .toList();
  }

  private static Container process(WorkloadPlan plan, MainProcess process) {
    return new ContainerBuilder(
            ContainerRenderer.render(plan, ContainerSource.of(process), process.command(), 1))
        .withArgs(process.args())
        .build();
  }
}
