package dev.pythonservice.builder.update;

import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.version.PythonPackageVersion;
import dev.pythonservice.builder.vulnerability.Advisories;
import dev.pythonservice.builder.vulnerability.Component;
import dev.pythonservice.builder.vulnerability.Ecosystem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which packages may move, and to what. Only what comes from an index does, and no pre-release:
 * whoever locked one wanted that.
 *
 * @param request what an update may do
 * @param byName the packages that an image has; several versions where a lock forks
 * @param before what is younger must not be taken; {@link Instant#MAX} where any age will do
 */
record Moves(UpdateRequest request, Map<String, List<LockedPackage>> byName, Instant before) {

  static Moves of(UpdateRequest request, Collection<LockedPackage> packages, Instant before) {
    return new Moves(
        request,
        packages.stream()
            .collect(Collectors.groupingBy(LockedPackage::name, TreeMap::new, Collectors.toList())),
        before);
  }

  /**
   * One thing to try with uv after another.
   *
   * @param names the packages that it is about
   * @param attempts specifiers for them, the ones that are wanted most first; the first attempt
   *     that uv can make a lock of counts
   */
  record Step(Set<String> names, List<List<String>> attempts) {

    Step {
      names = Set.copyOf(names);
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * Packages that are locked younger than what may be taken, or of an age that nobody knows. They
   * stay: uv would put an older version in their place.
   */
  Set<String> tooYoung() {
    return byName.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(this::isTooYoung))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean isTooYoung(LockedPackage one) {
    return before.isBefore(Instant.MAX)
        && files(one).anyMatch(file -> !file.uploaded().orElse(Instant.MAX).isBefore(before));
  }

  private static Stream<LockedFile> files(LockedPackage one) {
    return Stream.concat(one.wheels().stream(), one.sourceArchive().stream());
  }

  /** Each package within its limit, all at once: the lock as it is is one way to do it. */
  List<Step> newer(Set<String> held) {
    Map<String, String> specifiers = new TreeMap<>();
    movable(held)
        .forEach((name, versions) ->
            specifiers.put(
                name, name + within(request.scope(), versions.getFirst(), versions.getLast())));
    return specifiers.isEmpty()
        ? List.of()
        : List.of(new Step(specifiers.keySet(), List.of(List.copyOf(specifiers.values()))));
  }

  /**
   * Each package that has known vulnerabilities, with those of its group that have some, too: to
   * the first version without them; where that cannot be had, to the newest of its patches, then of
   * its minor versions, then to the newest of all.
   */
  List<Step> safer(Advisories advisories, Set<String> held) {
    Map<String, Version> wanted = new TreeMap<>();
    movable(held)
        .forEach((name, versions) ->
            versions.stream()
                .flatMap(version -> withoutVulnerabilities(advisories, name, version).stream())
                .max(Comparator.naturalOrder())
                .ifPresent(version -> wanted.put(name, version)));
    List<Step> steps = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (String name : wanted.keySet()) {
      Map<String, Version> together = new TreeMap<>(wanted);
      together.keySet().retainAll(request.together(name, wanted.keySet()));
      if (done.addAll(together.keySet())) {
        steps.add(new Step(together.keySet(), attempts(together)));
      }
    }
    return steps;
  }

  private static List<List<String>> attempts(Map<String, Version> wanted) {
    return Stream.<Function<Version, String>>of(
            version -> "==" + version.text(),
            version -> within(Scope.PATCH, version, version),
            version -> within(Scope.MINOR, version, version),
            version -> ">=" + version.text())
        .map(bounds ->
            wanted.entrySet().stream()
                .map(entry -> entry.getKey() + bounds.apply(entry.getValue()))
                .toList())
        .toList();
  }

  /** A specifier knows no local versions but in equality (PEP 440, "Version specifiers"). */
  private static String within(Scope scope, Version lowest, Version highest) {
    return ">=%s,<%s"
        .formatted(lowest.text().replaceFirst("\\+.*", ""), scope.limit(highest.parsed()));
  }

  /** A version as it is written, and what that means. */
  private record Version(String text, PythonPackageVersion parsed) implements Comparable<Version> {

    static Optional<Version> of(String text) {
      return PythonPackageVersion.of(text).map(parsed -> new Version(text, parsed));
    }

    @Override
    public int compareTo(Version other) {
      return parsed.compareTo(other.parsed);
    }
  }

  /**
   * Specifiers that keep packages as they are: in their version, or away where an image has none of
   * them.
   */
  List<String> pins(Set<String> held) {
    List<String> pins = new ArrayList<>();
    Stream.concat(held.stream(), tooYoung().stream())
        .distinct()
        .sorted()
        .forEach(name -> {
          List<LockedPackage> locked = byName.getOrDefault(name, List.of());
          List<Version> versions = versions(locked);
          if (locked.isEmpty()) {
            pins.add(name + "<0");
          } else if (isOfIndex(locked) && versions.size() == locked.size()) {
            pins.add(
                versions.size() == 1
                    ? name + "==" + versions.getFirst().text()
                    : "%s>=%s,<=%s"
                        .formatted(name, versions.getFirst().text(), versions.getLast().text()));
          }
        });
    return pins;
  }

  private static List<Version> versions(List<LockedPackage> packages) {
    return packages.stream().flatMap(one -> Version.of(one.version()).stream()).sorted().toList();
  }

  private static boolean isOfIndex(List<LockedPackage> packages) {
    return packages.stream().allMatch(one -> one.origin() instanceof Origin.Index);
  }

  private Map<String, List<Version>> movable(Set<String> held) {
    Set<String> young = tooYoung();
    Map<String, List<Version>> movable = new TreeMap<>();
    byName.forEach((name, packages) -> {
      List<Version> versions = versions(packages);
      boolean isMovable =
          isOfIndex(packages)
              && versions.size() == packages.size()
              && versions.stream().noneMatch(version -> version.parsed().isPreRelease())
              && !held.contains(name)
              && !young.contains(name);
      if (isMovable) {
        movable.put(name, versions);
      }
    });
    return movable;
  }

  /** What mends one vulnerability may have another. */
  private static Optional<Version> withoutVulnerabilities(
      Advisories advisories, String name, Version from) {
    Optional<Version> mended = mended(advisories, name, from);
    Optional<Version> last = mended;
    while (mended.isPresent()) {
      last = mended;
      mended = mended(advisories, name, mended.get());
    }
    return last;
  }

  private static Optional<Version> mended(Advisories advisories, String name, Version at) {
    return advisories.of(new Component(Ecosystem.PYPI, name, at.text())).stream()
        .flatMap(vulnerability -> vulnerability.fixed().stream())
        .flatMap(fixed -> Version.of(fixed).stream())
        .filter(fixed -> fixed.compareTo(at) > 0)
        .max(Comparator.naturalOrder());
  }
}
