package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Builds;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.BuildOrder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;
import java.util.Optional;

/**
 * From an attempt to its Job. It has no owner reference, as these do not reach across namespaces:
 * the operator removes it.
 */
public final class BuildJobRenderer {

  /** What is documented at {@code spec.builds.deadlineSeconds}. */
  private static final long USUAL_DEADLINE_SECONDS = 1800;

  /** How long people can read the log of an attempt. */
  static final int KEPT_SECONDS = 3600;

  private BuildJobRenderer() {}

  /**
   * The Job of an attempt. Suspended when its pod mounts what is copied after it, as the copies
   * belong to it.
   */
  public static Job render(BuildOrder order) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(order.namespace())
        .withName(order.jobName())
        .withLabels(BuildMetadata.labels(order))
        .withAnnotations(BuildMetadata.annotations(order))
        .addToAnnotations(
            order.wheels().map(place -> Map.of(BuildLabels.WHEELS, place)).orElse(Map.of()))
        .endMetadata()
        .withNewSpec()
        // One pod for each Job: the operator itself decides when to try again.
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(deadlineSeconds(order))
        .withTtlSecondsAfterFinished(KEPT_SECONDS)
        .withSuspend(BuildCopies.areNeeded(order) ? true : null)
        .withTemplate(BuildPod.of(order))
        .endSpec()
        .build();
  }

  /** How long an attempt may take. */
  static long deadlineSeconds(BuildOrder order) {
    return deadlineSeconds(order.platform());
  }

  /** How long an attempt on a platform may take. */
  static long deadlineSeconds(PythonPlatform platform) {
    return Optional.ofNullable(platform.getSpec().builds())
        .map(Builds::deadlineSeconds)
        .map(Integer::longValue)
        .orElse(USUAL_DEADLINE_SECONDS);
  }
}
