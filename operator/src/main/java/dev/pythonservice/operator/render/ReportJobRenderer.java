package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.operator.plan.ReportOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * From a report of tests to the Job that puts it beside the image. It runs nothing of the project;
 * it has the credentials of the registry, and so it is in the build namespace.
 */
public final class ReportJobRenderer {

  private static final String FILE = "junit.xml.gz";
  private static final String FOLDER = "/run/pythonservice/report";
  private static final String VOLUME = "report";

  /** A build waits for it, and goes on without. */
  private static final long DEADLINE_SECONDS = 300;

  /** It reads 8 MiB of XML at most. */
  private static final ResourceRequirements RESOURCES =
      new ResourceRequirementsBuilder()
          .addToRequests("cpu", new Quantity("100m"))
          .addToRequests("memory", new Quantity("256Mi"))
          .addToLimits("memory", new Quantity("512Mi"))
          .build();

  private ReportJobRenderer() {}

  /** The Job, suspended until the report is there that its pod mounts and that goes with it. */
  public static Job render(ReportOrder order) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(order.namespace())
        .withName(order.jobName())
        .withLabels(BuildMetadata.reportLabels(order))
        .withAnnotations(BuildMetadata.annotations(order.build()))
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(DEADLINE_SECONDS)
        .withTtlSecondsAfterFinished(BuildJobRenderer.KEPT_SECONDS)
        .withSuspend(true)
        .withTemplate(pod(order))
        .endSpec()
        .build();
  }

  /**
   * The report that its pod mounts.
   *
   * @param job the Job, as it is on the cluster
   */
  public static ConfigMap report(ReportOrder order, Job job) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(order.namespace())
        .withName(order.jobName())
        .withLabels(BuildMetadata.reportLabels(order))
        .withAnnotations(BuildMetadata.annotations(order.build()))
        .withOwnerReferences(BuildMetadata.ownedBy(job))
        .endMetadata()
        .withImmutable(true)
        .withBinaryData(Map.of(FILE, Base64.getEncoder().encodeToString(order.compressed())))
        .build();
  }

  private static PodTemplateSpec pod(ReportOrder order) {
    PythonPlatformSpec platform = order.platform().getSpec();
    return BuildPod.of(
        platform,
        BuildMetadata.reportLabels(order),
        BuildMetadata.annotations(order.build()),
        BuildPod.container(
            order.builderImage(),
            "attach-tests",
            BuildPart.of(
                Stream.concat(
                        Stream.of(report(order), baseline(order)), BuildPod.registry(platform))
                    .toList()),
            RESOURCES));
  }

  private static BuildPart report(ReportOrder order) {
    return BuildPart.mounted(
        List.of("--image", order.image(), "--junit", FOLDER + "/" + FILE),
        new VolumeBuilder()
            .withName(VOLUME)
            .withNewConfigMap()
            .withName(order.jobName())
            .withDefaultMode(BuildParts.READABLE)
            .endConfigMap()
            .build(),
        List.of(BuildParts.readOnly(VOLUME, FOLDER)));
  }

  private static BuildPart baseline(ReportOrder order) {
    return order
        .baseline()
        .map(image -> BuildPart.arguments(List.of("--baseline", image)))
        .orElseGet(BuildPart::nothing);
  }
}
