package dev.pythonservice.builder.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The files of a project's folder, as texts. */
final class ProjectFiles {

  static final String PROJECT = "pyproject.toml";
  static final String LOCK = "uv.lock";

  private ProjectFiles() {}

  /** The text of a file, if it is there. */
  static Optional<String> text(Path project, String name) {
    Path file = project.resolve(name);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file));
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), exception);
    }
  }

  static boolean has(Path project, String name) {
    return Files.isRegularFile(project.resolve(name));
  }

  static void write(Path project, String name, String text) {
    try {
      Files.writeString(project.resolve(name), text);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be written".formatted(name), exception);
    }
  }

  /** The paths of the Python files below the folder, relative to it, sorted. */
  static List<String> modules(Path project) {
    try (Stream<Path> files = Files.walk(project)) {
      return files
          .filter(file -> file.toString().endsWith(".py"))
          .map(file -> project.relativize(file).toString())
          .sorted()
          .toList();
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(project), exception);
    }
  }

  /** The names of what is in the folder itself, sorted. */
  static List<String> names(Path project) {
    try (Stream<Path> entries = Files.list(project)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(project), exception);
    }
  }
}
