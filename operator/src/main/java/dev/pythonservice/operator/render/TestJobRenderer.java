package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.TestOrder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.util.Map;
import java.util.Optional;

/** From tests that are to be run to their Job, which goes with its build. */
public final class TestJobRenderer {

  /** What is documented at {@code spec.checks.tests.deadlineSeconds}. */
  private static final long USUAL_DEADLINE_SECONDS = 900;

  private TestJobRenderer() {}

  /**
   * The Job. The tests' time is their pod's; on top of it the Job has that of a build, so that a
   * pod that no node takes ends some day, too.
   */
  public static Job render(TestOrder order) {
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(order.build().getMetadata().getNamespace())
        .withName(order.jobName())
        .withLabels(BuildMetadata.testLabels(order))
        .withAnnotations(BuildMetadata.annotations(order.build()))
        .addToAnnotations(BuildLabels.TESTS_ARE_DEBT, Boolean.toString(order.debt().isPossible()))
        .addToAnnotations(
            order
                .debt()
                .baseline()
                .map(image -> Map.of(BuildLabels.TEST_BASELINE, image))
                .orElse(Map.of()))
        .withOwnerReferences(BuildMetadata.owner(order.build()))
        .endMetadata()
        .withNewSpec()
        // One pod for each Job: the operator itself decides when to try again.
        .withBackoffLimit(0)
        .withActiveDeadlineSeconds(
            deadlineSeconds(order) + BuildJobRenderer.deadlineSeconds(order.platform()))
        .withTtlSecondsAfterFinished(BuildJobRenderer.KEPT_SECONDS)
        .withTemplate(TestPod.of(order))
        .endSpec()
        .build();
  }

  /** How long the tests may take. */
  static long deadlineSeconds(TestOrder order) {
    return Optional.ofNullable(order.tests().deadlineSeconds())
        .map(Integer::longValue)
        .orElse(USUAL_DEADLINE_SECONDS);
  }
}
