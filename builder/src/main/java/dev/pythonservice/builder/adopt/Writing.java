package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Puts the files of an adoption in place: all of them, or none. */
public final class Writing {

  private static final String NEW = ".adopted";

  private Writing() {}

  /**
   * Writes.
   *
   * @throws BuildFailure when a file changed meanwhile, or cannot be written; then all are as they
   *     were
   */
  public static void write(Adoption adoption, Path project) {
    List<Change> changes = adoption.changes();
    changes.forEach(change -> requireAsRead(change, project));
    List<Change> replaced = new ArrayList<>();
    try {
      // What can fail for want of room or rights fails before the first file is replaced.
      for (Change change : changes) {
        Files.writeString(project.resolve(change.file() + NEW), change.after());
      }
      for (Change change : changes) {
        Files.move(
            project.resolve(change.file() + NEW),
            project.resolve(change.file()),
            StandardCopyOption.REPLACE_EXISTING);
        replaced.add(change);
      }
    } catch (IOException exception) {
      replaced.forEach(change -> putBack(change, project));
      throw MachineFailures.behind(exception)
          .map(RuntimeException.class::cast)
          .orElseGet(() -> new UncheckedIOException(exception));
    } finally {
      changes.forEach(change -> remove(project.resolve(change.file() + NEW)));
    }
  }

  private static void requireAsRead(Change change, Path project) {
    if (!ProjectFiles.text(project, change.file()).equals(change.before())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s was changed while this ran, so nothing is written; run it again"
              .formatted(change.file()));
    }
  }

  private static void putBack(Change change, Path project) {
    change
        .before()
        .ifPresentOrElse(
            text -> ProjectFiles.write(project, change.file(), text),
            () -> remove(project.resolve(change.file())));
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
