package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Toml;
import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a {@code uv.lock} in a copy of a project that has the versions of another tool's lock. */
final class LockMove {

  private final UvRuns uv;
  private final Toml toml;
  private final Consumer<String> told;

  LockMove(UvRuns uv, Toml toml, Consumer<String> told) {
    this.uv = uv;
    this.toml = toml;
    this.told = told;
  }

  /**
   * Makes it.
   *
   * @param copy the copy of the project, which has {@code pyproject.toml} and {@code uv.lock}
   *     afterwards
   * @return how the two locks compare, and what cannot be said in uv's words
   */
  Proof move(OldLock old, Path copy) {
    Translation translation = new Translation(uv, toml, told);
    List<Note> untold = new ArrayList<>(translation.translate(old, copy));
    lockAs(old, copy);
    if (old.tool() == OldTool.PIP) {
      untold.addAll(addWhatNothingRequires(old, copy, translation));
    }
    Proof proof = compare(old, copy);
    return new Proof(
        proof.differences(), Stream.concat(untold.stream(), proof.notes().stream()).toList());
  }

  /**
   * A project whose metadata names fewer packages than its requirements install, such as the server
   * it runs on, needs those, too. Which of them come with others shows once all are locked.
   */
  private List<Note> addWhatNothingRequires(OldLock old, Path copy, Translation translation) {
    Set<Pin> missing = missing(old, lockIn(copy));
    if (missing.isEmpty()) {
      return List.of();
    }
    translation.add(missing, copy);
    lockAs(old, copy);
    Set<String> required = lockIn(copy).required();
    Set<Pin> implied =
        missing.stream()
            .filter(pin -> required.contains(pin.name()))
            .collect(Collectors.toUnmodifiableSet());
    if (!implied.isEmpty()) {
      translation.remove(implied, copy);
      lockAs(old, copy);
    }
    return missing.stream()
        .filter(pin -> !implied.contains(pin))
        .sorted(Comparator.comparing(Pin::name))
        .map(pin ->
            new Note(
                old.shown(),
                pin.requirement(),
                "no other package requires it, so it is one of the project's dependencies now;"
                    + " 'uv remove %s' takes it away".formatted(pin.name())))
        .toList();
  }

  private static Set<Pin> missing(OldLock old, NewLock made) {
    return old.pins().stream()
        .filter(pin -> !made.versions().containsKey(pin.name()))
        .filter(pin -> !made.elsewhere().contains(pin.name()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private NewLock lockIn(Path copy) {
    return NewLock.of(ProjectFiles.text(copy, ProjectFiles.LOCK).orElse(""), toml);
  }

  private void lockAs(OldLock old, Path copy) {
    String project = ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse("");
    List<Pin> pins = constraints(old);
    told.accept(
        "uv locks with %d versions of %s as constraints, then without them, which keeps what is locked."
            .formatted(pins.size(), old.shown()));
    ProjectFiles.write(copy, ProjectFiles.PROJECT, constrained(project, pins));
    lock(copy, List.of("lock"), "uv cannot lock with the versions of " + old.shown());
    ProjectFiles.write(copy, ProjectFiles.PROJECT, project);
    lock(copy, List.of("lock"), "uv cannot lock the project");
    sayPython(copy);
    lock(copy, List.of("lock", "--check"), "uv finds its new lock stale");
  }

  /**
   * Where a project does not say for which Python it is, uv takes the one that it runs with, and
   * finds the lock stale with another.
   */
  private void sayPython(Path copy) {
    String text = ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse("");
    if (!toml.parse(text, ProjectFiles.PROJECT).path("project").has("requires-python")) {
      String range =
          toml.parse(ProjectFiles.text(copy, ProjectFiles.LOCK).orElse(""), ProjectFiles.LOCK)
              .path("requires-python")
              .asString("");
      told.accept("requires-python says %s, as the new lock is for these.".formatted(range));
      ProjectFiles.write(
          copy,
          ProjectFiles.PROJECT,
          new ProjectText(text)
              .with("project", "requires-python = " + ProjectText.quoted(range))
              .text());
    }
  }

  /** Compares a project's {@code uv.lock} with the old lock. */
  Proof compare(OldLock old, Path copy) {
    NewLock made = lockIn(copy);
    Map<String, String> markers = old.tool().locksEverywhere() ? Map.of() : markers(copy);
    return Proof.of(old, made, markers);
  }

  /** Of a package with two versions for the same place, uv could hold to neither. */
  private static List<Pin> constraints(OldLock old) {
    Map<String, Set<Pin>> byPlace =
        old.pins().stream()
            .collect(
                Collectors.groupingBy(
                    pin -> pin.name() + " ; " + pin.marker(), TreeMap::new, Collectors.toSet()));
    return byPlace.values().stream().filter(pins -> pins.size() == 1).flatMap(Set::stream).toList();
  }

  private static String constrained(String project, List<Pin> pins) {
    List<String> requirements = pins.stream().map(Pin::requirement).toList();
    return new ProjectText(project)
        .with("tool.uv", "constraint-dependencies = " + ProjectText.list(requirements))
        .text();
  }

  private void lock(Path copy, List<String> words, String failing) {
    Program.Outcome outcome = uv.run(copy, words);
    if (!outcome.succeeded()) {
      throw uv.failure(failing, outcome);
    }
  }

  /** What is not installed everywhere, and where it is. */
  private Map<String, String> markers(Path copy) {
    Map<String, String> all = exported(copy, List.of("--all-groups", "--all-extras"));
    Set<String> withoutExtras = exported(copy, List.of("--all-groups")).keySet();
    Map<String, String> markers = new TreeMap<>();
    all.forEach((name, marker) -> {
      if (!withoutExtras.contains(name)) {
        markers.put(name, "an extra is asked for");
      } else if (!marker.isEmpty()) {
        markers.put(name, marker);
      }
    });
    return markers;
  }

  /** The packages that would be installed, with their markers, which are mostly empty. */
  private Map<String, String> exported(Path copy, List<String> parts) {
    List<String> words =
        Stream.concat(
                Stream.of(
                    "export",
                    "--quiet",
                    "--frozen",
                    "--no-emit-project",
                    "--no-hashes",
                    "--no-annotate",
                    "--no-header"),
                parts.stream())
            .toList();
    Program.Outcome outcome = uv.run(copy, words);
    if (!outcome.succeeded()) {
      throw uv.failure("uv cannot export its new lock", outcome);
    }
    Map<String, String> markers = new TreeMap<>();
    outcome
        .output()
        .lines()
        .filter(line -> line.contains("=="))
        .forEach(line -> {
          int marker = line.indexOf(" ; ");
          markers.put(
              Names.normalised(line.substring(0, line.indexOf("==")).strip()),
              marker < 0 ? "" : line.substring(marker + 3).strip());
        });
    return markers;
  }
}
