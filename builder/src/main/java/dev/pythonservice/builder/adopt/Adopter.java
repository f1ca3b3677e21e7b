package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Toml;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Finds out what adopting a project comes to, in a copy of it. Nothing in the project changes; its
 * code may run in the copy, where uv builds what has dynamic dependencies.
 */
public final class Adopter {

  private final UvRuns uv;
  private final Path work;
  private final Consumer<String> told;
  private final Toml toml = new Toml();

  /**
   * What adopts.
   *
   * @param uv uv, reaching out
   * @param path the PATH on which its Pythons are
   * @param work a folder that is deleted afterwards
   * @param told hears each step in plain words
   */
  public Adopter(Uv uv, String path, Path work, Consumer<String> told) {
    this.uv = new UvRuns(uv, path);
    this.work = work;
    this.told = told;
  }

  /**
   * Finds out.
   *
   * @param project the project's folder
   * @throws dev.pythonservice.builder.failure.BuildFailure when a tool refuses the project
   */
  public Adoption plan(Path project) {
    Path copy = ProjectCopy.of(project, work);
    List<Note> notes = new ArrayList<>();
    List<Difference> differences = new ArrayList<>();
    locked(copy)
        .ifPresent(proof -> {
          notes.addAll(proof.notes());
          differences.addAll(proof.differences());
        });
    return new Adoption(changes(project, copy), notes, differences);
  }

  private Optional<Proof> locked(Path copy) {
    Optional<OldLock> old = new OldLocks(new PinReader(toml)).in(copy);
    if (ProjectFiles.has(copy, ProjectFiles.LOCK)) {
      told.accept("There is a uv.lock, so the lock is left as it is.");
      return Optional.empty();
    }
    if (old.isEmpty()) {
      told.accept(
          "There is no lock of Poetry, PDM, Pipenv or pip-tools, so there are no versions to keep;"
              + " 'uv lock' chooses some.");
      return Optional.empty();
    }
    told.accept("%s has the lock of %s.".formatted(old.get().shown(), old.get().tool()));
    Proof proof = new LockMove(uv, toml, told).move(old.get(), copy);
    told.accept(
        proof.differences().isEmpty()
            ? "Compared: uv.lock has all %d packages of %s at the same versions."
                .formatted(old.get().versions().size(), old.get().shown())
            : "Compared: uv.lock differs from %s.".formatted(old.get().shown()));
    return Optional.of(proof);
  }

  private static List<Change> changes(Path project, Path copy) {
    return Stream.of(ProjectFiles.PROJECT, ProjectFiles.LOCK)
        .flatMap(file -> change(project, copy, file).stream())
        .toList();
  }

  private static Optional<Change> change(Path project, Path copy, String file) {
    Optional<String> before = ProjectFiles.text(project, file);
    return ProjectFiles.text(copy, file)
        .filter(after -> !before.equals(Optional.of(after)))
        .map(after -> new Change(file, before, after));
  }
}
