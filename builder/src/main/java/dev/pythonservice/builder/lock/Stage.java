package dev.pythonservice.builder.lock;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A copy of the few files of a project that uv may see: its lock, every {@code pyproject.toml}, and
 * wheels in the tree. uv asks a project's {@code .venv/bin/python} and what a {@code
 * .python-version} names, and builds local packages to learn their dependencies, all of which would
 * run the project's code. Here there is nothing to run: no code, and a build backend that cannot be
 * had.
 */
final class Stage implements AutoCloseable {

  private static final String NO_BACKEND = "nothing.may.be.built.here";
  private static final String NO_REQUIREMENT =
      "nothing-may-be-built-here @ file:///nothing-may-be-built-here-1-py3-none-any.whl";

  private final Path folder;
  private final Map<String, ProjectFile> projects = new TreeMap<>();

  private Stage(Path folder) {
    this.folder = folder;
  }

  /** An empty one in a folder that is deleted when a build ends, even when it is killed. */
  static Stage within(Path work) {
    try {
      Files.createDirectories(work);
      return new Stage(Files.createTempDirectory(work, "lock-").toRealPath());
    } catch (IOException exception) {
      throw new UncheckedIOException("There is no place for temporary files", exception);
    }
  }

  Path folder() {
    return folder;
  }

  /** The projects in it, by their folders relative to its root. */
  Map<String, ProjectFile> projects() {
    return projects;
  }

  /** Copies a file; its path stays the same. */
  void add(Path root, Path file) {
    try {
      Files.copy(file, prepared(Tree.relative(root, file)));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Writes a file. */
  Path write(String name, String text) {
    try {
      return Files.writeString(prepared(name), text);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Adds what a {@code pyproject.toml} says, with a build backend that does not exist. */
  void add(Path root, ProjectFile project, Toml toml) {
    String relative = Tree.relative(root, project.folder());
    if (projects.putIfAbsent(relative, project) != null) {
      return;
    }
    ObjectNode tree = (ObjectNode) project.tree().deepCopy();
    if (tree.has("build-system")) {
      ObjectNode none = tree.putObject("build-system");
      none.putArray("requires").add(NO_REQUIREMENT);
      none.put("build-backend", NO_BACKEND);
    }
    write(
        relative.equals(".") ? ProjectFile.NAME : relative + "/" + ProjectFile.NAME,
        toml.write(tree));
  }

  private Path prepared(String relative) throws IOException {
    Path file = folder.resolve(relative);
    Files.createDirectories(file.getParent());
    return file;
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(folder, new Removal());
    } catch (IOException exception) {
      throw new UncheckedIOException("Temporary files cannot be removed", exception);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(
        Path folder, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
