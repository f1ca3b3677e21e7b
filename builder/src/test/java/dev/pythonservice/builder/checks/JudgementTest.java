package dev.pythonservice.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.checks.Finding.Region;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.ChecksRequest.Mode;
import dev.pythonservice.builder.request.ChecksRequest.Name;
import dev.pythonservice.builder.request.ChecksRequest.Tests;
import dev.pythonservice.builder.request.ChecksRequest.TypeChecker;
import dev.pythonservice.builder.request.ChecksRequest.Wanted;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("The judgement on a check")
final class JudgementTest {

  private static final Finding OLD = finding(3, "import os");
  private static final Finding OTHER = finding(9, "import re");

  @Test
  @DisplayName("takes a finding that moved for the same")
  void knowsMovedFindings() {
    CheckResult result = ratchet(baseline(OLD), finding(30, "  import   os"));

    assertThat(result.verdict()).isEqualTo("Passed");
    assertThat(result.newFindings()).isZero();
    assertThat(result.message()).isEqualTo("1 finding is debt");
  }

  @Test
  @DisplayName("fails for the second of two equal lines where the release before has one")
  void countsEqualLines() {
    CheckResult result = ratchet(baseline(OLD), OLD, finding(4, "import os"));

    assertThat(result.verdict()).isEqualTo("Failed");
    assertThat(result.newFindings()).isEqualTo(1);
    assertThat(result.message()).isEqualTo("a.py:4:1 F401 unused");
  }

  @Test
  @DisplayName("forgets what was corrected, so that it is new when it comes back")
  void onlyTightens() {
    Baseline corrected = baseline(OTHER);

    assertThat(ratchet(corrected, OTHER).verdict()).isEqualTo("Passed");
    assertThat(ratchet(corrected, OTHER, OLD).verdict()).isEqualTo("Failed");
  }

  @Test
  @DisplayName("takes all for debt where nothing is known of a release before")
  void startsWithDebt() {
    CheckResult result = ratchet(Baseline.NONE, OLD, OTHER);

    assertThat(result.verdict()).isEqualTo("Passed");
    assertThat(result.findings()).isEqualTo(2);
    assertThat(result.message()).isEqualTo("2 findings are debt");
  }

  @Test
  @DisplayName("takes a release without any finding for one whose check is known")
  void knowsCleanReleases() {
    assertThat(ratchet(baseline(), OLD).verdict()).isEqualTo("Failed");
  }

  @Test
  @DisplayName("takes a checker that could not look before for one that nobody knows")
  void learnsNothingFromBrokenCheckers() {
    byte[] report = SarifReport.of(List.of(new Broken(Checker.RUFF_CHECK, "0.17.6", "it crashed")));

    assertThat(ratchet(Baseline.of(List.of(report)), OLD).verdict()).isEqualTo("Passed");
  }

  @Test
  @DisplayName("ignores a report that is none")
  void ignoresGarbage() {
    byte[] garbage = "no JSON".getBytes(StandardCharsets.UTF_8);

    assertThat(Baseline.of(List.of(garbage))).isEqualTo(Baseline.NONE);
  }

  @Test
  @DisplayName("fails for old findings, too, where they are enforced")
  void enforces() {
    CheckResult result = judge(Mode.ENFORCE, baseline(OLD), complete(OLD));

    assertThat(result.verdict()).isEqualTo("Failed");
    assertThat(result.newFindings()).isEqualTo(1);
  }

  @Test
  @DisplayName("passes whatever is found where it is only reported")
  void reports() {
    CheckResult result = judge(Mode.REPORT, baseline(), complete(OLD));

    assertThat(result.verdict()).isEqualTo("Passed");
    assertThat(result.newFindings()).isEqualTo(1);
    assertThat(result.stops()).isFalse();
  }

  @ParameterizedTest(name = "is an error where the checker could not look, also with {0}")
  @EnumSource
  void neverTakesBrokenForClean(Mode mode) {
    CheckResult result =
        judge(mode, Baseline.NONE, new Broken(Checker.RUFF_CHECK, "0.17.6", "it crashed"));

    assertThat(result.verdict()).isEqualTo("Error");
    assertThat(result.message()).isEqualTo("it crashed");
    assertThat(result.stops()).isEqualTo(mode != Mode.REPORT);
  }

  @Test
  @DisplayName("does not count warnings")
  void ignoresWarnings() {
    Finding warning = new Finding("W1", "a.py", new Region(1, 1, 1, 1), false, "hm", "0");

    assertThat(judge(Mode.ENFORCE, Baseline.NONE, complete(warning)).findings()).isZero();
  }

