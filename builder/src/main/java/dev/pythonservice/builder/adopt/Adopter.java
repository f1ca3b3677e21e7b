package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Toml;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final Proofs proofs;
  private final Consumer<String> told;
  private final Toml toml = new Toml();

  /**
   * What is proved by running it, besides what comparing texts proves.
   *
   * @param findings whether Flake8, isort, Black and pyupgrade run beside Ruff
   * @param installations whether both locks are installed
   */
  public record Proofs(boolean findings, boolean installations) {}

  /**
   * What adopts.
   *
   * @param uv uv, reaching out
   * @param path the PATH on which its Pythons are
   * @param work a folder that is deleted afterwards
   * @param proofs what is compared by running it
   * @param told hears each step in plain words
   */
  public Adopter(Uv uv, String path, Path work, Proofs proofs, Consumer<String> told) {
    this.uv = new UvRuns(uv, path);
    this.work = work;
    this.proofs = proofs;
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
    linted(copy).ifPresent(moved -> notes.addAll(moved.notes()));
    served(copy).ifPresent(moved -> notes.addAll(moved.notes()));
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
          "There is no lock of Poetry, PDM, Pipenv, pip-tools, conda or pip, so there are no"
              + " versions to keep; 'uv lock' chooses some.");
      return described(copy);
    }
    told.accept("The lock of %s is %s.".formatted(old.get().tool(), old.get().shown()));
    Proof proof = new LockMove(uv, toml, told).move(old.get(), copy);
    told.accept(
        proof.differences().isEmpty()
            ? "Compared: uv.lock has every package of %s at the same version (%d in all)."
                .formatted(old.get().shown(), old.get().versions().size())
            : "Compared: uv.lock differs from %s.".formatted(old.get().shown()));
    return Optional.of(proofs.installations() ? installed(proof, old.get(), copy) : proof);
  }

  private Proof installed(Proof proof, OldLock old, Path copy) {
    told.accept(
        "uv installs what %s holds, and what uv.lock does, beside each other."
            .formatted(old.shown()));
    List<Difference> differences = new Installations(uv, work).compare(old, copy);
    told.accept(
        differences.isEmpty()
            ? "Compared: the same packages at the same versions are installed."
            : "Compared: what is installed differs.");
    return new Proof(
        Stream.concat(proof.differences().stream(), differences.stream()).toList(), proof.notes());
  }

  /** A project of setuptools is described in uv's words also where nothing is locked. */
  private Optional<Proof> described(Path copy) {
    Translation translation = new Translation(uv, toml, told);
    return SetuptoolsProject.is(copy, translation.project(copy))
        ? Optional.of(new Proof(List.of(), translation.setuptools(copy)))
        : Optional.empty();
  }

  private Optional<LintMove.Moved> linted(Path copy) {
    LintMove move = new LintMove(toml);
    if (move.isDone(copy)) {
      told.accept("Ruff is configured, so its configuration is left as it is.");
      return Optional.empty();
    }
    Optional<LintMove.Moved> moved = move.move(copy);
    moved.ifPresent(made -> {
      told.accept(
          "The tables [tool.ruff] of pyproject.toml say what %s %s told; 'uv add --dev ruff' adds Ruff itself."
              .formatted(String.join(", ", made.from()), made.from().size() == 1 ? "is" : "are"));
      String before = ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse("");
      ProjectFiles.write(
          copy, ProjectFiles.PROJECT, new ProjectText(before).withTable(made.tables()).text());
    });
    return moved.map(made -> made.and(checked(move, made.from(), copy)));
  }

  /** Ruff refuses tables that it does not understand. */
  private List<Note> checked(LintMove move, List<String> from, Path copy) {
    Linters linters = new Linters(uv);
    Map<String, Long> ruff = linters.ruff(copy);
    told.accept("%s reads these tables.".formatted(RunTool.RUFF.pinned()));
    return proofs.findings()
        ? new FindingsComparison(linters, move, work, told).compare(from, copy, ruff)
        : List.of();
  }

  private Optional<ServiceMove.Moved> served(Path copy) {
    if (ProjectFiles.has(copy, ServiceMove.MANIFEST)) {
      told.accept("There is a %s, which is left as it is.".formatted(ServiceMove.MANIFEST));
      return Optional.empty();
    }
    Optional<ServiceMove.Moved> moved = ServiceMove.move(copy, serviceName(copy));
    if (moved.isEmpty()) {
      told.accept(
          "No Dockerfile or Procfile with a command line of Gunicorn or Uvicorn was found, so there is no %s."
              .formatted(ServiceMove.MANIFEST));
    }
    moved.ifPresent(made -> {
      ProjectFiles.write(copy, ServiceMove.MANIFEST, made.manifest());
      told.accept(
          "%s says what the command line of %s says, with %s as it is; write there where the source is. Granian can be tried afterwards, by 'engine: Granian'."
              .formatted(ServiceMove.MANIFEST, made.from(), made.engine()));
    });
    return moved;
  }

  /** The project's name as Kubernetes takes it (RFC 1123, "label"). */
  private String serviceName(Path copy) {
    String text = ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse("");
    String name =
        toml.parse(text, ProjectFiles.PROJECT)
            .path("project")
            .path("name")
            .asString(String.valueOf(copy.getFileName()));
    String label =
        Names.normalised(name).replaceAll("[^a-z0-9-]", "").replaceAll("^[-0-9]+|-+$", "");
    return label.isEmpty() ? "app" : label;
  }

  private static List<Change> changes(Path project, Path copy) {
    return Stream.of(ProjectFiles.PROJECT, ProjectFiles.LOCK, ServiceMove.MANIFEST)
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
