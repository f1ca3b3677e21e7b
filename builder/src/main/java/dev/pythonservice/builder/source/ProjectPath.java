package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.nio.file.Path;
import java.util.List;

/** The project's folder within a source. */
final class ProjectPath {

  private ProjectPath() {}

  /**
   * The folder in its shortest form, {@code .} for the whole source.
   *
   * @throws BuildFailure when it is not in the source, or has no files
   */
  static String in(List<SourceFile> files, String path) {
    Path normal = Path.of(path).normalize();
    if (normal.isAbsolute() || normal.startsWith("..")) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The project's path %s leads out of the source; give a folder in it with --path"
              .formatted(path));
    }
    String folder = normal.toString();
    if (folder.isEmpty()) {
      return ".";
    }
    if (files.stream().noneMatch(file -> file.path().startsWith(folder + "/"))) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The source has no folder %s with files in it; check --path, and .dockerignore"
              .formatted(path));
    }
    return folder;
  }
}
