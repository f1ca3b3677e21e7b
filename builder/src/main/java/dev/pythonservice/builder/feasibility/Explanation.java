package dev.pythonservice.builder.feasibility;

import dev.pythonservice.builder.feasibility.Blocker.Reason;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Target;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Why no wheel of a package fits a target: the one thing that is nearest to fitting. */
final class Explanation {

  static final String BUILD =
      "build a wheel for this platform with 'pythonservice-builder wheel' and hand it to the build";

  private final Target target;
  private final TargetTags tags;

  Explanation(Target target, TargetTags tags) {
    this.target = target;
    this.tags = tags;
  }

  Blocker of(LockedPackage locked) {
    List<WheelTags> wheels =
        locked.wheels().stream()
            .map(LockedFile::fileName)
            .map(WheelTags::of)
            .flatMap(Optional::stream)
            .toList();
    if (wheels.isEmpty()) {
      return withoutWheels(locked);
    }
    List<WheelTags> forPython = wheels.stream().filter(tags::fitsPython).toList();
    return newerLibc(locked, forPython)
        .or(() -> otherLibc(locked, forPython))
        .or(() -> otherPython(locked, wheels))
        .orElseGet(() -> otherPlatform(locked, wheels));
  }

  private Blocker withoutWheels(LockedPackage locked) {
    boolean fromSource =
        locked.sourceArchive().isPresent()
            || locked.origin() instanceof Origin.Git
            || locked.origin() instanceof Origin.Path;
    return fromSource
        ? new Blocker(
            locked.name(),
            locked.version(),
            Reason.SOURCE_ONLY,
            "%s has no wheel at all, only its source (%s)"
                .formatted(locked, locked.origin().place()),
            BUILD)
        : new Blocker(
            locked.name(),
            locked.version(),
            Reason.NO_FILES,
            "the lock names no file of %s".formatted(locked),
            "lock again with an index that has files of it");
  }

  private Optional<Blocker> newerLibc(LockedPackage locked, List<WheelTags> forPython) {
    Optional<Libc> oldest =
        libcs(forPython)
            .filter(libc -> libc.family() == target.libc().family())
            .min(Comparator.comparingInt(Libc::major).thenComparingInt(Libc::minor));
    return oldest.map(libc ->
        blocker(
            locked,
            Reason.NEWER_LIBC,
            "%s has wheels for %s and this Python that need %s, and the base image has %s"
                .formatted(locked, machine(), libc, target.libc()),
            "use a base image with %s or newer".formatted(libc)));
  }

  private Optional<Blocker> otherLibc(LockedPackage locked, List<WheelTags> forPython) {
    return libcs(forPython)
        .min(Comparator.comparingInt(Libc::major).thenComparingInt(Libc::minor))
        .map(libc ->
            blocker(
                locked,
                Reason.ONLY_OTHER_LIBC,
                "%s has wheels for %s with %s, none with %s"
                    .formatted(
                        locked, machine(), name(libc.family()), name(target.libc().family())),
                "use a base image with %s or newer".formatted(libc)));
  }

  private Optional<Blocker> otherPython(LockedPackage locked, List<WheelTags> wheels) {
    List<WheelTags> forPlatform = wheels.stream().filter(tags::fitsPlatform).toList();
    if (forPlatform.isEmpty()) {
      return Optional.empty();
    }
    String theirs =
        forPlatform.stream()
            .map(wheel -> String.join(".", wheel.pythons()) + "-" + String.join(".", wheel.abis()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    Reason reason = pythonReason(forPlatform);
    return Optional.of(
        blocker(
            locked,
            reason,
            "%s has wheels for this platform with %s, none for Python %s%s"
                .formatted(
                    locked,
                    theirs,
                    target.python().series(),
                    reason == Reason.FREE_THREADED_ONLY ? " with its global lock" : ""),
            "use a base image with a Python that it has wheels for, or lock another version of %s"
                .formatted(locked.name())));
  }

  private Reason pythonReason(List<WheelTags> forPlatform) {
    String own = target.python().tag();
    boolean freeThreaded =
        forPlatform.stream()
            .anyMatch(wheel -> wheel.pythons().contains(own) && wheel.abis().contains(own + "t"));
    if (freeThreaded) {
      return Reason.FREE_THREADED_ONLY;
    }
    boolean allNewer =
        forPlatform.stream()
            .flatMap(wheel -> wheel.pythons().stream())
            .allMatch(python -> minor(python) > target.python().minor());
    return allNewer ? Reason.NEWER_PYTHON : Reason.ONLY_OTHER_PYTHONS;
  }

  /** The minor version in a tag such as {@code cp314}; −1 where it names none of Python 3. */
  private static int minor(String python) {
    String digits = python.replaceFirst("^(cp|py)3", "");
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
  }

  private Blocker otherPlatform(LockedPackage locked, List<WheelTags> wheels) {
    boolean hasArchitecture = libcs(wheels).findAny().isPresent();
    Reason reason = hasArchitecture ? Reason.ONLY_OTHER_PYTHONS : Reason.ONLY_OTHER_ARCHITECTURES;
    String theirs =
        wheels.stream()
            .flatMap(wheel -> wheel.platforms().stream())
            .map(LinuxTag::shown)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return blocker(
        locked,
        reason,
        hasArchitecture
            ? "%s has wheels for %s, but none for this C library and Python %s together"
                .formatted(locked, machine(), target.python().series())
            : "%s has wheels for %s, none for Linux on %s".formatted(locked, theirs, machine()),
        "lock a version of %s that has one".formatted(locked.name()));
  }

  private Blocker blocker(LockedPackage locked, Reason reason, String message, String remedy) {
    String orBuild = locked.sourceArchive().isPresent() ? ", or " + BUILD : "";
    return new Blocker(locked.name(), locked.version(), reason, message, remedy + orBuild);
  }

  private java.util.stream.Stream<Libc> libcs(List<WheelTags> wheels) {
    Predicate<LinuxTag> sameMachine = tag -> tag.machine().equals(machine());
    return wheels.stream()
        .flatMap(wheel -> wheel.platforms().stream())
        .map(LinuxTag::of)
        .flatMap(Optional::stream)
        .filter(sameMachine)
        .map(LinuxTag::libc);
  }

  private String machine() {
    return target.platform().machine();
  }

  private static String name(Family family) {
    return family.name().toLowerCase(Locale.ROOT);
  }

  /** A C library that a wheel needs. */
  record Libc(Family family, int major, int minor) {
    @Override
    public String toString() {
      return "%s %d.%d".formatted(name(family), major, minor);
    }
  }
}
