package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Prepared;
import dev.pythonservice.operator.plan.Attempt.Runs;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.plan.TestDebt;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads attempts from Jobs and their pods. */
final class BuildAttempts {

  /** Kubernetes' own label of a Job's pods. */
  private static final String JOB_NAME = "batch.kubernetes.io/job-name";

  /**
   * How much later than its Job a pod may be seen: two watches, each in its own order. After this
   * it is gone.
   */
  private static final Duration SETTLING = Duration.ofSeconds(10);

  private BuildAttempts() {}

  /** The latest attempt among the Jobs of a build. */
  static Optional<Attempt> latest(Collection<Job> jobs, Collection<Pod> pods, Instant now) {
    return latest(jobs, BuildLabels.BUILD_COMPONENT).map(job -> attempt(job, pods, now));
  }

  /** The latest attempt at its wheels among the Jobs of a build. */
  static Optional<Attempt> latestWheels(Collection<Job> jobs, Collection<Pod> pods, Instant now) {
    return latest(jobs, BuildLabels.WHEEL_COMPONENT).map(job -> wheelAttempt(job, pods, now));
  }

  /** The latest attempt at its tests among the Jobs of a build. */
  static Optional<Attempt> latestTests(Collection<Job> jobs, Collection<Pod> pods, Instant now) {
    return latest(jobs, BuildLabels.TEST_COMPONENT).map(job -> testAttempt(job, pods, now));
  }

  /** The latest attempt at putting the report of its tests beside the image. */
  static Optional<Attempt> latestReport(Collection<Job> jobs, Collection<Pod> pods, Instant now) {
    return latest(jobs, BuildLabels.REPORT_COMPONENT)
        .map(job ->
            new Attempt(
                BuildLabels.attemptOf(job),
                startOf(job, now),
                inWordsOfReports(
                    state(
                        job,
                        pod(job, pods).flatMap(pod -> ReportPodState.of(pod, now)),
                        isSuspended(job),
                        now))));
  }

  private static Optional<Job> latest(Collection<Job> jobs, String component) {
    return jobs.stream()
        .filter(job -> BuildLabels.isComponent(job, component))
        .filter(job -> job.getMetadata().getDeletionTimestamp() == null)
        .max(Comparator.comparingInt(BuildLabels::attemptOf));
  }

  /** Whether a Job has neither ended well nor failed. */
  static boolean isUnfinished(Job job) {
    return condition(job, "Complete").isEmpty() && condition(job, "Failed").isEmpty();
  }

  private static Attempt attempt(Job job, Collection<Pod> pods, Instant now) {
    Optional<Attempt.State> shown =
        pod(job, pods).flatMap(pod -> BuildPodState.ofImage(pod, now).state());
    return new Attempt(
        BuildLabels.attemptOf(job),
        startOf(job, now),
        explained(state(job, shown, isSuspended(job), now), job));
  }

  /** Until its pod has begun, what it mounts may not be there yet. */
  private static Attempt wheelAttempt(Job job, Collection<Pod> pods, Instant now) {
    Optional<WheelPodState> pod = pod(job, pods).map(found -> new WheelPodState(found, now));
    boolean isPrepared = pod.filter(WheelPodState::hasBegun).isEmpty();
    return new Attempt(
        BuildLabels.attemptOf(job),
        startOf(job, now),
        state(job, pod.flatMap(WheelPodState::state), isPrepared, now));
  }

  /** Its pod has a deadline of its own, which is that of the tests; the Job's has room for more. */
  private static Attempt testAttempt(Job job, Collection<Pod> pods, Instant now) {
    TestDebt debt = BuildLabels.testDebtOf(job);
    Optional<Attempt.State> shown =
        pod(job, pods).flatMap(pod -> new TestPodState(pod, debt, now).state());
    return new Attempt(
        BuildLabels.attemptOf(job),
        startOf(job, now),
        inWordsOfTests(state(job, shown, false, now), job));
  }

  /** What a Job says of its end is said of a build; its pod's end has words of its own. */
  private static Attempt.State inWordsOfTests(Attempt.State state, Job job) {
    return switch (state) {
      case Failed(Instant at, Failure failure, _, _) when failure.reason() == Reason.Deadline ->
          new Failed(
              at,
              new Failure(
                  Reason.Deadline,
                  "The tests' pod had not ended %d seconds after it was made; see with 'kubectl describe job %s --namespace %s' what kept it from running"
                      .formatted(
                          job.getSpec().getActiveDeadlineSeconds(),
                          job.getMetadata().getName(),
                          job.getMetadata().getNamespace())));
      default -> state;
    };
  }

