package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Builds;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.Attempt.Serves;
import dev.pythonservice.operator.plan.BuildHistory.Trigger;
import java.time.Instant;
import java.util.Optional;

/**
 * What is decided on for a build.
 *
 * @param build the build, with its status
 * @param platform its platform, when there is one
 * @param scope where the operator may work
 * @param builder what build pods run
 * @param attempt its latest attempt whose Job is there
 * @param wheels the latest attempt at building its wheels whose Job is there
 * @param line the other builds of its platform
 * @param now the time
 * @param tests the latest attempt at its tests whose Job is there
 * @param report the latest attempt at putting their report beside the image whose Job is there
 */
public record BuildInputs(
    PythonBuild build,
    Optional<PythonPlatform> platform,
    OperatorScope scope,
    BuilderImage builder,
    Optional<Attempt> attempt,
    Optional<Attempt> wheels,
    BuildLine line,
    Instant now,
    Optional<Attempt> tests,
    Optional<Attempt> report) {

  private static final int USUAL_CONCURRENCY = 4;

  /** Without tests that run. */
  public BuildInputs(
      PythonBuild build,
      Optional<PythonPlatform> platform,
      OperatorScope scope,
      BuilderImage builder,
      Optional<Attempt> attempt,
      Optional<Attempt> wheels,
      BuildLine line,
      Instant now) {
    this(
        build,
        platform,
        scope,
        builder,
        attempt,
        wheels,
        line,
        now,
        Optional.empty(),
        Optional.empty());
  }

  /** What would be in force if an attempt started now. */
  Trigger trigger() {
    return new Trigger(
        BuildHistory.retryOf(build), platform.map(found -> found.getMetadata().getGeneration()));
  }

  /** What its status and its Job say together. */
  BuildHistory history() {
    BuildHistory remembered = BuildHistory.of(build);
    return attempt.map(seen -> remembered.with(seen, trigger())).orElse(remembered);
  }

  /** Whether the attempt under way is one whose Job is there. */
  boolean hasJob() {
    return attempt.filter(seen -> seen.number() == history().attempts()).isPresent();
  }

  /** Where its wheels are given away; empty when nobody does. */
  public Optional<String> placeOfWheels() {
    return wheels
        .map(Attempt::state)
        .flatMap(state ->
            state instanceof Serves serves ? Optional.of(serves.place()) : Optional.empty());
  }

  /** The namespace that the platform builds in, when there is a platform. */
  Optional<String> buildNamespace() {
    return platform.map(found -> scope.buildNamespaceOf(found.getSpec()));
  }

  /** How many builds of the platform may run at the same time. */
  int maximum() {
    return platform.map(BuildInputs::maximumOf).orElse(USUAL_CONCURRENCY);
  }

  /** How many builds of a platform may run at the same time. */
  public static int maximumOf(PythonPlatform platform) {
    return Optional.ofNullable(platform.getSpec().builds())
        .map(Builds::maxConcurrent)
        .orElse(USUAL_CONCURRENCY);
  }
}
