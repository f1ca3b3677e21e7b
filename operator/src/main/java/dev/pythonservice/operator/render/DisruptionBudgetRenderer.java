package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.Optional;

/** When nodes are drained, one pod goes at a time. */
final class DisruptionBudgetRenderer {

  private DisruptionBudgetRenderer() {}

  /** The budget; none for a service that never has a second pod, whose node it would only hold. */
  static Optional<PodDisruptionBudget> render(WorkloadPlan plan) {
    return plan.hasPods() && plan.mostReplicas() > 1 ? Optional.of(budget(plan)) : Optional.empty();
  }

  private static PodDisruptionBudget budget(WorkloadPlan plan) {
    return new PodDisruptionBudgetBuilder()
        .withMetadata(Owned.metadata(plan, plan.name(), WorkloadLabels.PROCESS))
        .withNewSpec()
        .withMaxUnavailable(new IntOrString(1))
        // Pods that do not work anyway keep nobody from draining a node.
        .withUnhealthyPodEvictionPolicy("AlwaysAllow")
        .withNewSelector()
        .withMatchLabels(WorkloadLabels.selector(plan.name()))
        .endSelector()
        .endSpec()
        .build();
  }
}
