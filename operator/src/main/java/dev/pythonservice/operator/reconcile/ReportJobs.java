package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.BuildResult;
import dev.pythonservice.operator.plan.LoggedReport;
import dev.pythonservice.operator.plan.ReportOrder;
import dev.pythonservice.operator.plan.TestDecisions;
import dev.pythonservice.operator.plan.TestReport;
import dev.pythonservice.operator.plan.TestReport.InLog;
import dev.pythonservice.operator.render.ReportJobRenderer;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Optional;

/**
 * Takes the report of tests from the log of their pod, where no credentials are, to a Job in the
 * build namespace, which puts it beside the image. Tests have ended as they have, whatever becomes
 * of that.
 */
final class ReportJobs {

  /** How long after the tests it is tried to read their report. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private ReportJobs() {}

  /**
   * Starts the Job; each step finds what an earlier try has left.
   *
   * @return the plan, or what becomes of it where there can be no such Job
   * @throws KubernetesClientException when the API server cannot be reached or is overloaded; the
   *     reconcile is tried again
   */
  static BuildPlan start(BuildPlan plan, BuildInputs inputs, Context<PythonBuild> context) {
    Attempt.Tested tested = TestDecisions.tested(inputs);
    Optional<String> builder = inputs.builder().reference();
    if (builder.isEmpty()) {
      return TestDecisions.unreported(
          inputs, "The tests' report is not beside the image: the operator has no builder image");
    }
    try {
      Optional<byte[]> report =
          tested.report() instanceof InLog place
              ? read(place, inputs, context.getClient())
              : Optional.empty();
      if (report.isEmpty()) {
        return TestDecisions.unreported(
            inputs,
            "The tests' report is not beside the image: the log of their pod does not have it any"
                + " more");
      }
      start(order(plan, inputs, tested, builder.get(), report.get()), context);
      return plan;
    } catch (KubernetesClientException exception) {
      // Tests that passed do not wait for ever for a log that nobody can reach.
      if (BuildJobs.isRefusal(exception) || inputs.now().isAfter(tested.at().plus(PATIENCE))) {
        return TestDecisions.unreported(inputs, words(exception));
      }
      throw exception;
    }
  }

  private static String words(KubernetesClientException exception) {
    return exception.getCode() == HttpURLConnection.HTTP_FORBIDDEN
        ? "The tests' report is not beside the image: %s (the chart's rbac.testReports gives the operator the right to read it)"
            .formatted(BuildJobs.refusal(exception))
        : "The tests' report is not beside the image: " + BuildJobs.refusal(exception);
  }

  private static Optional<byte[]> read(InLog place, BuildInputs inputs, KubernetesClient client) {
    return LoggedReport.of(
        client
            .pods()
            .inNamespace(inputs.build().getMetadata().getNamespace())
            .withName(place.pod())
            .inContainer(TestReport.CONTAINER)
            .limitBytes(LoggedReport.LONGEST_LOG)
            .getLog(),
        place.digest());
  }

  private static ReportOrder order(
      BuildPlan plan, BuildInputs inputs, Attempt.Tested tested, String builder, byte[] report) {
    PythonPlatform platform = inputs.platform().orElseThrow();
    return new ReportOrder(
        inputs.build(),
        platform,
        inputs.scope().buildNamespaceOf(platform.getSpec()),
        plan.history().attempts(),
        builder,
        plan.history().result().map(BuildResult::image).orElseThrow(),
        tested.debt().baseline(),
        report);
  }

  private static void start(ReportOrder order, Context<PythonBuild> context) {
    Job job = BuildJobs.create(ReportJobRenderer.render(order), context);
    if (Boolean.TRUE.equals(job.getSpec().getSuspend())) {
      BuildJobs.create(ReportJobRenderer.report(order, job), context.getClient());
      BuildJobs.resume(job, context.getClient());
    }
  }
}
