package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checkers.CheckerPreview;
import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Engine;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Layers;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.PlatformImage;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Step;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestRun;
import dev.pythonservice.api.v1alpha1.Stack;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a good build has brought, as its status has it.
 *
 * @param image the image index, by digest
 * @param digest digest of the image index
 * @param platforms the image of each platform
 * @param feasibility whether each platform that was asked for is feasible
 * @param steps time and bytes of each step
 * @param layers how many layers were found and made
 * @param engines server engines on every platform
 * @param measure version of the layer that measures, where the image has it
 * @param stack which engine serves each layer, where the builder says it
 * @param reportDigest digest of the full report
 * @param checks results of its checks
 * @param stopped why it must not be served, where its checks say so
 * @param tests what the project's tests are run from, where they are
 * @param update what a look for updates has found; such a build has no image
 * @param previews what other versions of checkers would say
 */
public record BuildResult(
    String image,
    String digest,
    List<PlatformImage> platforms,
    List<Feasibility> feasibility,
    List<Step> steps,
    Optional<Layers> layers,
    List<Engine> engines,
    Optional<String> measure,
    Optional<Stack> stack,
    Optional<String> reportDigest,
    List<CheckResult> checks,
    Optional<String> stopped,
    Optional<TestRun> tests,
    Optional<LockChange> update,
    List<CheckerPreview> previews) {

  public BuildResult {
    platforms = List.copyOf(platforms);
    feasibility = List.copyOf(feasibility);
    steps = List.copyOf(steps);
    engines = List.copyOf(engines);
    checks = List.copyOf(checks);
    previews = List.copyOf(previews);
  }

  /** Of an image, without tests. */
  public BuildResult(
      String image,
      String digest,
      List<PlatformImage> platforms,
      List<Feasibility> feasibility,
      List<Step> steps,
      Optional<Layers> layers,
      List<Engine> engines,
      Optional<String> measure,
      Optional<Stack> stack,
      Optional<String> reportDigest,
      List<CheckResult> checks,
      Optional<String> stopped) {
    this(
        image,
        digest,
        platforms,
        feasibility,
        steps,
        layers,
        engines,
        measure,
        stack,
        reportDigest,
        checks,
        stopped,
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** Whether tests are to be run whose result is not known. */
  boolean awaitsTests() {
    return tests.isPresent()
        && stopped.isEmpty()
        && checks.stream().noneMatch(check -> check.name() == Checks.Name.Tests);
  }

  /** With the Job that runs the tests. */
  BuildResult testedBy(String job) {
    return with(
        checks,
        stopped,
        tests.map(
            run -> new TestRun(run.image(), run.platforms(), job, run.results(), run.message())));
  }

  /** With what is known of the report that the tests wrote. */
  BuildResult reported(Optional<TestResults> results, Optional<String> message) {
    return with(
        checks,
        stopped,
        tests.map(run ->
            new TestRun(
                run.image(),
                run.platforms(),
                run.job(),
                results.orElse(null),
                message.orElse(null))));
  }

  /** With the result of the tests. */
  BuildResult tested(CheckResult result, Optional<String> why) {
    return with(Stream.concat(checks.stream(), Stream.of(result)).toList(), why, tests);
  }

  /** As another service takes it over: the verdict on its tests comes along, their run stays. */
  BuildResult takenOver() {
    return with(checks, stopped, Optional.empty());
  }

  private BuildResult with(List<CheckResult> results, Optional<String> why, Optional<TestRun> run) {
    return new BuildResult(
        image,
        digest,
        platforms,
        feasibility,
        steps,
        layers,
        engines,
        measure,
        stack,
        reportDigest,
        results,
        why,
        run,
        update,
        previews);
  }

  /** What a look for updates has brought. */
  public static BuildResult of(LockChange update) {
    return withoutImage(Optional.of(update), List.of());
  }

  /** What a look of other versions of checkers has brought. */
  public static BuildResult of(List<CheckerPreview> previews) {
    return withoutImage(Optional.empty(), previews);
  }

  private static BuildResult withoutImage(
      Optional<LockChange> update, List<CheckerPreview> previews) {
    return new BuildResult(
        "",
        "",
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        update,
        previews);
  }

  /** What a status has; empty while there is nothing that was looked for. */
  static Optional<BuildResult> of(PythonBuildStatus status) {
    return Optional.ofNullable(status.update())
        .map(BuildResult::of)
        .or(() -> ofImage(status))
        .or(() ->
            Optional.of(status.previews())
                .filter(previews -> !previews.isEmpty())
                .map(BuildResult::of));
  }

  private static Optional<BuildResult> ofImage(PythonBuildStatus status) {
    return Optional.ofNullable(status.image())
        .flatMap(image ->
            Optional.ofNullable(status.digest())
                .map(digest ->
                    new BuildResult(
                        image,
                        digest,
                        status.platforms(),
                        status.feasibility(),
                        status.steps(),
                        Optional.ofNullable(status.layers()),
                        status.engines(),
                        Optional.ofNullable(status.measure()),
                        Optional.ofNullable(status.stack()),
                        Optional.ofNullable(status.reportDigest()),
                        status.checks(),
                        Optional.ofNullable(status.failure()).map(Failure::message),
                        Optional.ofNullable(status.tests()),
                        Optional.empty(),
                        status.previews())));
  }
}
