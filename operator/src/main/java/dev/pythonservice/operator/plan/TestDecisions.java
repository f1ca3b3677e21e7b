package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.Checks.Name;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Reported;
import dev.pythonservice.operator.plan.Attempt.Tested;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import dev.pythonservice.operator.plan.TestReport.InLog;
import dev.pythonservice.operator.plan.TestReport.Missing;
import java.util.Optional;

/**
 * How an attempt goes on that has an image and whose project's tests have to be run: by a Job in
 * the service's namespace, from an image that never serves.
 */
public final class TestDecisions {

  /** The reason while tests run. */
  static final String TESTING = "Testing";

  /** What a status holds. */
  private static final int LONGEST_WHY = 1024;

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
      case Attempt.Prepared _, Attempt.Runs _, Attempt.Succeeded _, Attempt.Serves _, Reported _ ->
          testing(inputs, known, Step.REST);
    };
  }

  private static BuildPlan ended(Tested tested, BuildInputs inputs, BuildHistory known) {
    return switch (tested.report()) {
      case Missing missing -> judged(tested, Optional.empty(), missing.why(), inputs, known);
      case InLog _ ->
          inputs
              .report()
              .filter(one -> one.number() == known.attempts())
              .map(Attempt::state)
              .map(state -> reported(state, tested, inputs, known))
              .orElseGet(() -> testing(inputs, known, Step.START_REPORT));
    };
  }

  private static BuildPlan reported(
      Attempt.State state, Tested tested, BuildInputs inputs, BuildHistory known) {
    return switch (state) {
      case Reported reported ->
          judged(tested, Optional.of(reported.report()), Optional.empty(), inputs, known);
      // Tests have ended as they have, whatever becomes of their report.
      case Failed failed ->
          judged(tested, Optional.empty(), Optional.of(failed.failure().message()), inputs, known);
      case Ending ending -> testing(inputs, known, Step.REST).lookingAgainAt(ending.until());
      case Attempt.Prepared _ -> testing(inputs, known, Step.START_REPORT);
      case Attempt.Runs _, Attempt.Succeeded _, Attempt.Serves _, Tested _, Held _ ->
          testing(inputs, known, Step.REST);
    };
  }

  /** How the tests have ended whose report is to be put beside the image. */
  public static Tested tested(BuildInputs inputs) {
    return inputs
        .tests()
        .map(Attempt::state)
        .filter(Tested.class::isInstance)
        .map(Tested.class::cast)
        .orElseThrow();
  }

  /**
   * What becomes of a plan whose tests have a report that cannot be put beside the image: their
   * exit code is known all the same.
   */
  public static BuildPlan unreported(BuildInputs inputs, String why) {
    return judged(
        tested(inputs),
        Optional.empty(),
        Optional.of(why),
        inputs,
        known(inputs, inputs.history()));
  }

  private static BuildPlan judged(
      Tested tested,
      Optional<TestReport> report,
      Optional<String> why,
      BuildInputs inputs,
      BuildHistory known) {
    Mode mode = mode(inputs);
    CheckResult result = new TestVerdicts(mode, tested, report).result();
    Optional<String> stopped =
        result.verdict() == CheckResult.Verdict.Passed || mode == Mode.Report
            ? Optional.empty()
            : Optional.of(
                "Checks stop the build; correct what they found. Tests: " + result.message());
    BuildHistory ended =
        known.brought(
            tested.at(),
            known
                .result()
                .orElseThrow()
                .reported(report.map(TestReport::results), why.map(TestDecisions::shortened))
                .tested(result, stopped));
    return stopped.isPresent()
        ? BuildDecisions.failed(ended, Step.REST)
        : BuildDecisions.succeeded(inputs, ended);
  }

  private static String shortened(String why) {
    return why.substring(0, Math.min(why.length(), LONGEST_WHY));
  }

  private static Mode mode(BuildInputs inputs) {
    return Optional.ofNullable(inputs.build().getSpec().checks())
        .flatMap(checks -> CheckDecisions.mode(Name.Tests, checks))
        .orElse(Mode.Enforce);
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
