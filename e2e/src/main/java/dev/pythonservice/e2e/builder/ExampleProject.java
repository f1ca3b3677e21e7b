package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A copy of an example that may be changed.
 *
 * @param folder where it is
 */
public record ExampleProject(Path folder) {

  /** Copies what the example's repository has: no virtual environment, no caches. */
  public static ExampleProject copy(Path example, Path folder) throws IOException {
    Files.createDirectories(folder);
    String archive = folder.resolveSibling(folder.getFileName() + ".tar").toString();
    Command.of(
            "tar",
            "--exclude=.venv",
            "--exclude=__pycache__",
            "--exclude=.*_cache",
            "-cf",
            archive,
            "-C",
            example.toString(),
            ".")
        .run();
    Command.of("tar", "-xf", archive, "-C", folder.toString()).run();
    Files.delete(Path.of(archive));
    return new ExampleProject(folder);
  }

  /**
   * Adds a line that was in no version before to a module of the project.
   *
   * @return the module
   */
  public Path changeOneLine() {
    try {
      return Files.writeString(
          module(),
          "# %s%n".formatted(UUID.randomUUID()),
          StandardCharsets.UTF_8,
          StandardOpenOption.APPEND);
    } catch (IOException problem) {
      throw new CommandFailed("The example cannot be changed: " + problem.getMessage());
    }
  }

  /** The file that is changed: the first of the modules that are more than a marker. */
  private Path module() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("src"))) {
      return files
          .filter(file -> file.toString().endsWith(".py"))
          .filter(file -> !file.endsWith("__init__.py"))
          .min(Path::compareTo)
          .orElseThrow(() -> new IOException(folder + " has no module below src"));
    }
  }
}
