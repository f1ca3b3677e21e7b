package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.CheckerPreview;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.JUnitReport;
import dev.pythonservice.builder.checks.Judgement;
import dev.pythonservice.builder.checks.SarifReport;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.ChecksRequest.Name;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What checks found.
 *
 * @param results the results, in the order in which they were asked for
 * @param examinations what each checker said
 * @param sarif the findings as SARIF
 * @param junit the findings as JUnit's XML
 * @param previews what other versions of the checkers would say, by program
 */
public record Checked(
    List<CheckResult> results,
    List<Examination> examinations,
    byte[] sarif,
    byte[] junit,
    List<CheckerPreview> previews) {

  public Checked {
    results = List.copyOf(results);
    examinations = List.copyOf(examinations);
    previews = List.copyOf(previews);
  }

  /** Judges what the checkers said. What previews find is in no report of the project. */
  static Checked of(ChecksRequest request, Map<Turn, Examination> examinations, Baseline baseline) {
    Judgement judgement = new Judgement(baseline);
    List<Examination> deciding = new ArrayList<>();
    Map<String, List<Examination>> previews = new LinkedHashMap<>();
    examinations.forEach((turn, said) -> {
      if (turn.preview().isEmpty()) {
        deciding.add(said);
      } else {
        previews.computeIfAbsent(turn.checker().program(), _ -> new ArrayList<>()).add(said);
      }
    });
    return new Checked(
        request.versions().previewsOnly()
            ? List.of()
            : judgement.of(request.judgedHere(), deciding),
        deciding,
        SarifReport.of(deciding),
        JUnitReport.of(request.wanted(), deciding, judgement),
        previews.entrySet().stream()
            .map(each ->
                judgement.preview(
                    Objects.requireNonNull(request.versions().previews().get(each.getKey())),
                    request.wanted(),
                    each.getValue()))
            .toList());
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
        .map(all -> new Checked(all, examinations, sarif, junit, previews))
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
