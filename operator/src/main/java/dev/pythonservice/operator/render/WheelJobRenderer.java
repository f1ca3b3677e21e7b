package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.WheelOrder;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** From wheels that are to be built to their Job, which goes with its build. */
public final class WheelJobRenderer {

  private WheelJobRenderer() {}

  /** The Job. Its time is that of building and that of giving away. */
  public static Job render(WheelOrder wheels) {
    BuildOrder order = wheels.order();
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(wheels.namespace())
        .withName(wheels.jobName())
        .withLabels(BuildMetadata.wheelLabels(order))
        .withAnnotations(BuildMetadata.annotations(order))
        .withOwnerReferences(BuildMetadata.owner(order.build()))
        .endMetadata()
        .withNewSpec()
        // One pod for each Job: the operator itself decides when to try again.
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(2 * BuildJobRenderer.deadlineSeconds(order))
        .withTtlSecondsAfterFinished(BuildJobRenderer.KEPT_SECONDS)
        .withTemplate(WheelPod.of(wheels))
        .endSpec()
        .build();
  }

  /**
   * The certificate authorities that its pod mounts; empty when there are none.
   *
   * @param job the Job, as it is on the cluster: they go with it
   */
  public static Optional<ConfigMap> certificates(WheelOrder wheels, Job job) {
    if (wheels.certificates().isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> files = new TreeMap<>();
    for (int number = 0; number < wheels.certificates().size(); number++) {
      files.put(BuildParts.file(number), wheels.certificates().get(number));
    }
    return Optional.of(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace(wheels.namespace())
            .withName(wheels.jobName())
            .withLabels(BuildMetadata.wheelLabels(wheels.order()))
            .withAnnotations(BuildMetadata.annotations(wheels.order()))
            .withOwnerReferences(BuildMetadata.ownedBy(job))
            .endMetadata()
            .withImmutable(true)
            .withData(files)
            .build());
  }
}
