package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Succeeded;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a build's attempts; what its status remembers.
 *
 * @param attempts how often it was tried
 * @param startedAt when the last attempt started
 * @param finishedAt when the last attempt ended
 * @param failure why it failed
 * @param nextAttemptAt when it is tried again
 * @param trigger what was in force at the last attempt
 * @param result what it brought
 * @param feasibility what stood in each platform's way when last somebody looked
 * @param wheels the wheels that lack, once they are known
 */
public record BuildHistory(
    int attempts,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    Optional<Failure> failure,
    Optional<Instant> nextAttemptAt,
    Trigger trigger,
    Optional<BuildResult> result,
    List<Feasibility> feasibility,
    Optional<Wheels> wheels) {

  public BuildHistory {
    feasibility = List.copyOf(feasibility);
  }

  /** The annotation of a build whose every new value tries a failed build at once. */
  public static final String RETRY = "pythonservice.dev/retry";

  /**
   * The annotation of a failed build that a newer one has replaced; its value is that one's name.
   * Nobody waits for such a build, so it is not tried again by itself.
   */
  public static final String SUPERSEDED_BY = "pythonservice.dev/superseded-by";

  private static final int LONGEST_RETRY = 1024;

  /**
   * What makes a failed build try again at once when it changes.
   *
   * @param retry the value of the annotation
   * @param platformGeneration the generation of the platform
   */
  public record Trigger(Optional<String> retry, Optional<Long> platformGeneration) {}

  /** What a build's status remembers. */
  static BuildHistory of(PythonBuild build) {
    return Optional.ofNullable(build.getStatus())
        .map(BuildHistory::of)
        .orElseGet(() ->
            new BuildHistory(
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Trigger(Optional.empty(), Optional.empty()),
                Optional.empty(),
                List.of(),
                Optional.empty()));
  }

  private static BuildHistory of(PythonBuildStatus status) {
    return new BuildHistory(
        Optional.ofNullable(status.attempts()).orElse(0),
        Optional.ofNullable(status.startedAt()),
        Optional.ofNullable(status.finishedAt()),
        Optional.ofNullable(status.failure()),
        Optional.ofNullable(status.nextAttemptAt()),
        new Trigger(
            Optional.ofNullable(status.retry()), Optional.ofNullable(status.platformGeneration())),
        BuildResult.of(status),
        status.feasibility(),
        Optional.ofNullable(status.wheels()));
  }

  /** The value of the annotation that asks for another attempt, as much of it as a status holds. */
  static Optional<String> retryOf(PythonBuild build) {
    return Optional.ofNullable(build.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(RETRY))
        .map(value -> value.substring(0, Math.min(value.length(), LONGEST_RETRY)));
  }

  /** The build that has replaced a failed one. */
  static Optional<String> supersederOf(PythonBuild build) {
    return Optional.ofNullable(build.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(SUPERSEDED_BY));
  }

  /** Whether an attempt has started and its end is not known. */
  boolean isUnderWay() {
    return attempts > 0 && failure.isEmpty() && result.isEmpty();
  }

  /**
   * Whether there is an image that its checks stop. The same project is stopped again, so it is
   * only tried again when somebody asks for it or changes the platform.
   */
  boolean isStopped() {
    return result.isPresent() && failure.isPresent();
  }

  /** Whether nothing of its own keeps it from an attempt now. */
  boolean isDue(Instant now, Trigger current) {
    if (result.isPresent()) {
      return isStopped() && isTriggered(current);
    }
    boolean rested = nextAttemptAt.filter(now::isBefore).isEmpty();
    return failure.isEmpty() || rested || isTriggered(current);
  }

  private boolean isTriggered(Trigger current) {
    boolean changed =
        current.platformGeneration().isPresent()
            && !current.platformGeneration().equals(trigger.platformGeneration());
    return isAskedFor(current) || changed;
  }

  /** Whether somebody asked for another attempt since the last one. */
  boolean isAskedFor(Trigger current) {
    return current.retry().isPresent() && !current.retry().equals(trigger.retry());
  }

  /** Whether another build has replaced it after it failed, and nobody asked for it since. */
  boolean isAbandoned(PythonBuild build, Trigger current) {
    return failure.isPresent() && supersederOf(build).isPresent() && !isAskedFor(current);
  }

  /** Without a time for another attempt. */
  BuildHistory restingForGood() {
    return new BuildHistory(
        attempts,
        startedAt,
        finishedAt,
        failure,
        Optional.empty(),
        trigger,
        result,
        feasibility,
        wheels);
  }

  /** The number of the attempt that is under way, or of the next one. */
  int nextAttempt() {
    return isUnderWay() ? attempts : attempts + 1;
  }

  /**
   * With what an attempt shows. One that ended before, and was remembered then, shows nothing new.
   *
   * @param current what is in force now, for an attempt that the status does not know
   */
  BuildHistory with(Attempt attempt, Trigger current) {
    boolean isKnown = attempt.number() < attempts || attempt.number() == attempts && !isUnderWay();
    if (isKnown) {
      return this;
    }
    BuildHistory started =
        attempt.number() == attempts
            ? started(attempts, startedAt.orElse(attempt.startedAt()), trigger)
            : started(attempt.number(), attempt.startedAt(), current);
    return switch (attempt.state()) {
      case Succeeded end -> started.brought(end.at(), end.result());
      case Failed end -> started.failed(end);
      default -> started;
    };
  }

  /** With an attempt under way. */
  BuildHistory started(int attempt, Instant at, Trigger current) {
    return new BuildHistory(
        attempt,
        Optional.of(inSeconds(at)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        current,
        Optional.empty(),
        feasibility,
        wheels);
  }

  /**
   * With the attempt under way failed. When it says for the first time that wheels lack, there is
   * something to do about it at once.
   */
  BuildHistory failed(Failed why) {
    boolean isNews = wheels.isEmpty() && why.wheels().isPresent();
    Instant end = inSeconds(why.at());
    return new BuildHistory(
        attempts,
        startedAt,
        Optional.of(end),
        Optional.of(why.failure()),
        Optional.of(
            isNews ? end : end.plus(Backoff.after(why.failure().reason(), Math.max(attempts, 1)))),
        trigger,
        Optional.empty(),
        why.feasibility().isEmpty() ? feasibility : why.feasibility(),
        wheels.or(why::wheels));
  }

  /** With another attempt refused before it could start; it is asked again after a rest. */
  BuildHistory refused(Instant at, Trigger current, Failure why) {
    return new BuildHistory(
            attempts,
            startedAt,
            finishedAt,
            failure,
            nextAttemptAt,
            current,
            Optional.empty(),
            feasibility,
            wheels)
        .failed(new Failed(at, why));
  }

  /** With more known of the wheels. */
  BuildHistory withWheels(Wheels known) {
    return new BuildHistory(
        attempts,
        startedAt,
        finishedAt,
        failure,
        nextAttemptAt,
        trigger,
        result,
        feasibility,
        Optional.of(known));
  }

  /** Whether there is an image whose tests are to be run, or run. */
  boolean awaitsTests() {
    return result.filter(BuildResult::awaitsTests).isPresent();
  }

  /**
   * With what an attempt brought, or what was built elsewhere; it has not ended before the tests
   * have.
   */
  BuildHistory brought(Instant at, BuildResult known) {
    return new BuildHistory(
        attempts,
        startedAt,
        known.awaitsTests() ? Optional.empty() : Optional.of(inSeconds(at)),
        known.stopped().map(message -> new Failure(Reason.Checks, message)),
        Optional.empty(),
        trigger,
        Optional.of(known),
        known.feasibility(),
        wheels);
  }

  /** Kubernetes keeps times in whole seconds. */
  private static Instant inSeconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
