package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.Labels;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The PythonBuilds of a service: each goes with it. */
public final class BuildRenderer {

  /**
   * Set on a service by a person or a webhook: look the source up, and try a failed build again.
   */
  public static final String REFRESH = "pythonservice.dev/refresh";

  /** Its value, on the build that is to be tried again when it changes. */
  public static final String RETRY = "pythonservice.dev/retry";

  private static final String COMPONENT = "build";

  private BuildRenderer() {}

  /** A build that is to be made. */
  public static PythonBuild render(PythonService service, WantedBuild wanted) {
    PythonBuild build = new PythonBuild();
    build.setMetadata(
        new ObjectMetaBuilder()
            .withName(wanted.name())
            .withNamespace(service.getMetadata().getNamespace())
            .withLabels(Labels.of(service.getMetadata().getName(), COMPONENT))
            .withAnnotations(annotations(service))
            .withOwnerReferences(owner(service))
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
        || Objects.equals(asked.get(RETRY), build.getMetadata().getAnnotations().get(RETRY))) {
      return Optional.empty();
    }
    PythonBuild patch = new PythonBuild();
    patch.setMetadata(
        new ObjectMetaBuilder()
            .withName(build.getMetadata().getName())
            .withNamespace(build.getMetadata().getNamespace())
            .withUid(build.getMetadata().getUid())
            .withLabels(Labels.of(service.getMetadata().getName(), COMPONENT))
            .withAnnotations(asked)
            .withOwnerReferences(owner(service))
            .build());
    patch.setSpec(build.getSpec());
    return Optional.of(patch);
  }

  private static Map<String, String> annotations(PythonService service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(REFRESH))
        .map(value -> Map.of(RETRY, value))
        .orElse(Map.of());
  }

  private static OwnerReference owner(PythonService service) {
    return new OwnerReferenceBuilder()
        .withApiVersion(service.getApiVersion())
        .withKind(service.getKind())
        .withName(service.getMetadata().getName())
        .withUid(service.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
