package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Examiner;
import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.checks.JUnitReport;
import dev.pythonservice.builder.checks.Judgement;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.checks.SarifReport;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Checks a project without building it: for laptops and for CI, with the same checkers and the same
 * judgement as a build.
 *
 * @param machine what may be used
 */
public record ProjectCheck(Machine machine) {

  /**
   * What checks found.
   *
   * @param results the results, in the order in which they were asked for
   * @param examinations what each checker said
   * @param sarif the findings as SARIF
   * @param junit the findings as JUnit's XML
   */
  public record Checked(
      List<CheckResult> results, List<Examination> examinations, byte[] sarif, byte[] junit) {}

  /**
   * Checks a project.
   *
   * @param packages what the project imports, for type checkers; absent where nobody knows
   * @param work a folder that is deleted afterwards
   */
  public Checked check(
      SourceRequest.Folder project, ChecksRequest request, Optional<Packages> packages, Path work) {
    Registry registry = Registry.of(machine.access(), machine.environment());
    Source source =
        new Sources(
                machine.access(), ProxySettings.of(machine.environment()), registry, Limits.USUAL)
            .fetch(project, work.resolve("source"));
    CheckPlace place = CheckPlace.of(source, work.resolve("checks"));
    Baseline baseline =
        request.baseline().map(image -> CheckStore.baseline(registry, image)).orElse(Baseline.NONE);
    Examiner examiner =
        new Examiner(
            machine.checkers(), request.deadline(), Runtime.getRuntime().availableProcessors());
    List<Examination> examinations =
        request.wanted().stream()
            .flatMap(wanted -> Checker.of(wanted).stream())
            .distinct()
            .map(checker -> examine(examiner, checker, place, packages))
            .toList();
    Judgement judgement = new Judgement(baseline);
    return new Checked(
        judgement.of(request.wanted(), examinations),
        examinations,
        SarifReport.of(examinations),
        JUnitReport.of(request.wanted(), examinations, judgement));
  }

  private static Examination examine(
      Examiner examiner, Checker checker, CheckPlace place, Optional<Packages> packages) {
    return switch (examiner.version(checker)) {
      case Version.Unknown unknown -> new Examination.Broken(checker, "", unknown.cause());
      case Version.Known known -> examiner.examine(checker, known, place, packages);
    };
  }
}
