package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.CheckerPrograms;
import dev.pythonservice.builder.checks.CheckerSupply;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.checks.Examiner;
import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.report.Stopwatch;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.source.Source;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Lets checkers look at a project, each in the version that its turn is for, unless it is known
 * what that version said of exactly these files.
 *
 * @param request what is asked for
 * @param examiner runs them
 * @param programs where they are
 * @param store where it is kept what they said; absent where it is not
 * @param stopwatch times them
 */
record Examining(
    ChecksRequest request,
    Examiner examiner,
    CheckerPrograms programs,
    Optional<CheckStore> store,
    Stopwatch stopwatch) {

  /** uv's own default (uv, "Package indexes"). */
  private static final String PUBLIC_INDEX = "https://pypi.org/simple";

  /**
   * On a machine.
   *
   * @param uv runs without a network
   * @param folders makes empty folders that are deleted afterwards
   */
  static Examining on(
      Machine machine,
      ChecksRequest request,
      Policy policy,
      Supplier<Uv> uv,
      Function<String, Path> folders,
      Optional<CheckStore> store,
      Stopwatch stopwatch) {
    Examiner examiner =
        new Examiner(
            machine.checkers(), request.deadline(), Runtime.getRuntime().availableProcessors());
    CheckerSupply supply =
        new CheckerSupply(
            new CheckerSupply.Place(
                request.versions().indexes(),
                machine.environment().getOrDefault("UV_DEFAULT_INDEX", PUBLIC_INDEX),
                machine.access(),
                policy),
            () -> uv.get().reachingOut(folders.apply("index-access")),
            folders);
    return new Examining(
        request,
        examiner,
        new CheckerPrograms(examiner, request.versions(), supply),
        store,
        stopwatch);
  }

  /**
   * What a project is to a checker.
   *
   * @param source its files
   * @param place a copy of them; made when it is needed
   * @param decides what decides on findings beside the files
   * @param packages what it imports; made when it is needed, absent where nobody knows
   */
  record Project(
      Source source,
      Supplier<CheckPlace> place,
      List<String> decides,
      Supplier<Optional<Packages>> packages) {

    Project {
      decides = List.copyOf(decides);
    }
  }

  /**
   * Lets a checker look.
   *
   * @throws BuildFailure when its version cannot be brought for now, and somebody waits for it
   */
  Examination of(Turn turn, Project project) {
    return switch (version(turn)) {
      case Version.Unknown unknown ->
          new Broken(turn.checker(), turn.preview().orElse(""), unknown.cause());
      case Version.Known known -> {
        CheckStore.Key key =
            new CheckStore.Key(
                turn.checker(), known.version(), project.source(), project.decides());
        yield store
            .flatMap(kept -> kept.find(key))
            .map(Examination.class::cast)
            .orElseGet(() -> look(turn, key, known, project));
      }
    };
  }

  private Version version(Turn turn) {
    try {
      return turn.preview()
          .map(version -> programs.of(turn.checker(), version))
          .orElseGet(() -> programs.deciding(turn.checker()));
    } catch (BuildFailure failure) {
      if (turn.matters(request) || failure.exitCode() == ExitCode.INTERNAL) {
        throw failure;
      }
      return new Version.Unknown(failure.sentence());
    }
  }

  private Examination look(Turn turn, CheckStore.Key key, Version.Known known, Project project) {
    CheckPlace place = project.place().get();
    Optional<Packages> packages = project.packages().get();
    String phase =
        turn.checker().title()
            + turn.preview().map(version -> " %s (preview)".formatted(version)).orElse("");
    Examination examination =
        stopwatch.time(phase, () -> examiner.examine(turn.checker(), known, place, packages));
    if (examination instanceof Complete complete) {
      store.ifPresent(kept -> kept.keep(key, complete));
    }
    return examination;
  }
}
