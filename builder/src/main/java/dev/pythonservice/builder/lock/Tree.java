package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Paths within the project's tree. */
final class Tree {

  private Tree() {}

  /** A path relative to the tree's root, with forward slashes; {@code .} for the root itself. */
  static String relative(Path root, Path path) {
    String relative = root.relativize(path).toString().replace('\\', '/');
    return relative.isEmpty() ? "." : relative;
  }

  /**
   * A path that a file of the project names, which must stay in the tree, symbolic links included.
   *
   * @param namedBy the file that names it
   * @throws BuildFailure when it leads out of the tree or to nothing
   */
  static Path inside(Path root, Path from, String named, String namedBy) {
    Path path = from.resolve(named).normalize();
    if (!path.startsWith(root)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s names %s, which is outside the source; move it into the source, or publish it on an index"
              .formatted(namedBy, named));
    }
    if (!path.toFile().exists()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s names %s, which is not in the source; add it, or lock again without it"
              .formatted(namedBy, named));
    }
    if (!real(path).startsWith(real(root))) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s names %s, which leads out of the source by a symbolic link; replace the link"
              .formatted(namedBy, named));
    }
    return path;
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
