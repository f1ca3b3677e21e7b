package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.JUnitReport;
import dev.pythonservice.builder.checks.Judgement;
import dev.pythonservice.builder.checks.SarifReport;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.ChecksRequest.Name;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What checks found.
 *
 * @param results the results, in the order in which they were asked for
 * @param examinations what each checker said
 * @param sarif the findings as SARIF
 * @param junit the findings as JUnit's XML
 */
public record Checked(
    List<CheckResult> results, List<Examination> examinations, byte[] sarif, byte[] junit) {

  /** Judges what the checkers said. */
  static Checked of(ChecksRequest request, List<Examination> examinations, Baseline baseline) {
    Judgement judgement = new Judgement(baseline);
    return new Checked(
        judgement.of(request.judgedHere(), examinations),
        examinations,
        SarifReport.of(examinations),
        JUnitReport.of(request.wanted(), examinations, judgement));
  }

  /** With an image for tests that there cannot be: then nobody knows whether they pass. */
  Checked with(ChecksRequest request, Optional<TestImages.Outcome> tests) {
    return tests
        .filter(TestImages.Impossible.class::isInstance)
        .map(TestImages.Impossible.class::cast)
        .map(impossible ->
            Stream.concat(
                    results.stream(),
                    request.wanted().stream()
                        .filter(wanted -> wanted.name() == Name.TESTS)
                        .map(wanted -> CheckResult.error(wanted, impossible.cause())))
                .toList())
        .map(all -> new Checked(all, examinations, sarif, junit))
        .orElse(this);
  }

  /** The checkers that are asked for, each once. */
  static List<Checker> checkers(ChecksRequest request) {
    return request.wanted().stream().flatMap(each -> Checker.of(each).stream()).distinct().toList();
  }

  /** Whether they stop the build. */
  boolean stops() {
    return results.stream().anyMatch(CheckResult::stops);
  }
}
