package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a {@code uv.lock} still fits the projects that it was made for. uv says so itself where
 * it can without the network and without running anything; where a project's dependencies are
 * dynamic, or no Python here fits the lock, the declared dependencies are compared by name and
 * plain specifier.
 */
final class Freshness {

  /** uv cannot say: this Python does not fit the lock, or something would have to be built. */
  private static final List<String> UNKNOWN =
      List.of(
          "incompatible with the project's Python requirement",
          "Failed to inspect",
          "Failed to query Python",
          "No interpreter found",
          "Failed to generate package metadata",
          "Failed to build",
          "Distribution not found");

  private static final List<String> DAMAGED =
      List.of("Failed to parse", "unsupported schema version", "Required uv version");

  private final Uv uv;

  Freshness(Uv uv) {
    this.uv = uv;
  }

  /**
   * Checks a lock on a stage.
   *
   * @param folder the workspace's folder on the stage
   * @param shown the lock's path for people
   * @return what a person should know where uv could not say; mostly nothing
   * @throws BuildFailure when the lock is stale
   */
  List<String> require(Stage stage, Path folder, String shown, DeclaredDependencies declared) {
    List<String> missing = declared.notLocked(stage.projects().values());
    if (!missing.isEmpty()) {
      throw stale(shown, String.join("; ", missing));
    }
    List<String> dynamic =
        stage.projects().values().stream()
            .filter(project -> !project.hasStaticDependencies())
            .map(ProjectFile::shownFile)
            .toList();
    if (!dynamic.isEmpty()) {
      return List.of(
          unknown(shown, "%s does not say all of its dependencies statically", dynamic.getFirst()));
    }
    for (Path python : uv.pythons()) {
      switch (verdict(folder, python)) {
        case FRESH -> {
          return List.of();
        }
        case STALE ->
            throw stale(shown, "a pyproject.toml or its uv settings changed since it was locked");
        case UNKNOWN -> {
          // Another Python of this machine may fit the lock.
        }
      }
    }
    return List.of(
        unknown(
            shown,
            "no Python of this machine fits it; install one, or name it with %s",
            "--interpreter"));
  }

  private static String unknown(String shown, String why, String what) {
    return "%s was compared with its projects only by names and plain versions, because %s; see to it that 'uv lock --check' runs before a build"
        .formatted(shown, why.formatted(what));
  }

  private enum Verdict {
    FRESH,
    STALE,
    UNKNOWN
  }

  /** It is uv's own settings of the project that decide here, so they are not switched off. */
  private Verdict verdict(Path folder, Path python) {
    List<String> arguments =
        new ArrayList<>(List.of("lock", "--check", "--offline", "--no-build", "--python"));
    arguments.add(python.toString());
    Program program = uv.program(folder, arguments);
    Program.Outcome outcome =
        program.with(Map.of("UV_NO_CONFIG", "false", "UV_OFFLINE", "1")).run();
    if (outcome.succeeded()) {
      return Verdict.FRESH;
    }
    if (outcome.lackedRoom()) {
      throw uv.failure("%s cannot be checked".formatted(folder.getFileName()), outcome);
    }
    String error = outcome.error();
    if (DAMAGED.stream().anyMatch(error::contains)) {
      throw uv.failure("The lock or its project cannot be read", outcome);
    }
    return UNKNOWN.stream().anyMatch(error::contains) ? Verdict.UNKNOWN : Verdict.STALE;
  }

  private static BuildFailure stale(String shown, String why) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s is stale: %s; run 'uv lock' and commit %s".formatted(shown, why, shown));
  }
}
