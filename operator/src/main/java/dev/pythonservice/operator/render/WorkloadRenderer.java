package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** From a plan to the objects that run a service. */
public final class WorkloadRenderer {

  private WorkloadRenderer() {}

  /**
   * All objects that the service should have, always in the same order; what the service has
   * besides is to be deleted.
   *
   * @param plan a plan to which {@link dev.pythonservice.operator.plan.WorkloadDecisions} has no
   *     objection
   */
  public static List<HasMetadata> render(WorkloadPlan plan) {
    Stream<Optional<? extends HasMetadata>> single =
        Stream.of(
            DeploymentRenderer.render(plan),
            ExplorationRenderer.render(plan),
            ServiceRenderer.render(plan),
            AutoscalerRenderer.render(plan),
            DisruptionBudgetRenderer.render(plan),
            PodMonitorRenderer.render(plan));
    return Stream.concat(
            single.<HasMetadata>flatMap(Optional::stream),
            plan.service().jobs().stream().map(job -> CronJobRenderer.render(plan, job)))
        .toList();
  }
}