  /** What a Job says of its end is said of a build; here nobody waits for it much longer. */
  private static Attempt.State inWordsOfReports(Attempt.State state) {
    return switch (state) {
      case Failed(Instant at, Failure failure, _, _) ->
          new Failed(
              at,
              new Failure(
                  failure.reason(),
                  "The tests' report is not beside the image: %s"
                      .formatted(
                          switch (failure.reason()) {
                            case Deadline -> "the pod that takes it there did not end in time";
                            case Evicted -> "the pod that takes it there was taken away";
                            default -> failure.message();
                          })));
      default -> state;
    };
  }

  private static Optional<Pod> pod(Job job, Collection<Pod> pods) {
    return pods.stream()
        .filter(pod -> isOf(job, pod))
        .max(Comparator.comparing(pod -> pod.getMetadata().getCreationTimestamp()));
  }

  /** The builder does not know who gave it the address of wheels that it cannot fetch. */
  private static Attempt.State explained(Attempt.State state, Job job) {
    return BuildLabels.wheelsOf(job)
        .map(place -> place.substring(0, place.indexOf('#')))
        .filter(_ -> state instanceof Failed failed && failed.failure().reason() == Reason.Network)
        .filter(address -> ((Failed) state).failure().message().contains(address))
        .<Attempt.State>map(_ -> unreachableWheels((Failed) state, job))
        .orElse(state);
  }

  private static Failed unreachableWheels(Failed failed, Job job) {
    return new Failed(
        failed.at(),
        new Failure(
            Reason.Network,
            "%s; the wheels are in a pod of namespace %s with the label %s=%s: where a NetworkPolicy keeps others from it, allow pods of namespace %s its TCP port %d"
                .formatted(
                    failed.failure().message(),
                    BuildLabels.namespaceOf(job).orElse(""),
                    BuildLabels.COMPONENT,
                    BuildLabels.WHEEL_COMPONENT,
                    job.getMetadata().getNamespace(),
                    Attempt.WHEEL_PORT)));
  }

  private static boolean isOf(Job job, Pod pod) {
    return job.getMetadata().getName().equals(pod.getMetadata().getLabels().get(JOB_NAME));
  }

  private static Attempt.State state(
      Job job, Optional<Attempt.State> shown, boolean isPrepared, Instant now) {
    Optional<Attempt.State> deadline =
        Stream.of("Failed", "FailureTarget")
            .flatMap(type -> condition(job, type).stream())
            .filter(condition -> "DeadlineExceeded".equals(condition.getReason()))
            .findFirst()
            .map(condition -> deadlineExceeded(job, timeOf(condition, now)));
    Optional<Attempt.State> end = shown.filter(state -> !(state instanceof Held));
    return deadline
        .or(() -> end)
        .or(() -> gone(job, now))
        .or(() -> shown)
        .orElseGet(() -> isPrepared ? new Prepared() : new Runs());
  }

  private static Attempt.State deadlineExceeded(Job job, Instant at) {
    return new Failed(
        at,
        new Failure(
            Reason.Deadline,
            "The build did not end within %d seconds; raise spec.builds.deadlineSeconds of the PythonPlatform if it needs longer, or see with 'kubectl describe job %s --namespace %s' what kept it from running"
                .formatted(
                    job.getSpec().getActiveDeadlineSeconds(),
                    job.getMetadata().getName(),
                    job.getMetadata().getNamespace())));
  }

  /** A Job that has ended without a pod that says how. */
  private static Optional<Attempt.State> gone(Job job, Instant now) {
    return Stream.of("Complete", "Failed")
        .flatMap(type -> condition(job, type).stream())
        .findFirst()
        .map(condition -> timeOf(condition, now))
        .map(at ->
            now.isBefore(at.plus(SETTLING))
                ? new Ending(at.plus(SETTLING))
                : new Failed(
                    at,
                    new Failure(
                        Reason.Evicted,
                        "The build's pod was deleted before it could be read how it ended; it is"
                            + " built again")));
  }

  private static boolean isSuspended(Job job) {
    return Boolean.TRUE.equals(job.getSpec().getSuspend());
  }

  private static Instant startOf(Job job, Instant now) {
    return Optional.ofNullable(job.getStatus())
        .map(JobStatus::getStartTime)
        .or(() -> Optional.ofNullable(job.getMetadata().getCreationTimestamp()))
        .map(Instant::parse)
        .orElse(now);
  }

  private static Instant timeOf(JobCondition condition, Instant now) {
    return Optional.ofNullable(condition.getLastTransitionTime()).map(Instant::parse).orElse(now);
  }

  private static Optional<JobCondition> condition(Job job, String type) {
    return Optional.ofNullable(job.getStatus()).stream()
        .map(JobStatus::getConditions)
        .flatMap(Collection::stream)
        .filter(condition -> condition.getType().equals(type))
        .filter(condition -> condition.getStatus().equals("True"))
        .findFirst();
  }
}
