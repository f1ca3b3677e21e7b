package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import dev.pythonservice.operator.plan.PodWords.PodTrouble;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What became of the last run of each job, and which runs are asked for. */
public final class JobDecisions {

  private static final int LONGEST_MESSAGE = 1024;

  private JobDecisions() {}

  /**
   * A run that somebody asked for.
   *
   * @param job name of the job
   * @param token the value that asked for it
   */
  public record RunRequest(String job, String token) {}

  /** The runs that were asked for and not started yet. */
  public static List<RunRequest> requested(PythonService service) {
    Map<String, String> requests = RunRequests.of(service.getMetadata().getAnnotations());
    return service.getSpec().jobs().stream()
        .map(dev.pythonservice.api.v1alpha1.Job::name)
        .flatMap(name ->
            Optional.ofNullable(requests.get(name)).stream()
                .map(token -> new RunRequest(name, token)))
        .filter(request ->
            before(service, request.job())
                .map(JobState::requested)
                .filter(request.token()::equals)
                .isEmpty())
        .toList();
  }

  /** The last run of each job, in the order of the service. */
  public static List<JobState> states(PythonService service, Running running) {
    Map<String, String> requests = RunRequests.of(service.getMetadata().getAnnotations());
    return service.getSpec().jobs().stream()
        .map(job -> state(service, job.name(), requests, running))
        .toList();
  }

  /** The same, with where the next runs go. */
  static JobState placed(JobState state, Optional<Placement> placement) {
    return new JobState(
        state.name(),
        state.result(),
        state.lastRun(),
        state.requested(),
        state.startedAt(),
        state.finishedAt(),
        state.lastSuccessAt(),
        state.message(),
        placement.orElse(null));
  }

  /** Where the runs of a job went so far, if not where the service does. */
  static Optional<Placement> placementBefore(PythonService service, String name) {
    return before(service, name).map(JobState::placement);
  }

  /** Whether the last runs succeeded; empty for a service without jobs. */
  public static Optional<Verdict> verdict(PythonService service, List<JobState> states) {
    if (states.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = states.stream().map(JobState::name).toList();
    Optional<String> wrong = RunRequests.wrong(service.getMetadata().getAnnotations(), names);
    if (wrong.isPresent()) {
      return Optional.of(
          Verdict.stalled(
              "RunRequestNotUnderstood",
              "The annotation %s asks for '%s'; write NAME=VALUE with one of the jobs %s, and a new value for each new run"
                  .formatted(
                      RunRequests.ANNOTATION, wrong.orElseThrow(), String.join(", ", names))));
    }
    String failed =
        states.stream()
            .filter(state -> state.result() == Result.Failed)
            .map(state -> "%s: %s".formatted(state.name(), state.message()))
            .collect(joining("; "));
    if (!failed.isEmpty()) {
      return Optional.of(Verdict.stalled("LastRunFailed", "The last run failed of " + failed));
    }
    return Optional.of(
        states.stream().allMatch(state -> state.result() == null)
            ? Verdict.ready("NoRunYet", "No job has run yet")
            : Verdict.ready("LastRunsSucceeded", "No job's last run failed"));
  }

  private static JobState state(
      PythonService service, String name, Map<String, String> requests, Running running) {
    String cronJob = service.getMetadata().getName() + "-" + name;
    Optional<JobState> before = before(service, name);
    Optional<Job> last = running.runs().stream().filter(run -> isOf(run, cronJob)).max(BY_START);
    String requested =
        Optional.ofNullable(requests.get(name))
            .or(() -> before.map(JobState::requested))
            .orElse(null);
    Instant lastSuccess =
        Stream.concat(
                before.map(JobState::lastSuccessAt).stream(),
                running.runs().stream()
                    .filter(run -> isOf(run, cronJob) && result(run) == Result.Succeeded)
                    .flatMap(run -> finished(run).stream()))
            .max(Comparator.naturalOrder())
            .orElse(null);
    if (last.isEmpty()) {
      // The runs were cleaned away; what became of the last one stays known.
      return before
          .map(known -> withRequest(known, requested))
          .orElseGet(() -> new JobState(name, null, null, requested, null, null, null, null, null));
    }
    Job run = last.orElseThrow();
    return new JobState(
        name,
        result(run),
        run.getMetadata().getName(),
        requested,
        started(run).orElse(null),
        finished(run).orElse(null),
        lastSuccess,
        result(run) == Result.Failed ? message(run, running.pods()) : null,
        null);
  }

  private static JobState withRequest(JobState known, @Nullable String requested) {
    return new JobState(
        known.name(),
        known.result(),
        known.lastRun(),
        requested,
        known.startedAt(),
        known.finishedAt(),
        known.lastSuccessAt(),
        known.message(),
        known.placement());
  }

  private static final Comparator<Job> BY_START =
      Comparator.comparing((Job run) -> run.getMetadata().getCreationTimestamp())
          .thenComparing(run -> run.getMetadata().getName());

  private static boolean isOf(Job run, String cronJob) {
    return run.getMetadata().getOwnerReferences().stream()
        .filter(owner -> owner.getKind().equals("CronJob"))
        .map(OwnerReference::getName)
        .anyMatch(cronJob::equals);
  }

  private static Result result(Job run) {
    if (condition(run, "Complete").isPresent()) {
      return Result.Succeeded;
    }
    return condition(run, "Failed").isPresent() ? Result.Failed : Result.Running;
  }

  /** The job's own words, and those of its last pod, if it is still there. */
  private static String message(Job run, List<Pod> pods) {
    String own =
        condition(run, "Failed")
            .map(failed -> "%s: %s".formatted(failed.getReason(), failed.getMessage()))
            .orElse("it does not say why");
    List<Pod> ofRun = pods.stream().filter(pod -> isOwnedBy(pod, run)).toList();
    String text =
        PodWords.of(ofRun).map(PodTrouble::message).map(words -> words + "; " + own).orElse(own);
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE - 1) + "…";
  }

  private static boolean isOwnedBy(Pod pod, Job run) {
    return pod.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .anyMatch(run.getMetadata().getUid()::equals);
  }

  private static Optional<JobCondition> condition(Job run, String type) {
    return Optional.ofNullable(run.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(condition -> condition.getType().equals(type))
        .filter(condition -> "True".equals(condition.getStatus()))
        .findFirst();
  }

  private static Optional<Instant> started(Job run) {
    return Optional.ofNullable(run.getStatus()).map(JobStatus::getStartTime).map(Instant::parse);
  }

  private static Optional<Instant> finished(Job run) {
    return Optional.ofNullable(run.getStatus())
        .map(JobStatus::getCompletionTime)
        .or(() -> condition(run, "Failed").map(JobCondition::getLastTransitionTime))
        .map(Instant::parse);
  }

  private static Optional<JobState> before(PythonService service, String name) {
    return Optional.ofNullable(service.getStatus()).map(PythonServiceStatus::jobs).stream()
        .flatMap(List::stream)
        .filter(state -> state.name().equals(name))
        .findFirst();
  }
}
