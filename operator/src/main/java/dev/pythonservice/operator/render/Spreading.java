package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.WorkloadLabels;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import java.util.List;

/** How the pods of a service are spread over nodes. */
final class Spreading {

  private Spreading() {}

  /** A wish: where there is one node, all pods run on it. Only pods of one release are compared. */
  static TopologySpreadConstraint overNodes(String service) {
    return new TopologySpreadConstraintBuilder()
        .withMaxSkew(1)
        .withTopologyKey("kubernetes.io/hostname")
        .withWhenUnsatisfiable("ScheduleAnyway")
        .withNewLabelSelector()
        .withMatchLabels(WorkloadLabels.selector(service, WorkloadLabels.PROCESS))
        .endLabelSelector()
        .withMatchLabelKeys("pod-template-hash")
        .build();
  }

  /**
   * The same pod template, where a constraint that names no pods is about the template's own. To
   * Kubernetes it would be about none, and a service's template cannot name the pods of each job.
   */
  static PodTemplateSpec ofOwnPods(PodTemplateSpec template, String service, String component) {
    List<TopologySpreadConstraint> constraints =
        template.getSpec().getTopologySpreadConstraints().stream()
            .map(constraint -> named(constraint, service, component))
            .toList();
    return new PodTemplateSpecBuilder(template)
        .editSpec()
        .withTopologySpreadConstraints(constraints)
        .endSpec()
        .build();
  }

  private static TopologySpreadConstraint named(
      TopologySpreadConstraint constraint, String service, String component) {
    return constraint.getLabelSelector() != null
        ? constraint
        : new TopologySpreadConstraintBuilder(constraint)
            .withNewLabelSelector()
            .withMatchLabels(WorkloadLabels.selector(service, component))
            .endLabelSelector()
            .build();
  }
}
