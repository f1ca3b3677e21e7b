package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.groupingBy;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Run;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the last runs of a job took. */
final class JobRuns {

  /** Of each architecture, as the API documents it, in {@code JobState}. */
  private static final int MOST = 5;

  private static final String OOM_KILLED = "OOMKilled";

  private static final String INDEX = "batch.kubernetes.io/job-completion-index";

  private static final Comparator<Run> NEWEST_FIRST =
      Comparator.comparing(Run::finishedAt, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Run::name)
          .reversed();

  private JobRuns() {}

  /**
   * A run that ended.
   *
   * @param job the run
   * @param result how it ended
   * @param finishedAt when
   */
  record Ended(Job job, Result result, Instant finishedAt) {}

  /**
   * The last runs on each architecture, newest first. What was known of one stays known when its
   * pods or its node are gone.
   *
   * @param before what the status said
   * @param ended the runs of the job that ended and are still there
   */
  static List<Run> of(Optional<JobState> before, List<Ended> ended, Running running) {
    Map<String, Run> runs = new LinkedHashMap<>();
    before.map(JobState::runs).orElse(List.of()).forEach(run -> runs.put(run.name(), run));
    for (Ended each : ended) {
      Run now = run(each, running);
      runs.merge(now.name(), now, JobRuns::better);
    }
    Map<Optional<Architecture>, List<Run>> byArchitecture =
        runs.values().stream()
            .sorted(NEWEST_FIRST)
            .collect(groupingBy(run -> Optional.ofNullable(run.architecture())));
    return byArchitecture.values().stream()
        .flatMap(all -> all.stream().limit(MOST))
        .sorted(NEWEST_FIRST)
        .toList();
  }

  private static Run better(Run known, Run found) {
    if (found.milliseconds() == null) {
      return known;
    }
    return found.architecture() == null ? with(known.architecture(), found) : found;
  }

  private static Run with(@Nullable Architecture architecture, Run run) {
    return new Run(
        run.name(),
        run.result(),
        run.finishedAt(),
        architecture,
        run.milliseconds(),
        run.cpuMilliseconds(),
        run.peakMemoryBytes(),
        run.rows(),
        run.exit());
  }

  private static Run run(Ended ended, Running running) {
    List<Pod> last = lastPods(ended.job(), running.pods());
    Optional<RunRecord> record =
        last.stream()
            .flatMap(pod ->
                Optional.ofNullable(running.records().get(pod.getMetadata().getName())).stream())
            .reduce(RunRecord::plus);
    return new Run(
        ended.job().getMetadata().getName(),
        ended.result(),
        ended.finishedAt(),
        architecture(last, running).orElse(null),
        record.map(RunRecord::wallMilliseconds).orElse(null),
        record.map(RunRecord::cpuMilliseconds).orElse(null),
        record.map(RunRecord::peakMemoryBytes).orElse(null),
        record.flatMap(RunRecord::rows).orElse(null),
        exit(last, record).orElse(null));
  }

  /** None where partitions ran on several. */
  private static Optional<Architecture> architecture(List<Pod> pods, Running running) {
    List<Optional<Architecture>> all =
        pods.stream()
            .map(pod -> pod.getMetadata().getName())
            .map(name -> Optional.ofNullable(running.architectures().get(name)))
            .distinct()
            .toList();
    return all.size() == 1 ? all.getFirst() : Optional.empty();
  }

  /** Of each partition, or of the run where it has none, the pod that ended last. */
  private static List<Pod> lastPods(Job job, List<Pod> pods) {
    Map<String, List<Pod>> byIndex =
        pods.stream()
            .filter(pod -> isOwnedBy(pod, job))
            .filter(pod -> ended(pod).isPresent())
            .collect(groupingBy(JobRuns::index));
    return byIndex.values().stream()
        .map(Collection::stream)
        .flatMap(all -> all.max(Comparator.comparing(JobRuns::finishedAt)).stream())
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  private static boolean isOwnedBy(Pod pod, Job job) {
    return pod.getMetadata().getOwnerReferences().stream()
        .map(OwnerReference::getUid)
        .anyMatch(job.getMetadata().getUid()::equals);
  }

  private static String index(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(INDEX))
        .orElse("");
  }

  private static String finishedAt(Pod pod) {
    return ended(pod).map(ContainerStateTerminated::getFinishedAt).orElse("");
  }

  private static Optional<ContainerStateTerminated> ended(Pod pod) {
    return Optional.ofNullable(pod.getStatus()).map(PodStatus::getContainerStatuses).stream()
        .flatMap(List::stream)
        .map(ContainerStatus::getState)
        .filter(Objects::nonNull)
        .map(ContainerState::getTerminated)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** Why it ended, by name; empty for an end without a fault. */
  private static Optional<String> exit(List<Pod> pods, Optional<RunRecord> record) {
    List<ContainerStateTerminated> failed =
        pods.stream()
            .flatMap(pod -> ended(pod).stream())
            .filter(state -> state.getExitCode() != 0)
            .toList();
    boolean outOfMemory =
        failed.stream().map(ContainerStateTerminated::getReason).anyMatch(OOM_KILLED::equals);
    if (failed.isEmpty()) {
      return Optional.empty();
    }
    return outOfMemory || record.filter(RunRecord::outOfMemory).isPresent()
        ? Optional.of(OOM_KILLED)
        : Stream.of(
                record.flatMap(RunRecord::signal).map("Signal%d"::formatted),
                Optional.of("ExitCode%d".formatted(failed.getFirst().getExitCode())))
            .flatMap(Optional::stream)
            .findFirst();
  }
}
