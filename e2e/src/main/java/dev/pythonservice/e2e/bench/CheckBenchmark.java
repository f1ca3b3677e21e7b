package dev.pythonservice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.builder.ExampleProject;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What checks add to a build in a fresh pod: to one of a project that did not change, and, by the
 * builder's own report, to one in which a line did; and which part of that is Ruff's.
 *
 * @param example the project that is built
 * @param runtime the builder
 * @param images the base images
 * @param tools the registry's program
 * @param rounds how often each way runs
 */
public record CheckBenchmark(
    Path example, BuilderRuntime runtime, BaseImages images, Tools tools, int rounds) {

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** All checkers; what they find stops nothing here. */
  private static final List<String> CHECKS =
      List.of(
          "--check",
          "lint=report",
          "--check",
          "format=report",
          "--check",
          "types=report:ty,pyrefly");

  private static final String BASE = "base/python:3.13";
  private static final Goal UNCHANGED = Goal.ratio(1.1);

  /** Measures both and says each result as a line. */
  public void run(Progress progress, Progress results) {
    try {
      Path work = Files.createTempDirectory("check-benchmark");
      try (DistributionRegistry registry =
          DistributionRegistry.start(tools, work.resolve("registry"))) {
        images.publishTo(registry.authority());
        ExampleProject project = ExampleProject.copy(example, work.resolve("project"));
        Scene scene =
            new Scene(
                BuilderProgram.in(work, runtime).within(DEADLINE),
                BuildArguments.of(project.folder(), registry.authority(), BASE)
                    .cachedIn(work.resolve("cache")),
                project);
        progress.say("measuring builds with checks and without, %d rounds".formatted(rounds));
        results.say(unchanged(scene));
        results.say(changed(scene, work.resolve("report.json")));
      }
      Folders.delete(work);
    } catch (IOException problem) {
      throw new UncheckedIOException("The benchmark's files cannot be written", problem);
    }
  }

  /**
   * Where it runs.
   *
   * @param builder the program
   * @param build the build
   * @param project a project of its own
   */
  private record Scene(BuilderProgram builder, BuildArguments build, ExampleProject project) {

    /** Nothing of the builder's is on the machine, as in a fresh pod. */
    void forget() {
      try {
        if (Files.exists(build.cache())) {
          Folders.delete(build.cache());
        }
      } catch (IOException problem) {
        throw new UncheckedIOException(build.cache() + " cannot be deleted", problem);
      }
    }
  }

  private String unchanged(Scene scene) {
    Comparison.Measured measured =
        new Comparison(
                new Way(
                    "unchanged project with checks",
                    scene::forget,
                    () -> scene.builder.succeed(words(scene, CHECKS))),
                new Way(
                    "without", scene::forget, () -> scene.builder.succeed(words(scene, List.of()))),
                rounds)
            .compare();
    return measured.line() + "; " + UNCHANGED.verdict(measured.ratio());
  }

  private String changed(Scene scene, Path report) {
    scene.forget();
    scene.project.changeOneLine();
    scene.builder.succeed(
        Stream.concat(words(scene, CHECKS).stream(), Stream.of("--report", report.toString()))
            .toList());
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

  private List<String> words(Scene scene, List<String> checks) {
    return Stream.of(
            scene.build.words(runtime).stream(),
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
