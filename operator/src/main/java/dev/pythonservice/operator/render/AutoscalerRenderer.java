package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Scaling;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The autoscaler. It looks at each container by itself, and the busiest one decides: the use of a
 * whole pod would hide a busy server behind an idle process, and would be unknown as soon as a
 * container that others put into the pod requests no CPU.
 */
final class AutoscalerRenderer {

  /** As the API documents it, in {@code Scaling}. */
  private static final int MIN_REPLICAS = 1;

  /** As the API documents it, in {@code Scaling}. */
  private static final int CPU_PERCENT = 70;

  private AutoscalerRenderer() {}

  /** The autoscaler; none where the number of replicas is fixed. */
  static Optional<HorizontalPodAutoscaler> render(WorkloadPlan plan) {
    return plan.scaling()
        .filter(scaling -> plan.hasPods() && plan.scalesByItself())
        .map(scaling -> autoscaler(plan, scaling));
  }

  private static HorizontalPodAutoscaler autoscaler(WorkloadPlan plan, Scaling scaling) {
    int percent = Optional.ofNullable(scaling.targetCPUUtilizationPercentage()).orElse(CPU_PERCENT);
    return new HorizontalPodAutoscalerBuilder()
        .withMetadata(Owned.metadata(plan, plan.name(), WorkloadLabels.PROCESS))
        .withNewSpec()
        .withNewScaleTargetRef("apps/v1", "Deployment", plan.name())
        .withMinReplicas(Optional.ofNullable(scaling.minReplicas()).orElse(MIN_REPLICAS))
        .withMaxReplicas(plan.mostReplicas())
        .withMetrics(containers(plan).map(container -> cpu(container, percent)).toList())
        .endSpec()
        .build();
  }

  private static Stream<String> containers(WorkloadPlan plan) {
    return Stream.concat(
        Optional.ofNullable(plan.service().process()).stream()
            .map(process -> WorkloadLabels.PROCESS),
        plan.service().servers().stream().map(Server::name));
  }

  private static MetricSpec cpu(String container, int percent) {
    return new MetricSpecBuilder()
        .withType("ContainerResource")
        .withNewContainerResource()
        .withName("cpu")
        .withContainer(container)
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(percent)
        .endTarget()
        .endContainerResource()
        .build();
  }
}
