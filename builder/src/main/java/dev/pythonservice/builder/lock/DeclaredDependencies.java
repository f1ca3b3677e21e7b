package dev.pythonservice.builder.lock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requirements that a {@code uv.lock} was made for ({@code [package.metadata] requires-dist}
 * and {@code requires-dev}): by name, and by specifier where it is plain numbers. Markers and all
 * else are uv's to compare.
 *
 * @param byPackage for each package the requirements that it had
 */
record DeclaredDependencies(Map<String, List<Requirement>> byPackage) {

  private static final Pattern LOCKED = Pattern.compile("\\{ name = \"([^\"]*)\"([^}]*)}");
  private static final Pattern SPECIFIER = Pattern.compile("specifier = \"([^\"]*)\"");

  /** What stands in for an index; no other source leaves the specifier away. */
  private static final Pattern SOURCE =
      Pattern.compile("\\b(?:editable|directory|virtual|git|url|path) = \"");

  private static final Pattern DECLARED =
      Pattern.compile("^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)\\s*(?:\\[[^]]*])?\\s*([^;@]*)");
  private static final Pattern PLAIN = Pattern.compile("[0-9.*<>=!~,]*");

  /**
   * A requirement: a normalised name, and its specifier's clauses in a fixed order.
   *
   * @param fromSource whether a source replaces the index, so that the lock has no specifier; the
   *     project's own file need not say so, since a workspace's root says it for all members
   */
  record Requirement(String name, Set<String> clauses, boolean fromSource) {

    static Requirement of(String name, String specifier, boolean fromSource) {
      String plain = specifier.replaceAll("[\\s()]", "");
      return new Requirement(
          Names.normalised(name),
          plain.isEmpty() ? Set.of() : new TreeSet<>(List.of(plain.split(",", -1))),
          fromSource);
    }

    boolean isPlain() {
      return clauses.stream().allMatch(clause -> PLAIN.matcher(clause).matches());
    }
  }

  /** Reads them from a lock. */
  static DeclaredDependencies of(String lock) {
    Map<String, List<Requirement>> byPackage = new HashMap<>();
    String name = "";
    boolean inMetadata = false;
    for (String line : (Iterable<String>) lock.lines()::iterator) {
      if (line.startsWith("[")) {
        inMetadata = line.startsWith("[package.metadata");
      } else if (line.startsWith("name = \"")) {
        name = line.substring(line.indexOf('"') + 1, line.lastIndexOf('"'));
      }
      if (inMetadata) {
        Matcher locked = LOCKED.matcher(line);
        while (locked.find()) {
          Matcher specifier = SPECIFIER.matcher(locked.group(2));
          byPackage
              .computeIfAbsent(name, key -> new ArrayList<>())
              .add(
                  Requirement.of(
                      locked.group(1),
                      specifier.find() ? specifier.group(1) : "",
                      SOURCE.matcher(locked.group(2)).find()));
        }
      }
    }
    return new DeclaredDependencies(byPackage);
  }

  /** What projects require and the lock was not made for, one sentence part for each. */
  List<String> notLocked(Collection<ProjectFile> projects) {
    List<String> missing = new ArrayList<>();
    for (ProjectFile project : projects) {
      List<Requirement> locked = byPackage.getOrDefault(project.name().orElse(""), List.of());
      for (String text : requirements(project)) {
        Matcher matcher = DECLARED.matcher(text);
        if (matcher.find() && !knows(locked, matcher, project)) {
          missing.add("%s requires %s".formatted(project.shownFile(), text));
        }
      }
    }
    return missing;
  }

  private static boolean knows(List<Requirement> locked, Matcher matcher, ProjectFile project) {
    Requirement declared = Requirement.of(matcher.group(1), matcher.group(2), false);
    boolean fromIndex =
        Toml.keys(project.tool("uv").path("sources")).stream()
            .map(Names::normalised)
            .noneMatch(declared.name()::equals);
    return locked.stream()
        .filter(one -> one.name().equals(declared.name()))
        .anyMatch(one ->
            !fromIndex
                || one.fromSource()
                || !declared.isPlain()
                || one.clauses().equals(declared.clauses()));
  }

  private static List<String> requirements(ProjectFile project) {
    List<String> all = new ArrayList<>();
    if (project.name().isPresent()) {
      all.addAll(Toml.texts(project.project().path("dependencies")));
      project.project().path("optional-dependencies").forEach(one -> all.addAll(Toml.texts(one)));
      project.tree().path("dependency-groups").forEach(one -> all.addAll(Toml.texts(one)));
    }
    return all;
  }
}
