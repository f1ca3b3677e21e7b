package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What to tell the owner of a project that has no lock: the command that makes one. */
final class MissingLock {

  private static final String THEN_COMMIT = "and commit uv.lock";

  /** Beside the command, as not everybody who is told has this program at hand. */
  private static final String OR_ADOPT =
      "; 'pythonservice-builder adopt' shows that and more, and compares every version";

  /** It keeps the versions of Pipfile.lock and poetry.lock by itself. */
  private static final String MIGRATE_PIPENV = "uvx migrate-to-uv --package-manager pipenv";

  /**
   * What migrate-to-uv needs beside a Pipfile. It takes no dependencies where the table has some,
   * an empty list among them, which is why {@code uv init} does not do.
   */
  private static final String WRITE_PROJECT =
      "printf \"[project]\\nname = \\\"app\\\"\\nversion = \\\"0.1.0\\\"\\n\" > pyproject.toml";

  /**
   * uv reads nothing of pdm.lock and would choose all versions anew; PDM writes those that it has
   * locked with their hashes, and asks no index for it.
   */
  private static final String EXPORT_PDM = "uvx pdm export --prod --output requirements.txt";

  private MissingLock() {}

  /** The failure for a project without the lock that was asked for. */
  static BuildFailure of(Path tree, Path project, String file, Toml toml) {
    String folder = Tree.relative(tree, project);
    return new BuildFailure(
        ExitCode.INPUT,
        "%s has no %s; %s"
            .formatted(
                folder.equals(".") ? "the source" : folder,
                file,
                remedy(tree, project, file, toml)));
  }

  private static String remedy(Path tree, Path project, String file, Toml toml) {
    return otherLock(project, file)
        .or(() -> otherTool(tree, project, toml))
        .or(() -> requirements(project))
        .orElse(
            "this is no Python project that is known (no pyproject.toml, requirements.txt or"
                + " setup.py); name the project's folder as the path");
  }

  private static Optional<String> otherLock(Path project, String file) {
    return List.of("uv.lock", "pylock.toml").stream()
        .filter(name -> !name.equals(file) && Files.isRegularFile(project.resolve(name)))
        .findFirst()
        .map("there is %s, so name that as the lock"::formatted);
  }

  private static Optional<String> otherTool(Path tree, Path project, Toml toml) {
    if (has(project, "Pipfile")) {
      return Optional.of(pipenv(project));
    }
    Optional<ProjectFile> projectFile = ProjectFile.in(tree, project, toml);
    if (projectFile.isEmpty()) {
      return Optional.empty();
    }
    if (!projectFile.get().tool("poetry").isMissingNode() || has(project, "poetry.lock")) {
      return Optional.of(
          "it is a Poetry project: run 'uvx migrate-to-uv' there, %s%s"
              .formatted(THEN_COMMIT, OR_ADOPT));
    }
    if (has(project, "pdm.lock")) {
      return Optional.of(
          "it is a PDM project: run '%s' there, which keeps the locked versions, commit requirements.txt, and name it as the lock; or let 'pythonservice-builder adopt --write' make a uv.lock of the same versions"
              .formatted(EXPORT_PDM));
    }
    if (!projectFile.get().tool("pdm").isMissingNode()) {
      return Optional.of(
          "it is a PDM project, whose [project] table uv reads as it is: run 'uv lock' there, %s"
              .formatted(THEN_COMMIT));
    }
    return projectFile.get().name().isPresent() && !has(project, "requirements.txt")
        ? Optional.of("run 'uv lock' there, %s".formatted(THEN_COMMIT))
        : Optional.empty();
  }

  private static String pipenv(Path project) {
    return has(project, "pyproject.toml")
        ? "it is a Pipenv project: see that pyproject.toml has a [project] table with name and version and without dependencies, run '%s' there, %s%s"
            .formatted(MIGRATE_PIPENV, THEN_COMMIT, OR_ADOPT)
        : "it is a Pipenv project: run '%s && %s' there, %s%s"
            .formatted(WRITE_PROJECT, MIGRATE_PIPENV, THEN_COMMIT, OR_ADOPT);
  }

  private static Optional<String> requirements(Path project) {
    Path requirements = project.resolve("requirements.txt");
    if (Files.isRegularFile(requirements) && text(requirements).contains("--hash=sha256:")) {
      return Optional.of("there is requirements.txt with hashes, so name that as the lock");
    }
    return List.of("requirements.in", "requirements.txt", "pyproject.toml", "setup.py").stream()
        .filter(name -> has(project, name))
        .findFirst()
        .map(MissingLock::compile);
  }

  /** The command that pins a project's requirements with hashes. */
  static String compile(String from) {
    return "run 'uv pip compile --universal --generate-hashes %s -o requirements.txt' there, commit requirements.txt, and name it as the lock"
        .formatted(from);
  }

  private static boolean has(Path project, String file) {
    return Files.isRegularFile(project.resolve(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
