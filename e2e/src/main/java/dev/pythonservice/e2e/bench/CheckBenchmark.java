package dev.pythonservice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.builder.ExampleProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What checks add to a build in a fresh pod: to one of a project that did not change, and, by the
 * builder's own report, to one in which a line did; and which part of that is Ruff's.
 *
 * @param builder the program
 * @param runtime what it runs with
 * @param build the build, of a project of its own
 * @param project that project
 * @param forget makes the machine a fresh one
 * @param rounds how often each way runs
 */
record CheckBenchmark(
    BuilderProgram builder,
    BuilderRuntime runtime,
    BuildArguments build,
    ExampleProject project,
    Runnable forget,
    int rounds) {

  /** All checkers; what they find stops nothing here. */
  private static final List<String> CHECKS =
      List.of(
          "--check",
          "lint=report",
          "--check",
          "format=report",
          "--check",
          "types=report:ty,pyrefly");

  private static final Goal UNCHANGED = Goal.ratio(1.1);

  /** Measures both and says each result as a line. */
  String measure() {
    return unchanged() + "\n" + changed();
  }

  private String unchanged() {
    Comparison.Measured measured =
        new Comparison(
                new Way(
                    "unchanged project with checks", forget, () -> builder.succeed(words(CHECKS))),
                new Way("without", forget, () -> builder.succeed(words(List.of()))),
                rounds)
            .compare();
    return measured.line() + "; " + UNCHANGED.verdict(measured.ratio());
  }

  private String changed() {
    Path report = build.project().resolveSibling("checks-report.json");
    forget.run();
    project.changeOneLine();
    builder.succeed(
        Stream.concat(words(CHECKS).stream(), Stream.of("--report", report.toString())).toList());
    JsonNode told = read(report);
    long ruff = step(told, "ruff check") + step(told, "ruff format");
    long all = ruff + step(told, "ty check") + step(told, "pyrefly check");
    return String.format(
        Locale.ROOT,
        "a changed line with checks: %d ms in all, of which it waited %d ms for checks; ruff %d ms,"
            + " ty %d ms, pyrefly %d ms; Ruff's share of the checkers' time %.0f %%",
        told.path("milliseconds").asLong(),
        step(told, "checks"),
        ruff,
        step(told, "ty check"),
        step(told, "pyrefly check"),
        all == 0 ? 0 : 100.0 * ruff / all);
  }

  /** Steps and phases have names of their own. */
  private static long step(JsonNode report, String name) {
    return Stream.of("steps", "phases")
        .flatMap(list -> report.path(list).valueStream())
        .filter(each -> each.path("name").asText().equals(name))
        .mapToLong(each -> each.path("milliseconds").asLong())
        .findFirst()
        .orElse(0);
  }

  private List<String> words(List<String> checks) {
    return Stream.of(
            build.words(runtime).stream(),
            Stream.of("--checkers", runtime.checkers().toString()),
            checks.stream())
        .flatMap(part -> part)
        .toList();
  }

  private static JsonNode read(Path report) {
    try {
      return new ObjectMapper().readTree(Files.readString(report));
    } catch (IOException problem) {
      throw new UncheckedIOException("The builder wrote no report", problem);
    }
  }
}
