package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A copy of exactly the files that a project has, for checkers: what lies beside them on a laptop
 * decides nothing, and what a checker might write does not reach the project.
 *
 * @param folder where the copy and what checkers need beside it are; deleted after the build
 * @param path the project's folder in the tree, {@code .} for the tree itself
 * @param files paths of the project's files, relative to the tree
 */
public record CheckPlace(Path folder, String path, List<String> files) {

  private static final String TREE = "tree";

  public CheckPlace {
    files = List.copyOf(files);
  }

  /**
   * Copies a project.
   *
   * @param folder an empty folder that is deleted after the build
   * @throws BuildFailure when a file is not what the source's digest was made of
   */
  public static CheckPlace of(Source source, Path folder) {
    try {
      Path real = Files.createDirectories(folder).toRealPath();
      for (String name : List.of(TREE, "home", "programs")) {
        Files.createDirectories(real.resolve(name));
      }
      for (SourceFile file : source.files()) {
        copy(source, file, real.resolve(TREE));
      }
      return new CheckPlace(
          real, source.path(), source.files().stream().map(SourceFile::path).toList());
    } catch (IOException exception) {
      throw new UncheckedIOException("the project cannot be copied for its checks", exception);
    }
  }

  private static void copy(Source source, SourceFile file, Path tree) throws IOException {
    Path copy = tree.resolve(file.path());
    Files.createDirectories(copy.getParent());
    if (file.linkTarget().isPresent()) {
      Files.createSymbolicLink(copy, Path.of(file.linkTarget().get()));
      return;
    }
    Files.copy(source.tree().resolve(file.path()), copy);
    if (!Digest.ofFile(copy).equals(file.content())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s changed while it was built; build again when nobody writes to the project"
              .formatted(source.tree().resolve(file.path())));
    }
  }

  /** The copy of the whole tree. */
  Path tree() {
    return folder.resolve(TREE);
  }

  /** The project's folder in the copy, where checkers run. */
  Path project() {
    return tree().resolve(path).normalize();
  }

  /** The home folder of checkers: empty, so that nothing of a user steers them. */
  Path home() {
    return folder.resolve("home");
  }

  /** The search path of checkers: empty, so that they find no program to run. */
  Path programs() {
    return folder.resolve("programs");
  }

  /** Whether a file is in the tree. */
  boolean holds(Path file) {
    return file.startsWith(tree());
  }

  /** A file as people know it: relative to the tree. */
  String shown(Path file) {
    return holds(file) ? tree().relativize(file).toString() : path;
  }

  /** A text without the names of folders that are gone after the build. */
  String withoutFolders(String text) {
    return text.replace(tree() + "/", "").replace(folder + "/", "");
  }
}
