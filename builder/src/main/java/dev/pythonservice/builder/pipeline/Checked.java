package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.JUnitReport;
import dev.pythonservice.builder.checks.Judgement;
import dev.pythonservice.builder.checks.SarifReport;
import dev.pythonservice.builder.request.ChecksRequest;
import java.util.List;

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
        judgement.of(request.wanted(), examinations),
        examinations,
        SarifReport.of(examinations),
        JUnitReport.of(request.wanted(), examinations, judgement));
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
