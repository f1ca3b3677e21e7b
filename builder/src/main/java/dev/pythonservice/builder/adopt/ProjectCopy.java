package dev.pythonservice.builder.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * A copy of a project that tools may change: without what no lock depends on, such as virtual
 * environments, caches, and large files. Symbolic links are left out.
 */
final class ProjectCopy {

  /** Larger files are data. */
  private static final long LARGEST = 4L << 20;

  private static final Set<String> LEFT_OUT =
      Set.of(".git", ".hg", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox");

  private ProjectCopy() {}

  /**
   * Copies a project.
   *
   * @param work a folder that is deleted afterwards
   * @return the copy's folder, which has the project's name
   */
  static Path of(Path project, Path work) {
    Path name = project.toAbsolutePath().normalize().getFileName();
    Path copy = work.resolve("copy").resolve(name == null ? "project" : name.toString());
    try {
      Files.createDirectories(copy);
      Files.walkFileTree(project, new Copying(project, copy));
      return copy;
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be copied".formatted(project), exception);
    }
  }

  private static final class Copying extends SimpleFileVisitor<Path> {

    private final Path from;
    private final Path to;

    Copying(Path from, Path to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!folder.equals(from) && LEFT_OUT.contains(folder.getFileName().toString())) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      Files.createDirectories(to.resolve(from.relativize(folder).toString()));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (attributes.isRegularFile() && attributes.size() <= LARGEST) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
      return FileVisitResult.CONTINUE;
    }
  }
}
