package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.Checks.Name;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.operator.plan.Attempt.Tested;
import java.util.Optional;

/**
 * What becomes of tests that have ended. Whether they passed is their exit code. A report, which
 * foreign code may have written, only counts them, names them, and tells a ratchet which of them
 * failed before: so all that a lie in it brings is what an exit code of 0 would have brought.
 *
 * @param mode what failed tests do
 * @param tested how they ended
 * @param report what their report says, where there is one
 */
record TestVerdicts(Mode mode, Tested tested, Optional<TestReport> report) {

  /** The exit code by which pytest, unittest and others say that tests ran and some failed. */
  private static final int SOME_FAILED = 1;

  /** With the sentence around them they fit into a check's message, of 2,048 characters. */
  private static final int LONGEST = 1900;

  /** The result of the check. */
  CheckResult result() {
    return switch (tested.verdict()) {
      case Passed -> new CheckResult(Name.Tests, Verdict.Passed, 0, 0, null);
      case Error -> new CheckResult(Name.Tests, Verdict.Error, 0, 0, tested.words());
      case Failed -> failed();
    };
  }

  private CheckResult failed() {
    int findings = Math.max(1, failures());
    int fresh = Math.min(findings, mode == Mode.Enforce ? findings : fresh(findings));
    boolean stops = fresh > 0 && mode != Mode.Report;
    String words =
        report
            .filter(_ -> failures() > 0)
            .map(said -> words(said, fresh < findings ? fresh : 0))
            .orElse(tested.words());
    String message = fresh > 0 ? words : "failed tests are debt; " + words;
    return new CheckResult(
        Name.Tests,
        stops ? Verdict.Failed : Verdict.Passed,
        findings,
        fresh,
        message.substring(0, Math.min(message.length(), LONGEST)));
  }

  /**
   * How many failures the release that serves does not have. An end that the report does not
   * explain, such as that of a test runner that crashed, is new in any case.
   */
  private int fresh(int findings) {
    boolean isExplained = tested.exitCode() == SOME_FAILED && failures() > 0;
    boolean isReported = report.isPresent();
    return switch (tested.debt()) {
      case TestDebt.Nothing _ -> findings;
      case TestDebt.Everything _ -> isReported && !isExplained ? findings : 0;
      case TestDebt.ByName _ ->
          isExplained ? report.map(TestReport::newFailures).orElse(findings) : findings;
    };
  }

  private int failures() {
    return report.map(TestReport::results).map(TestResults::failed).orElse(0);
  }

  private String words(TestReport said, int news) {
    return "exit code %d; %d failed of %d tests%s: %s%s"
        .formatted(
            tested.exitCode(),
            said.results().failed(),
            said.results().run(),
            news > 0 ? ", %d of them new".formatted(news) : "",
            String.join("; ", said.failures()),
            said.failures().size() < said.results().failed() ? "; …" : "");
  }
}
