package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.Checks.Name;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Tested;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import java.util.Optional;

/**
 * How an attempt goes on that has an image and whose project's tests have to be run: by a Job in
 * the service's namespace, from an image that never serves.
 */
final class TestDecisions {

  /** The reason while tests run. */
  static final String TESTING = "Testing";

  private TestDecisions() {}

  /**
   * The plan.
   *
   * @param built the build's history, with an image that awaits its tests
   */
  static BuildPlan plan(BuildInputs inputs, BuildHistory built) {
    return BuildDecisions.platformExists(inputs)
        .map(verdict -> resting(verdict, built))
        .or(() ->
            inputs
                .tests()
                .filter(run -> run.number() == built.attempts())
                .map(run -> goOn(run, inputs, built)))
        .orElseGet(() -> testing(inputs, known(inputs, built), Step.START_TESTS));
  }

  private static BuildPlan goOn(Attempt run, BuildInputs inputs, BuildHistory built) {
    BuildHistory known = known(inputs, built);
    return switch (run.state()) {
      case Tested tested -> ended(tested, inputs, known);
      // The machine's fault, and not the project's: the same image is made and tested again.
      case Failed failed -> BuildDecisions.failed(built.failed(failed), Step.REST);
      case Held held -> resting(Verdict.reconciling(held.reason(), held.message()), known);
      case Ending ending -> testing(inputs, known, Step.REST).lookingAgainAt(ending.until());
      case Attempt.Prepared _, Attempt.Runs _, Attempt.Succeeded _, Attempt.Serves _ ->
          testing(inputs, known, Step.REST);
    };
  }

  private static BuildPlan ended(Tested tested, BuildInputs inputs, BuildHistory known) {
    Mode mode = mode(inputs);
    CheckResult result = judged(mode, tested);
    Optional<String> stopped =
        result.verdict() == CheckResult.Verdict.Passed || mode == Mode.Report
            ? Optional.empty()
            : Optional.of(
                "Checks stop the build; correct what they found. Tests: " + result.message());
    BuildHistory ended =
        known.brought(tested.at(), known.result().orElseThrow().tested(result, stopped));
    return stopped.isPresent()
        ? BuildDecisions.failed(ended, Step.REST)
        : BuildDecisions.succeeded(inputs, ended);
  }

  private static Mode mode(BuildInputs inputs) {
    return Optional.ofNullable(inputs.build().getSpec().checks())
        .flatMap(checks -> CheckDecisions.mode(Name.Tests, checks))
        .orElse(Mode.Enforce);
  }

  /**
   * An exit code does not tell one failed test from another. So to a ratchet there is one finding,
   * that they failed, and it is debt where it was true before.
   */
  private static CheckResult judged(Mode mode, Tested tested) {
    return switch (tested.verdict()) {
      case Passed -> new CheckResult(Name.Tests, CheckResult.Verdict.Passed, 0, 0, null);
      case Error -> new CheckResult(Name.Tests, CheckResult.Verdict.Error, 0, 0, tested.words());
      case Failed -> failed(mode, tested);
    };
  }

  private static CheckResult failed(Mode mode, Tested tested) {
    boolean isNew = mode == Mode.Enforce || !tested.isDebt();
    boolean stops = isNew && mode != Mode.Report;
    return new CheckResult(
        Name.Tests,
        stops ? CheckResult.Verdict.Failed : CheckResult.Verdict.Passed,
        1,
        isNew ? 1 : 0,
        isNew ? tested.words() : "failed tests are debt; " + tested.words());
  }

  private static BuildHistory known(BuildInputs inputs, BuildHistory built) {
    String job = BuildOrder.testJobName(inputs.build(), built.attempts());
    BuildResult result = built.result().orElseThrow();
    return built.brought(inputs.now(), result.testedBy(job));
  }

  private static BuildPlan testing(BuildInputs inputs, BuildHistory history, Step step) {
    Verdict verdict =
        Verdict.reconciling(
            TESTING,
            "The image is there, and the project's tests run in namespace %s before it may serve"
                .formatted(inputs.build().getMetadata().getNamespace()));
    return new BuildPlan(verdict, Phase.Checking, step, history, Optional.empty());
  }

  private static BuildPlan resting(Verdict verdict, BuildHistory history) {
    return new BuildPlan(verdict, Phase.Checking, Step.REST, history, Optional.empty());
  }
}
