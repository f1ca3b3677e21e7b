package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.operator.plan.Attempt.Tested;
import dev.pythonservice.operator.plan.TestReport.InLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Tests that have a report are judged")
final class TestVerdictsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  private static final TestDebt BY_NAME = new TestDebt.ByName("r/a@sha256:1");

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an exit code of 0 holds, whatever the report says        | Enforce | ByName     | 0 | 3 | 3 | Passed | 0 | 0
          each failure counts                                      | Enforce | ByName     | 1 | 3 | 1 | Failed | 3 | 3
          failures that were there before are debt                 | Ratchet | ByName     | 1 | 3 | 0 | Passed | 3 | 0
          one that was not stops                                   | Ratchet | ByName     | 1 | 3 | 1 | Failed | 3 | 1
          a report cannot have more new failures than failures     | Ratchet | ByName     | 1 | 3 | 9 | Failed | 3 | 3
          an end that the report does not explain is new           | Ratchet | ByName     | 1 | 0 | 0 | Failed | 1 | 1
          so is one that is not that of failed tests               | Ratchet | ByName     | 2 | 3 | 0 | Failed | 3 | 3
          whatever fails is new where everything passed before     | Ratchet | Nothing    | 1 | 3 | 0 | Failed | 3 | 3
          nothing is where nobody knows what failed before         | Ratchet | Everything | 1 | 3 | 3 | Passed | 3 | 0
          but an end that the report does not explain              | Ratchet | Everything | 3 | 0 | 0 | Failed | 1 | 1
          what only reports stops nothing and tells what is new    | Report  | ByName     | 1 | 3 | 1 | Passed | 3 | 1
          """)
  @DisplayName("by their exit code, and by name where they are debt:")
  void areJudged(
      String sentence,
      Mode mode,
      String debt,
      int exitCode,
      int failed,
      int news,
      Verdict verdict,
      int findings,
      int fresh) {
    CheckResult result =
        new TestVerdicts(mode, tested(exitCode, debt(debt)), Optional.of(report(failed, news)))
            .result();

    assertThat(result.verdict()).as(sentence).isEqualTo(verdict);
    assertThat(result.findings()).isEqualTo(findings);
    assertThat(result.newFindings()).isEqualTo(fresh);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          are new where those of the release have names | ByName     | Failed | 1
          are debt where nobody knows better            | Everything | Passed | 0
          are new where everything passed before        | Nothing    | Failed | 1
          """)
  @DisplayName("without a report as one: failed tests")
  void areOneWithoutNames(String sentence, String debt, Verdict verdict, int fresh) {
    CheckResult result =
        new TestVerdicts(Mode.Ratchet, tested(1, debt(debt)), Optional.empty()).result();

    assertThat(result.verdict()).as(sentence).isEqualTo(verdict);
    assertThat(result.findings()).isEqualTo(1);
    assertThat(result.newFindings()).isEqualTo(fresh);
    assertThat(result.message()).endsWith("exit code 1; their last words: 3 failed");
  }

  @ParameterizedTest(name = "{2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | 1 | exit code 1; 1 failed of 5 tests: t::new: it broke; t::old: it broke
          3 | 1 | exit code 1; 3 failed of 5 tests, 1 of them new: t::new: it broke; t::old: it broke; …
          3 | 0 | failed tests are debt; exit code 1; 3 failed of 5 tests: t::new: it broke; t::old: it broke; …
          """)
  @DisplayName("with the names of the first that failed:")
  void areNamed(int failed, int news, String words) {
    CheckResult result =
        new TestVerdicts(Mode.Ratchet, tested(1, BY_NAME), Optional.of(report(failed, news)))
            .result();

    assertThat(result.message()).isEqualTo(words);
  }

  private static TestDebt debt(String name) {
    return switch (name) {
      case "ByName" -> BY_NAME;
      case "Everything" -> new TestDebt.Everything();
      default -> new TestDebt.Nothing();
    };
  }

  private static Tested tested(int exitCode, TestDebt debt) {
    return new Tested(
        NOW,
        exitCode == 0 ? Verdict.Passed : Verdict.Failed,
        "exit code %d; their last words: 3 failed".formatted(exitCode),
        exitCode,
        debt,
        new InLog("orders-tests-1-x", "sha256:1"));
  }

  private static TestReport report(int failed, int news) {
    return new TestReport(
        new TestResults(5, failed, 0, "sha256:2"),
        news,
        List.of("t::new: it broke", "t::old: it broke"));
  }
}
