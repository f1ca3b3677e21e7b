package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The pods that explore an architecture: those of the service, with a smoke test before them, on
 * nodes of that architecture alone.
 *
 * <p>The selector of the service's own Deployment finds them, too, as that of the Service has to.
 * That does no harm: a Deployment takes no ReplicaSet that another one controls, and a ReplicaSet
 * finds its pods by the hash of their template besides. An autoscaler counts them among those that
 * share the load, which they do; it asks for as many of the service's own as are needed in all.
 */
final class ExplorationRenderer {

  private ExplorationRenderer() {}

  /** Their Deployment; none where nothing is explored. */
  static Optional<Deployment> render(WorkloadPlan plan) {
    return plan.explored().map(architecture -> deployment(plan, architecture));
  }

  private static Deployment deployment(WorkloadPlan plan, Architecture architecture) {
    Map<String, String> label = WorkloadLabels.exploring(architecture);
    return new DeploymentBuilder(DeploymentRenderer.deployment(plan))
        .editMetadata()
        // With the architecture, which the selector has; and a selector can never be changed.
        .withName(plan.name() + "-explore-" + NodeLabels.spelled(architecture))
        .addToLabels(label)
        .endMetadata()
        .editSpec()
        .withReplicas(plan.exploration().map(Exploration::replicas).orElseThrow())
        .editSelector()
        .addToMatchLabels(label)
        .endSelector()
        .withTemplate(template(plan, architecture, label))
        .endSpec()
        .build();
  }

  private static PodTemplateSpec template(
      WorkloadPlan plan, Architecture architecture, Map<String, String> label) {
    PodSpec pod =
        new PodSpecBuilder(DeploymentRenderer.pod(plan))
            .addToInitContainers(0, SmokeTestContainer.of(plan))
            .build();
    PodTemplateSpec template =
        PodRenderer.render(
            plan.preferring(Map.of()), WorkloadLabels.PROCESS, pod, Set.of(architecture));
    return new PodTemplateSpecBuilder(template)
        .editMetadata()
        .addToLabels(label)
        .endMetadata()
        .build();
  }
}