  @Test
  @DisplayName("says of a project's tests that nobody ran them")
  void doesNotPassTests() {
    Wanted tests = new Wanted(Name.TESTS, Mode.ENFORCE, List.of());

    assertThat(new Judgement(Baseline.NONE).of(List.of(tests), List.of()))
        .singleElement()
        .satisfies(result -> assertThat(result.verdict()).isEqualTo("Error"))
        .satisfies(result -> assertThat(result.stops()).isTrue());
  }

  @Test
  @DisplayName("is left to who runs the tests where an image for them is made")
  void leavesTests() {
    Wanted tests = new Wanted(Name.TESTS, Mode.ENFORCE, List.of());
    Wanted lint = new Wanted(Name.LINT, Mode.ENFORCE, List.of());
    ChecksRequest alone =
        new ChecksRequest(List.of(lint, tests), Optional.empty(), Duration.ofMinutes(1));

    assertThat(alone.judgedHere()).containsExactly(lint, tests);
    assertThat(alone.with(Optional.of(new Tests(List.of("test")))).judgedHere())
        .containsExactly(lint);
  }

  @Test
  @DisplayName("is shown by JUnit's XML: debt as skipped, what is new as failed")
  void writesJUnit() {
    List<Wanted> wanted = List.of(new Wanted(Name.LINT, Mode.RATCHET, List.of()));

    byte[] xml =
        JUnitReport.of(wanted, List.of(complete(OLD, OTHER)), new Judgement(baseline(OLD)));

    assertThat(new String(xml, StandardCharsets.UTF_8))
        .contains("name=\"ruff check\" tests=\"2\" failures=\"1\" errors=\"0\" skipped=\"1\"")
        .contains("<skipped message=\"debt\"/>", "<failure message=\"unused\"/>");
  }

  @Test
  @DisplayName("of another version says whether it would stop the build, of all checks by it")
  void previews() {
    List<Wanted> wanted =
        List.of(
            new Wanted(Name.LINT, Mode.RATCHET, List.of()),
            new Wanted(Name.FORMAT, Mode.REPORT, List.of()),
            new Wanted(Name.TYPES, Mode.ENFORCE, List.of(TypeChecker.TY)));
    Complete format = new Complete(Checker.RUFF_FORMAT, "0.17.7", List.of(finding(1, "x = 1")));

    CheckerPreview worse =
        new Judgement(baseline(OLD))
            .preview("0.17.7", wanted, List.of(complete(OLD, OTHER), format));
    CheckerPreview same =
        new Judgement(baseline(OLD)).preview("0.17.7", wanted, List.of(complete(OLD), format));

    assertThat(worse)
        .isEqualTo(
            new CheckerPreview(
                "ruff",
                "0.17.7",
                "Failed",
                1,
                "Lint: a.py:9:1 F401 unused; Format: 1 finding is debt"));
    assertThat(same.verdict()).isEqualTo("Passed");
    assertThat(same.newFindings()).isZero();
  }

  @ParameterizedTest(name = "of another version that could not look is an error, also with {0}")
  @EnumSource
  void previewsAreErrors(Mode mode) {
    CheckerPreview preview =
        new Judgement(Baseline.NONE)
            .preview(
                "0.99.0",
                List.of(
                    new Wanted(Name.LINT, mode, List.of()),
                    new Wanted(Name.FORMAT, mode, List.of())),
                List.of(
                    new Broken(Checker.RUFF_CHECK, "0.99.0", "there is none"),
                    new Broken(Checker.RUFF_FORMAT, "0.99.0", "there is none")));

    assertThat(preview)
        .isEqualTo(new CheckerPreview("ruff", "0.99.0", "Error", 0, "there is none"));
  }

  private static CheckResult ratchet(Baseline baseline, Finding... findings) {
    return judge(Mode.RATCHET, baseline, complete(findings));
  }

  private static CheckResult judge(Mode mode, Baseline baseline, Examination examination) {
    return new Judgement(baseline)
        .of(List.of(new Wanted(Name.LINT, mode, List.of())), List.of(examination))
        .getFirst();
  }

  /** As it comes out of a registry. */
  private static Baseline baseline(Finding... findings) {
    return Baseline.of(List.of(SarifReport.of(List.of(complete(findings)))));
  }

  private static Complete complete(Finding... findings) {
    return new Complete(Checker.RUFF_CHECK, "0.17.6", Arrays.asList(findings));
  }

  private static Finding finding(int line, String text) {
    return new Finding(
        "F401",
        "a.py",
        new Region(line, 1, line, 9),
        true,
        "unused",
        Finding.identity("F401", "a.py", text));
  }
}
