package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Command.Outcome;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this machine has to build wheels with.
 *
 * @param python a Python of the version that the examples are for, with its headers
 * @param rustTargets the target triples that its Rust compiles for
 */
public record BuildMachine(Path python, List<String> rustTargets) {

  private static final String VERSION = "3.13";
  private static final Duration INSTALLATION = Duration.ofMinutes(10);

  /**
   * This machine; what is missing is installed where that is possible.
   *
   * @param checkout the folder of the checkout
   * @throws CommandFailed when Rust or its library for this machine cannot be had, with the remedy
   */
  public static BuildMachine here(Path checkout, Map<String, String> environment, Progress progress)
      throws IOException {
    SystemPackages packages = SystemPackages.of(environment);
    packages.ensure(Map.of("gcc", "gcc"), progress);
    Optional<Path> found = python(packages.searchPath(), environment);
    if (found.isEmpty()) {
      packages.ensure(Map.of("python" + VERSION, "python%s-dev".formatted(VERSION)), progress);
    }
    Path python =
        found
            .or(() -> python(packages.searchPath(), environment))
            .orElseThrow(() -> new CommandFailed("No Python %s was found".formatted(VERSION)));
    Outcome rust =
        Command.of(checkout.resolve(".ci/rust").toString()).within(INSTALLATION).attempt();
    rust.error().lines().forEach(progress::say);
    if (rust.exitCode() != 0) {
      throw new CommandFailed(rust.lastWords());
    }
    return new BuildMachine(python, rust.output().lines().toList());
  }

  /** On the path, or where pyenv and uv keep theirs. */
  private static Optional<Path> python(List<Path> searchPath, Map<String, String> environment) {
    Path home = Path.of(environment.getOrDefault("HOME", "/root"));
    Stream<Path> managed =
        Stream.of(home.resolve(".pyenv/versions"), home.resolve(".local/share/uv/python"))
            .flatMap(BuildMachine::installations)
            .filter(folder -> folder.getFileName().toString().contains(VERSION + "."))
            .map(folder -> folder.resolve("bin"));
    return Stream.concat(searchPath.stream(), managed)
        .filter(folder -> !folder.endsWith("shims"))
        .map(folder -> folder.resolve("python" + VERSION))
        .filter(BuildMachine::hasHeaders)
        .findFirst();
  }

  private static Stream<Path> installations(Path folder) {
    if (!Files.isDirectory(folder)) {
      return Stream.empty();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.sorted().toList().stream();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static boolean hasHeaders(Path python) {
    try {
      return Files.isExecutable(python)
          && Files.isRegularFile(
              python
                  .toRealPath()
                  .resolve("../../include/python%s/Python.h".formatted(VERSION))
                  .normalize());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
