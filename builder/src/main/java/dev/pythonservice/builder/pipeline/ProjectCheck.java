package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Examiner;
import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.checks.Packages;
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
        Checked.checkers(request).stream()
            .map(checker -> examine(examiner, checker, place, packages))
            .toList();
    return Checked.of(request, examinations, baseline);
  }

  private static Examination examine(
      Examiner examiner, Checker checker, CheckPlace place, Optional<Packages> packages) {
    return switch (examiner.version(checker)) {
      case Version.Unknown unknown -> new Examination.Broken(checker, "", unknown.cause());
      case Version.Known known -> examiner.examine(checker, known, place, packages);
    };
  }
}
