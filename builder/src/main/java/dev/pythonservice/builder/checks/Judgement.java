package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.request.ChecksRequest.Mode;
import dev.pythonservice.builder.request.ChecksRequest.Name;
import dev.pythonservice.builder.request.ChecksRequest.Wanted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges what checkers said.
 *
 * @param baseline what the release before has
 */
public record Judgement(Baseline baseline) {

  /** As many as a person reads before opening the report. */
  private static final int FIRST = 3;

  private static final String NO_TESTS =
      "This program runs nothing of a project, so nobody knows whether its tests pass; run them"
          + " yourself, such as with 'uv run pytest', or say with spec.checks.tests.command of the"
          + " PythonService how they are run in the cluster";

  /** The result of each check that was wanted. */
  public List<CheckResult> of(List<Wanted> wanted, List<Examination> examinations) {
    return wanted.stream()
        .map(check ->
            of(
                check,
                examinations.stream()
                    .filter(each -> Checker.of(check).contains(each.checker()))
                    .toList()))
        .toList();
  }

  /**
   * What would become of the build with another version of a program.
   *
   * @param wanted all checks of the build
   * @param examinations what that version said, at least one
   */
  public CheckerPreview preview(
      String version, List<Wanted> wanted, List<Examination> examinations) {
    List<Checker> checkers = examinations.stream().map(Examination::checker).toList();
    List<CheckResult> results =
        of(
            wanted.stream()
                .filter(check -> Checker.of(check).stream().anyMatch(checkers::contains))
                .toList(),
            examinations);
    boolean isError = results.stream().anyMatch(each -> each.verdict().equals(CheckResult.ERROR));
    boolean stops = results.stream().anyMatch(CheckResult::stops);
    return new CheckerPreview(
        checkers.getFirst().program(),
        version,
        isError ? CheckResult.ERROR : stops ? CheckResult.FAILED : CheckResult.PASSED,
        results.stream().mapToInt(CheckResult::newFindings).sum(),
        messages(results));
  }

  /** What all of them say, or what each says. */
  private static String messages(List<CheckResult> results) {
    List<CheckResult> saying =
        results.stream().filter(result -> !result.message().isEmpty()).toList();
    List<String> different = saying.stream().map(CheckResult::message).distinct().toList();
    return different.size() == 1
        ? different.getFirst()
        : saying.stream()
            .map(result -> "%s: %s".formatted(result.name(), result.message()))
            .collect(Collectors.joining("; "));
  }

  private CheckResult of(Wanted wanted, List<Examination> examinations) {
    if (wanted.name() == Name.TESTS) {
      return CheckResult.error(wanted, NO_TESTS);
    }
    List<Finding> all = new ArrayList<>();
    List<Finding> fresh = new ArrayList<>();
    List<String> causes = new ArrayList<>();
    for (Examination examination : examinations) {
      switch (examination) {
        case Complete complete -> {
          all.addAll(complete.counted());
          fresh.addAll(noDebt(wanted.mode(), complete));
        }
        case Broken broken -> causes.add(broken.cause());
      }
    }
    if (!causes.isEmpty()) {
      String cause = String.join("; ", causes);
      return result(wanted, CheckResult.ERROR, all.size(), fresh.size(), cause);
    }
    boolean fails = wanted.mode() != Mode.REPORT && !fresh.isEmpty();
    String verdict = fails ? CheckResult.FAILED : CheckResult.PASSED;
    return result(wanted, verdict, all.size(), fresh.size(), message(all, fresh));
  }

  private List<Finding> noDebt(Mode mode, Complete complete) {
    return mode == Mode.ENFORCE ? complete.counted() : baseline.lacksOf(complete);
  }

  /** The findings of an examination that are no debt. */
  Set<Finding> noDebt(List<Wanted> wanted, Complete complete) {
    return wanted.stream()
        .filter(check -> Checker.of(check).contains(complete.checker()))
        .flatMap(check -> noDebt(check.mode(), complete).stream())
        .collect(Collectors.toSet());
  }

  private static CheckResult result(
      Wanted wanted, String verdict, int findings, int fresh, String message) {
    return new CheckResult(
        wanted.name().word(), wanted.mode().word(), verdict, findings, fresh, message);
  }

  private static String message(List<Finding> all, List<Finding> fresh) {
    if (fresh.isEmpty()) {
      return all.isEmpty() ? "" : counted(all.size(), "finding is", "findings are") + " debt";
    }
    String first =
        fresh.stream().limit(FIRST).map(Finding::sentence).collect(Collectors.joining("; "));
    return fresh.size() <= FIRST ? first : "%s; and %d more".formatted(first, fresh.size() - FIRST);
  }

  private static String counted(int number, String one, String many) {
    return number + " " + (number == 1 ? one : many);
  }
}
