package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lets checkers look at a project. A checker that crashes, does not end, or says what nobody
 * understands is never one that found nothing.
 *
 * @param programs where their programs are
 * @param deadline how long each may take
 * @param threads how many threads each may use
 */
public record Examiner(Programs programs, Duration deadline, int threads) {

  /** By convention, and what all of them do: nothing found, or something found. */
  private static final int MOST_GOOD_CODE = 1;

  private static final int LAST_LINES = 5;
  private static final int LONGEST_WORDS = 500;

  /**
   * The version of a checker.
   *
   * @return the version, or why it cannot look
   */
  public Version version(Checker checker) {
    Optional<Path> file = programs.find(checker);
    if (file.isEmpty()) {
      return new Version.Unknown(
          programs
              .folder()
              .map(folder ->
                  "There is no program %s in %s; install it there, or name another folder with --checkers"
                      .formatted(checker.program(), folder))
              .orElse(
                  "%s is not on the PATH; install it, or name its folder with --checkers"
                      .formatted(checker.program())));
    }
    try {
      return Programs.versionOf(file.get(), checker)
          .map(version -> (Version) new Version.Known(file.get(), version))
          .orElseGet(() ->
              new Version.Unknown(
                  "%s does not say which version it is; install another one"
                      .formatted(file.get())));
    } catch (BuildFailure failure) {
      return new Version.Unknown(cause(failure));
    }
  }

  /** Whether a checker is there. */
  public sealed interface Version {
    /** It is, in this version. */
    record Known(Path program, String version) implements Version {}

    /** It cannot be used, for this reason. */
    record Unknown(String cause) implements Version {}
  }

  /**
   * Lets a checker look.
   *
   * @param place the copy of the project
   * @param packages what the project imports; absent where nobody knows
   */
  public Examination examine(
      Checker checker, Version.Known known, CheckPlace place, Optional<Packages> packages) {
    try {
      if (checker.program().equals("ruff")) {
        new RuffConfiguration(place).requireWithin();
      }
      Program.Outcome outcome =
          new CheckerCommand(place, packages, threads).of(checker, known.program(), deadline).run();
      return understood(checker, known, place, outcome);
    } catch (BuildFailure failure) {
      return new Broken(checker, known.version(), place.withoutFolders(cause(failure)));
    }
  }

  private static Examination understood(
      Checker checker, Version.Known known, CheckPlace place, Program.Outcome outcome) {
    if (outcome.exitCode() > MOST_GOOD_CODE) {
      return new Broken(checker, known.version(), lastWords(checker, place, outcome));
    }
    List<Finding> findings;
    try {
      findings = new FindingReader(checker, place).read(outcome.output());
    } catch (IllegalArgumentException exception) {
      return new Broken(checker, known.version(), lastWords(checker, place, outcome));
    }
    // A project may let its checker fail for warnings, too.
    boolean all = !outcome.succeeded() && findings.stream().noneMatch(Finding::counts);
    if (all && findings.isEmpty()) {
      return new Broken(checker, known.version(), lastWords(checker, place, outcome));
    }
    return new Complete(
        checker,
        known.version(),
        all ? findings.stream().map(Finding::counting).toList() : findings);
  }

  private static String lastWords(Checker checker, CheckPlace place, Program.Outcome outcome) {
    List<String> lines =
        (outcome.error().isBlank() ? outcome.output() : outcome.error())
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    String last =
        lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()).stream()
            .map(String::strip)
            .collect(Collectors.joining(" / "));
    String words = place.withoutFolders(last);
    return "%s %s ended with exit code %d and without a result that can be understood: %s"
        .formatted(
            checker.program(),
            checker.command(),
            outcome.exitCode(),
            words.substring(0, Math.min(LONGEST_WORDS, words.length())));
  }

  /** A build that was interrupted has no result at all. */
  private static String cause(BuildFailure failure) {
    if (failure.exitCode() == ExitCode.INTERNAL) {
      throw failure;
    }
    return failure.sentence();
  }
}
