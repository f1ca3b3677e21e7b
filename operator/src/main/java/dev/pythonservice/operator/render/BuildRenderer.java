package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BuildHistory;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildStatus;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.WorkloadLabels;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

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
            .withLabels(labels(service, wanted.spec()))
            .withAnnotations(annotations(service))
            .withOwnerReferences(
                Owned.owner(service.getMetadata().getName(), service.getMetadata().getUid()))
            .build());
    build.setSpec(wanted.spec());
    return build;
  }

  /**
   * What is to be written about the build of today's inputs when it is there: that somebody asked
   * for another try, and that no other build replaces it; empty when the build knows. One that has
   * its image is never tried again, so a look at the source that finds the same writes nothing.
   */
  public static Optional<PythonBuild> latest(PythonService service, PythonBuild build) {
    Map<String, String> asked = BuildStatus.isUsable(build) ? Map.of() : annotations(service);
    return annotated(service, build, asked.isEmpty() ? retry(build) : asked);
  }

  /** What is to be written about a failed build that another one has replaced. */
  public static Optional<PythonBuild> superseded(
      PythonService service, PythonBuild build, String superseder) {
    Map<String, String> annotations = new TreeMap<>(retry(build));
    annotations.put(BuildHistory.SUPERSEDED_BY, superseder);
    return annotated(service, build, annotations);
  }

  private static Optional<PythonBuild> annotated(
      PythonService service, PythonBuild build, Map<String, String> annotations) {
    Map<String, String> present = annotations(build);
    present.keySet().retainAll(Set.of(BuildHistory.RETRY, BuildHistory.SUPERSEDED_BY));
    if (present.equals(annotations)) {
      return Optional.empty();
    }
    PythonBuild patch = new PythonBuild();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(build.getMetadata().getName())
            .withNamespace(build.getMetadata().getNamespace())
            .withUid(build.getMetadata().getUid())
            .withLabels(labels(service, build.getSpec()))
            .withAnnotations(annotations)
            .withOwnerReferences(
                Owned.owner(service.getMetadata().getName(), service.getMetadata().getUid()))
            .build());
    patch.setSpec(build.getSpec());
    return Optional.of(patch);
  }

  private static Map<String, String> labels(PythonService service, PythonBuildSpec spec) {
    Map<String, String> labels =
        new TreeMap<>(
            WorkloadLabels.of(service.getMetadata().getName(), BuildLabels.BUILD_COMPONENT));
    Optional.ofNullable(spec.candidate())
        .ifPresent(_ -> labels.put(BuildLabels.UPDATE, "candidate"));
    Optional.ofNullable(spec.update()).ifPresent(_ -> labels.put(BuildLabels.UPDATE, "look"));
    Optional.ofNullable(spec.preview()).ifPresent(_ -> labels.put(BuildLabels.PREVIEW, "look"));
    return labels;
  }

  private static Map<String, String> retry(PythonBuild build) {
    Map<String, String> present = annotations(build);
    present.keySet().retainAll(Set.of(BuildHistory.RETRY));
    return present;
  }

  private static Map<String, String> annotations(PythonBuild build) {
    return new TreeMap<>(
        Optional.ofNullable(build.getMetadata().getAnnotations()).orElse(Map.of()));
  }

  private static Map<String, String> annotations(PythonService service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(REFRESH))
        .map(value -> Map.of(BuildHistory.RETRY, value))
        .orElse(Map.of());
  }
}
