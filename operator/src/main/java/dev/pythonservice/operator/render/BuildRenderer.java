package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BuildHistory;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.WorkloadLabels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The PythonBuilds of a service: each goes with it. */
public final class BuildRenderer {

  /**
   * Set on a service by a person or a webhook: look the source up, and try a failed build again.
   */
  public static final String REFRESH = "pythonservice.dev/refresh";

  private BuildRenderer() {}

  /** A build that is to be made. */
  public static PythonBuild render(PythonService service, WantedBuild wanted) {
    PythonBuild build = new PythonBuild();
    build.setMetadata(
        new ObjectMetaBuilder()
            .withName(wanted.name())
            .withNamespace(service.getMetadata().getNamespace())
            .withLabels(
                WorkloadLabels.of(service.getMetadata().getName(), BuildLabels.BUILD_COMPONENT))
            .withAnnotations(annotations(service))
            .withOwnerReferences(
                Owned.owner(service.getMetadata().getName(), service.getMetadata().getUid()))
            .build());
    build.setSpec(wanted.spec());
    return build;
  }

  /**
   * What is to be written about a build that is there: somebody asked for another try; empty when
   * the build knows of it.
   */
  public static Optional<PythonBuild> retried(PythonService service, PythonBuild build) {
    Map<String, String> asked = annotations(service);
    if (asked.isEmpty()
        || Objects.equals(
            asked.get(BuildHistory.RETRY),
            build.getMetadata().getAnnotations().get(BuildHistory.RETRY))) {
      return Optional.empty();
    }
    PythonBuild patch = new PythonBuild();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(build.getMetadata().getName())
            .withNamespace(build.getMetadata().getNamespace())
            .withUid(build.getMetadata().getUid())
            .withLabels(
                WorkloadLabels.of(service.getMetadata().getName(), BuildLabels.BUILD_COMPONENT))
            .withAnnotations(asked)
            .withOwnerReferences(
                Owned.owner(service.getMetadata().getName(), service.getMetadata().getUid()))
            .build());
    patch.setSpec(build.getSpec());
    return Optional.of(patch);
  }

  private static Map<String, String> annotations(PythonService service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(REFRESH))
        .map(value -> Map.of(BuildHistory.RETRY, value))
        .orElse(Map.of());
  }
}
