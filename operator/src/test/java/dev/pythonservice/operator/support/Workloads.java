package dev.pythonservice.operator.support;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.operator.plan.ClusterCapabilities;
import dev.pythonservice.operator.plan.ReleasedImage;
import dev.pythonservice.operator.plan.WorkloadPlan;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Plans of workloads, from what people write. */
public final class Workloads {

  private Workloads() {}

  /**
   * A plan from three YAML documents: the image and the cluster ({@link Surroundings}), the
   * platform and the service.
   */
  public static WorkloadPlan read(String yaml) {
    String[] documents = yaml.split("(?m)^---$");
    if (documents.length != 3) {
      throw new IllegalArgumentException(
          "There must be three documents: image and cluster, PythonPlatform, PythonService; there"
              + " are "
              + documents.length);
    }
    Surroundings surroundings = Yaml.object(documents[0], Surroundings.class);
    PythonPlatform platform = Yaml.object(documents[1], PythonPlatform.class);
    PythonService service = Yaml.object(documents[2], PythonService.class);
    return new WorkloadPlan(
        service.getMetadata().getNamespace(),
        service.getMetadata().getName(),
        service.getMetadata().getUid(),
        service.getSpec(),
        surroundings.image(),
        platform.getSpec(),
        new ClusterCapabilities(surroundings.podMonitors()),
        surroundings.preferred() == null ? Map.of() : surroundings.preferred(),
        Optional.ofNullable(surroundings.exploration()));
  }

  /** A plan for the service {@code shop/orders} with what it and its platform say. */
  public static WorkloadPlan plan(String service, String platform, Map<String, String> engines) {
    return new WorkloadPlan(
        "shop",
        "orders",
        "22bb",
        Yaml.object(
            "source: {git: {url: 'https://git.example/shop/orders.git'}}\n" + service,
            PythonServiceSpec.class),
        image(engines),
        Yaml.platformSpec(platform),
        new ClusterCapabilities(false),
        Map.of(),
        Optional.empty());
  }

  private static ReleasedImage image(Map<String, String> engines) {
    return Yaml.object(
        """
        build: orders-4fzq8k2m1x
        reference: registry.example/python/shop/orders@sha256:aa
        revision: 9f2c61d
        architectures: [amd64]
        engines: {%s}
        """
            .formatted(
                String.join(
                    ", ",
                    engines.entrySet().stream()
                        .map(engine -> engine.getKey() + ": '" + engine.getValue() + "'")
                        .toList())),
        ReleasedImage.class);
  }

  /**
   * What a plan depends on besides platform and service.
   *
   * @param image the image that runs
   * @param podMonitors whether the cluster knows PodMonitors
   * @param preferred the architecture that pods go to first, by component
   * @param exploration how far it is with exploring an architecture
   */
  public record Surroundings(
      ReleasedImage image,
      boolean podMonitors,
      @Nullable Map<String, Architecture> preferred,
      @Nullable Exploration exploration) {}
}
