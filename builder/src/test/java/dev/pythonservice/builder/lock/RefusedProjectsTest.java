package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What owners of projects without a usable lock are told. */
final class RefusedProjectsTest {

  private static final String HASH = " --hash=sha256:" + "0".repeat(64);

  @TempDir Path tree;
  @TempDir Path temporary;

  static Stream<Arguments> withoutLock() {
    return Stream.of(
        Arguments.of(
            "Poetry",
            Map.of("pyproject.toml", "[tool.poetry]\nname = 'a'\n"),
            "run 'uvx migrate-to-uv' there, and commit uv.lock; 'pythonservice-builder adopt'"
                + " shows"),
        Arguments.of(
            "PDM",
            Map.of("pyproject.toml", "[project]\nname='a'\n[tool.pdm]\n", "pdm.lock", ""),
            "it is a PDM project: run 'uvx pdm export --prod --output requirements.txt' there"),
        Arguments.of(
            "PDM that never locked",
            Map.of("pyproject.toml", "[project]\nname='a'\n[tool.pdm]\n"),
            "it is a PDM project, whose [project] table uv reads as it is: run 'uv lock'"),
        Arguments.of(
            "Pipenv",
            Map.of("Pipfile", "[packages]\n"),
            "\" > pyproject.toml && uvx migrate-to-uv --package-manager pipenv' there"),
        Arguments.of(
            "Pipenv beside a pyproject.toml",
            Map.of("Pipfile", "[packages]\n", "pyproject.toml", "[tool.ruff]\n"),
            "without dependencies, run 'uvx migrate-to-uv --package-manager pipenv' there"),
        Arguments.of(
            "no lock yet",
            Map.of("pyproject.toml", "[project]\nname = 'a'\n"),
            "the source has no uv.lock; run 'uv lock' there"),
        Arguments.of(
            "bare requirements",
            Map.of("requirements.txt", "six\n"),
            "uv pip compile --universal --generate-hashes requirements.txt -o requirements.txt"),
        Arguments.of(
            "requirements to compile",
            Map.of("requirements.in", "six\n"),
            "--generate-hashes requirements.in -o requirements.txt"),
        Arguments.of(
            "hashed requirements",
            Map.of("requirements.txt", "six==1" + HASH),
            "name that as the lock"),
        Arguments.of(
            "setup.py", Map.of("setup.py", ""), "--generate-hashes setup.py -o requirements.txt"),
        Arguments.of(
            "another lock",
            Map.of("pylock.toml", "", "pyproject.toml", ""),
            "there is pylock.toml"),
        Arguments.of("nothing", Map.of(), "this is no Python project that is known"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutLock")
  void areToldTheCommandThatLocks(String name, Map<String, String> files, String message) {
    assertThat(refusal(files, "uv.lock")).hasMessageContaining(message);
  }

  static Stream<Arguments> unlocked() {
    return Stream.of(
        Arguments.of("no hash", "six==1.17.0\n", "line 1: six==1.17.0 has no SHA-256"),
        Arguments.of("no version", "# all\nsix>=1" + HASH, "line 2: 'six>=1' is not locked"),
        Arguments.of("a prefix", "six==1.*" + HASH, "line 1: 'six==1.*' is not locked"),
        Arguments.of("editable", "-e ./lib" + HASH, "'-e ./lib' is not locked"),
        Arguments.of("a folder", "./lib" + HASH, "'./lib' is not locked"),
        Arguments.of("git", "a @ git+https://git.example/a" + HASH, "is not locked"),
        Arguments.of("a file of this machine", "a @ file:///a.whl" + HASH, "is not locked"),
        Arguments.of("an include outside", "-r ../other.txt", "which is outside the source"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unlocked")
  void requirementsThatAreNotLockedAreNamedWithTheirLine(String name, String text, String message) {
    assertThat(refusal(Map.of("requirements.txt", text), "requirements.txt"))
        .hasMessageContaining(message);
  }

  private BuildFailure refusal(Map<String, String> files, String lock) {
    files.forEach(this::write);
    Fixtures fixtures = new Fixtures(temporary);
    Locks locks = fixtures.locks(new Policy(EnumSet.allOf(Policy.Origin.class), List.of()));
    LockRequest request = new LockRequest(lock, Optional.empty(), List.of(), List.of());
    BuildFailure failure =
        catchThrowableOfType(
            BuildFailure.class,
            () -> locks.read(fixtures.source(tree, "."), request, new PythonVersion(3, 13, 5)));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
    return failure;
  }

  private void write(String name, String text) {
    try {
      Files.writeString(tree.resolve(name), text);
    } catch (IOException exception) {
      throw new java.io.UncheckedIOException(exception);
    }
  }
}
