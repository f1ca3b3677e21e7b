package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether a new lock holds packages to what the old one did.
 *
 * @param differences what it does not
 * @param notes what cannot be told from the locks, or is no difference where the old lock was made
 */
record Proof(List<Difference> differences, List<Note> notes) {

  Proof {
    differences = List.copyOf(differences);
    notes = List.copyOf(notes);
  }

  /**
   * Compares.
   *
   * @param markers for packages that the new lock has for some platforms or Pythons only, which
   *     those are, as uv says it
   */
  static Proof of(OldLock before, NewLock after, Map<String, String> markers) {
    List<Difference> differences = new ArrayList<>();
    List<Note> notes = new ArrayList<>();
    Map<String, Set<String>> old = before.versions();
    Set<String> names = new TreeSet<>(old.keySet());
    names.addAll(after.versions().keySet());
    for (String name : names) {
      Set<String> was = old.getOrDefault(name, Set.of());
      Set<String> is = after.versions().getOrDefault(name, Set.of());
      boolean forOthers = was.isEmpty() && !before.tool().locksEverywhere();
      if (forOthers && markers.containsKey(name)) {
        notes.add(forOtherPlaces(before, name, is, markers.getOrDefault(name, "")));
      } else if (!was.equals(is) && !before.unpinned().containsKey(name)) {
        differences.add(new Difference(name, was, is, remedy(name, was, is)));
      }
    }
    new TreeMap<>(before.unpinned())
        .forEach((name, place) -> {
          boolean kept = after.elsewhere().contains(name);
          if (kept) {
            notes.add(fromElsewhere(before, name, place));
          } else {
            Set<String> is = after.versions().getOrDefault(name, Set.of());
            differences.add(
                new Difference(
                    name,
                    Set.of(place),
                    is,
                    "the old lock takes it from there; add it with 'uv add', and see uv's"
                        + " [tool.uv.sources]"));
          }
        });
    return new Proof(differences, notes);
  }

  private static Note forOtherPlaces(OldLock before, String name, Set<String> is, String marker) {
    return new Note(
        ProjectFiles.LOCK,
        "%s %s".formatted(name, String.join(" and ", is)),
        "only where %s; the lock of %s is for one machine and does not say what is needed elsewhere"
            .formatted(marker, before.tool()));
  }

  private static Note fromElsewhere(OldLock before, String name, String place) {
    return new Note(
        before.shown(),
        name,
        "comes from %s, in the new lock, too; its revision was not compared".formatted(place));
  }

  private static String remedy(String name, Set<String> was, Set<String> is) {
    if (was.isEmpty()) {
      return "'uv tree --invert --package %s' says what requires it".formatted(name);
    }
    String version = was.stream().sorted().findFirst().orElse("");
    if (is.isEmpty()) {
      return "nothing in pyproject.toml requires it any longer; where the project imports it, 'uv add %s==%s' keeps it"
          .formatted(name, version);
    }
    return "'uv add %s==%s' asks for the old one, or says why it cannot be had"
        .formatted(name, version);
  }
}
