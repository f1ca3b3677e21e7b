package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestRun;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Prepared;
import dev.pythonservice.operator.plan.Attempt.Reported;
import dev.pythonservice.operator.plan.Attempt.Runs;
import dev.pythonservice.operator.plan.Attempt.Tested;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import dev.pythonservice.operator.plan.TestReport.InLog;
import dev.pythonservice.operator.plan.TestReport.Missing;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A build whose image awaits its tests")
final class TestDecisionsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
  private static final OperatorScope SCOPE =
      new OperatorScope("operators", new TreeSet<>(Set.of("python-builds")));
  private static final BuilderImage BUILDER =
      new BuilderImage(Optional.of("registry.example/builder:0.1.0"), Optional.empty());
  private static final TestReport.Place NOWHERE = new Missing(Optional.empty());
  private static final TestReport.Place LOGGED = new InLog("orders-tests-2-x", "sha256:1");
  private static final Tested PASSED = tested(Verdict.Passed, "", false, NOWHERE);
  private static final Tested LOGGED_PASS = tested(Verdict.Passed, "", false, LOGGED);
  private static final Reported REPORTED =
      new Reported(NOW, new TestReport(new TestResults(4, 0, 1, "sha256:7"), 0, List.of()));

  static Stream<Arguments> steps() {
    return Stream.of(
        arguments(
            "gets a Job for them", Optional.empty(), Phase.Checking, "Testing", Step.START_TESTS),
        arguments(
            "gets one of its own where that of an earlier attempt is still there",
            run(1, new Runs()),
            Phase.Checking,
            "Testing",
            Step.START_TESTS),
        arguments("waits while they run", run(2, new Runs()), Phase.Checking, "Testing", Step.REST),
        arguments(
            "says what holds them up",
            run(2, new Held("TestsNotScheduled", "")),
            Phase.Checking,
            "TestsNotScheduled",
            Step.REST),
        arguments(
            "serves when they have passed", run(2, PASSED), Phase.Succeeded, "Built", Step.REST),
        arguments(
            "is stopped when they have failed",
            run(2, tested(Verdict.Failed, "exit code 1", false, NOWHERE)),
            Phase.Failed,
            "ChecksFailed",
            Step.REST),
        arguments(
            "is stopped when nobody knows whether they pass",
            run(2, tested(Verdict.Error, "they did not end within 900 s", true, NOWHERE)),
            Phase.Failed,
            "ChecksFailed",
            Step.REST),
        arguments(
            "is tried again when their pod was taken away",
            run(2, new Failed(NOW, new Failure(Reason.Evicted, "evicted"))),
            Phase.Failed,
            "Evicted",
            Step.REST));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  @DisplayName("goes on step by step: one")
  void goesOn(String sentence, Optional<Attempt> run, Phase phase, String reason, Step step) {
    BuildPlan plan = BuildDecisions.plan(awaiting("Enforce", run));

    assertThat(plan.verdict().reason()).as(sentence).isEqualTo(reason);
    assertThat(plan.phase()).isEqualTo(phase);
    assertThat(plan.step()).isEqualTo(step);
    assertThat(plan.history().attempts()).isEqualTo(2);
  }

  @ParameterizedTest(name = "with {0}, {1}, before: {2}")
  @CsvSource({
    "Enforce, Failed, false, Failed, 1, true",
    "Enforce, Failed, true, Failed, 1, true",
    "Ratchet, Failed, false, Failed, 1, true",
    "Ratchet, Failed, true, Passed, 0, false",
    "Report, Failed, false, Passed, 1, false",
    "Report, Failed, true, Passed, 0, false",
    "Ratchet, Error, true, Error, 0, true",
    "Report, Error, false, Error, 0, false",
    "Enforce, Passed, false, Passed, 0, false"
  })
  @DisplayName("is judged by its mode, and by the release that serves")
  void isJudged(
      String mode, Verdict ended, boolean isDebt, Verdict judged, int fresh, boolean stops) {
    BuildPlan plan =
        BuildDecisions.plan(awaiting(mode, run(2, tested(ended, "words", isDebt, NOWHERE))));

    BuildResult result = plan.history().result().orElseThrow();
    CheckResult tests = result.checks().getLast();
    assertThat(tests.verdict()).isEqualTo(judged);
    assertThat(tests.newFindings()).isEqualTo(fresh);
    assertThat(tests.findings()).isEqualTo(ended == Verdict.Failed ? 1 : 0);
    assertThat(plan.phase()).isEqualTo(stops ? Phase.Failed : Phase.Succeeded);
    assertThat(plan.history().finishedAt()).contains(NOW);
    if (stops) {
      assertThat(plan.verdict().message()).contains("Checks stop the build", "Tests: words");
      assertThat(plan.history().nextAttemptAt()).isEmpty();
    }
  }

  static Stream<Arguments> reports() {
    return Stream.of(
        arguments("is given to a Job", Optional.empty(), Phase.Checking, Step.START_REPORT),
        arguments(
            "is given to one of its own where that of an earlier attempt is still there",
            run(1, REPORTED),
            Phase.Checking,
            Step.START_REPORT),
        arguments(
            "is given to it whole", run(2, new Prepared()), Phase.Checking, Step.START_REPORT),
        arguments("is waited for", run(2, new Runs()), Phase.Checking, Step.REST),
        arguments(
            "is waited for where the Job is held up",
            run(2, new Held("BuilderImageNotPulled", "")),
            Phase.Checking,
            Step.REST),
        arguments("is remembered", run(2, REPORTED), Phase.Succeeded, Step.REST),
        arguments(
            "fails nothing that has passed when it cannot be had",
            run(2, new Failed(NOW, new Failure(Reason.Deadline, "too late"))),
            Phase.Succeeded,
            Step.REST));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reports")
  @DisplayName("has a report that is put beside the image: it")
  void isReported(String sentence, Optional<Attempt> report, Phase phase, Step step) {
    BuildPlan plan = BuildDecisions.plan(awaiting("Enforce", run(2, LOGGED_PASS), report));

    assertThat(plan.phase()).as(sentence).isEqualTo(phase);
    assertThat(plan.step()).isEqualTo(step);
  }

  @Test
  @DisplayName("tells the numbers of its report, or why it has none")
  void tellsNumbers() {
    BuildPlan told =
        BuildDecisions.plan(awaiting("Enforce", run(2, LOGGED_PASS), run(2, REPORTED)));
    BuildPlan untold =
        TestDecisions.unreported(
            awaiting("Enforce", run(2, LOGGED_PASS)), "The log may not be read");

    TestRun run = told.history().result().flatMap(BuildResult::tests).orElseThrow();
    assertThat(run.results()).isEqualTo(new TestResults(4, 0, 1, "sha256:7"));
    assertThat(run.message()).isNull();
    TestRun other = untold.history().result().flatMap(BuildResult::tests).orElseThrow();
    assertThat(untold.phase()).isEqualTo(Phase.Succeeded);
    assertThat(other.results()).isNull();
    assertThat(other.message()).isEqualTo("The log may not be read");
  }

  @Test
  @DisplayName("has not ended before they have, and says so of its checks")
  void hasNotEnded() {
    BuildInputs inputs = awaiting("Enforce", run(2, new Runs()));

    BuildPlan plan = BuildDecisions.plan(inputs);

    assertThat(plan.history().finishedAt()).isEmpty();
    assertThat(BuildAspects.of(inputs.build(), plan))
        .filteredOn(aspect -> aspect.type().equals("Checked"))
        .extracting(Aspect::reason)
        .containsExactly("Testing");
    assertThat(BuildStatus.isUsable(inputs.build())).isFalse();
  }

  @Test
  @DisplayName("is looked at again when the Job has ended and its pod is not seen")
  void waitsForWords() {
    BuildPlan plan =
        BuildDecisions.plan(awaiting("Enforce", run(2, new Ending(NOW.plusSeconds(10)))));

    assertThat(plan.lookAgainAt()).contains(NOW.plusSeconds(10));
  }

  @Test
  @DisplayName("waits for its platform")
  void waitsForItsPlatform() {
    BuildInputs inputs = awaiting("Enforce", Optional.empty());

    BuildPlan plan =
        BuildDecisions.plan(
            new BuildInputs(
                inputs.build(),
                Optional.empty(),
                SCOPE,
                BUILDER,
                Optional.empty(),
                Optional.empty(),
                inputs.line(),
                NOW,
                Optional.empty(),
                Optional.empty()));

    assertThat(plan.verdict().reason()).isEqualTo("PlatformNotFound");
    assertThat(plan.history().awaitsTests()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          is not where those passed      | {checks: [{name: Tests, verdict: Passed, findings: 0}]} | false
          is where those failed, too     | {checks: [{name: Tests, verdict: Passed, findings: 1}]} | true
          is where those could not run   | {checks: [{name: Tests, verdict: Error}]}               | true
          is where there were no tests   | {checks: [{name: Lint, verdict: Passed, findings: 0}]}  | true
          is where nobody looked         | {}                                                      | true
          """)
  @DisplayName("compares with the release that serves: a failure is debt, or")
  void comparesWithWhatServes(String sentence, String serving, boolean isDebt) {
    PythonBuild build = Yaml.object("status: " + serving, PythonBuild.class);

    assertThat(CheckDecisions.areTestsDebt(Optional.of(build))).as(sentence).isEqualTo(isDebt);
    assertThat(CheckDecisions.areTestsDebt(Optional.empty())).isTrue();
  }

  private static Optional<Attempt> run(int attempt, Attempt.State state) {
    return Optional.of(new Attempt(attempt, NOW.minusSeconds(60), state));
  }

  private static Tested tested(
      Verdict verdict, String words, boolean isDebt, TestReport.Place report) {
    return new Tested(
        NOW,
        verdict,
        words,
        verdict == Verdict.Failed ? 1 : 0,
        TestDebt.of(isDebt, Optional.empty()),
        report);
  }

  private static BuildInputs awaiting(String mode, Optional<Attempt> run) {
    return awaiting(mode, run, Optional.empty());
  }

  private static BuildInputs awaiting(
      String mode, Optional<Attempt> run, Optional<Attempt> report) {
    PythonBuild build =
        Yaml.object(
            """
            metadata: {name: orders-4fzq8k2m1x, namespace: shop, uid: 0c7d8e52, generation: 1}
            spec:
              service: orders
              platform: default
              checks: {tests: {command: [pytest], mode: %s}}
            status:
              attempts: 2
              startedAt: "2026-11-23T01:58:00Z"
              phase: Checking
              image: r/a@sha256:1
              digest: sha256:1
              checks: [{name: Lint, verdict: Passed, findings: 0, newFindings: 0}]
              tests: {image: "r/a@sha256:2", platforms: [linux/amd64]}
            """
                .formatted(mode),
            PythonBuild.class);
    PythonPlatform platform =
        Yaml.object(
            """
            metadata: {name: default, generation: 2}
            spec: {registry: {repository: registry.example/python}}
            """,
            PythonPlatform.class);
    return new BuildInputs(
        build,
        Optional.of(platform),
        SCOPE,
        BUILDER,
        Optional.empty(),
        Optional.empty(),
        new BuildLine(0, 0),
        NOW,
        run,
        report);
  }
}
