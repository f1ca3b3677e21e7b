package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Job;
import dev.pythonservice.api.v1alpha1.Job.ConcurrencyPolicy;
import dev.pythonservice.operator.plan.Measuring;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A data job: it runs the image that serves. */
final class CronJobRenderer {

  /** As the API documents it, in {@code Job}. */
  private static final String TIME_ZONE = "Etc/UTC";

  /** As the API documents it, in {@code Job}. */
  private static final int BACKOFF_LIMIT = 2;

  /** As the API documents it, in {@code Job}. */
  private static final int HISTORY_LIMIT = 3;

  /** By which Kueue finds what it admits. */
  private static final String QUEUE = "kueue.x-k8s.io/queue-name";

  private CronJobRenderer() {}

  /** The CronJob of a job. */
  static CronJob render(WorkloadPlan plan, Job job) {
    return new CronJobBuilder()
        .withMetadata(Owned.metadata(plan, plan.name() + "-" + job.name(), job.name()))
        .withNewSpec()
        .withSchedule(job.schedule())
        .withTimeZone(Optional.ofNullable(job.timeZone()).orElse(TIME_ZONE))
        .withConcurrencyPolicy(
            Optional.ofNullable(job.concurrencyPolicy()).orElse(ConcurrencyPolicy.Forbid).name())
        .withSuspend(Optional.ofNullable(job.suspend()).orElse(false))
        .withStartingDeadlineSeconds(
            Optional.ofNullable(job.startingDeadlineSeconds()).map(Integer::longValue).orElse(null))
        .withSuccessfulJobsHistoryLimit(
            Optional.ofNullable(job.successfulJobsHistoryLimit()).orElse(HISTORY_LIMIT))
        .withFailedJobsHistoryLimit(
            Optional.ofNullable(job.failedJobsHistoryLimit()).orElse(HISTORY_LIMIT))
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(labels(plan, job))
        .withAnnotations(Owned.annotations(plan))
        .endMetadata()
        .withSpec(run(plan, job))
        .endJobTemplate()
        .endSpec()
        .build();
  }

  private static Map<String, String> labels(WorkloadPlan plan, Job job) {
    Map<String, String> labels = new LinkedHashMap<>(WorkloadLabels.of(plan.name(), job.name()));
    Optional.ofNullable(job.queueName()).ifPresent(queue -> labels.put(QUEUE, queue));
    return labels;
  }

  private static JobSpec run(WorkloadPlan plan, Job job) {
    JobSpecBuilder run =
        new JobSpecBuilder()
            .withActiveDeadlineSeconds(
                Optional.ofNullable(job.activeDeadlineSeconds())
                    .map(Integer::longValue)
                    .orElse(null))
            .withPodFailurePolicy(lostNodesDoNotCount())
            .withTemplate(
                PodRenderer.render(
                    plan, job.name(), pod(plan, job), plan.architecturesOf(job.architectures())));
    int retries = Optional.ofNullable(job.backoffLimit()).orElse(BACKOFF_LIMIT);
    return Optional.ofNullable(job.completions())
        .map(completions ->
            run.withCompletions(completions)
                .withParallelism(Optional.ofNullable(job.parallelism()).orElse(completions))
                .withCompletionMode("Indexed")
                .withBackoffLimitPerIndex(retries))
        .orElseGet(() -> run.withBackoffLimit(retries))
        .build();
  }

  private static PodFailurePolicy lostNodesDoNotCount() {
    return new PodFailurePolicyBuilder()
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition("True", "DisruptionTarget")
        .endRule()
        .build();
  }

  /** A failed pod stays, with its log, and another one is made: the failure policy demands it. */
  private static PodSpec pod(WorkloadPlan plan, Job job) {
    return new PodSpecBuilder()
        .withRestartPolicy("Never")
        .withContainers(
            new ContainerBuilder(
                    ContainerRenderer.render(
                        plan, ContainerSource.of(job), Measuring.command(plan, job.command()), 1))
                .withArgs(job.args())
                .build())
        .build();
  }
}
