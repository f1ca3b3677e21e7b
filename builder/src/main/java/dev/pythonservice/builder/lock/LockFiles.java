package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.LockPlace.Form;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The files that a lock consists of: the lock itself, and the requirements that it includes. They
 * may have any name, so only looking into the lock tells which they are; that takes no uv.
 */
public final class LockFiles {

  private LockFiles() {}

  /**
   * The paths of the files in the tree, symbolic links followed, sorted. Empty when there is no
   * lock. What a lock names and is not there is left out: reading the lock refuses it.
   *
   * @param source the project
   * @param request which lock
   */
  public static Set<String> of(Source source, LockRequest request) {
    return relative(source.tree(), files(source, request));
  }

  static Set<Path> files(Source source, LockRequest request) {
    Path tree = source.tree();
    Set<Path> files = new TreeSet<>();
    LockPlace.find(tree, source.project(), request).ifPresent(place -> add(tree, place, files));
    return files;
  }

  private static void add(Path tree, LockPlace place, Set<Path> files) {
    if (place.form() == Form.REQUIREMENTS) {
      includes(tree, place.file(), files);
    } else {
      files.add(place.file());
    }
  }

  private static void includes(Path tree, Path file, Set<Path> seen) {
    boolean within = file.normalize().startsWith(tree) && Files.isRegularFile(file);
    if (within && seen.add(file.normalize())) {
      HashedRequirements.includes(file)
          .forEach(named -> includes(tree, file.resolveSibling(named), seen));
    }
  }

  /**
   * Makes sure that what was read belongs to the project: the digest of the project's files stands
   * for all that was built from.
   *
   * @throws BuildFailure when a file is left out of the project
   */
  static void requireWithin(Source source, Collection<Path> read) {
    Set<String> belonging =
        source.files().stream().map(SourceFile::path).collect(Collectors.toSet());
    List<String> leftOut =
        relative(source.tree(), read).stream().filter(path -> !belonging.contains(path)).toList();
    if (!leftOut.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is left out of the source, and the lock needs it; bring it back with the line '!%s' at the end of .dockerignore"
              .formatted(leftOut.getFirst(), leftOut.getFirst()));
    }
  }

  private static Set<String> relative(Path tree, Collection<Path> files) {
    try {
      Path root = tree.toRealPath();
      Set<String> paths = new TreeSet<>();
      for (Path file : files) {
        paths.add(Tree.relative(root, file.toRealPath()));
      }
      return paths;
    } catch (IOException exception) {
      throw new UncheckedIOException("A file of the lock cannot be read", exception);
    }
  }
}
