package dev.pythonservice.builder.feasibility;

import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.target.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** Chooses a wheel for every package that a target needs, or says why there is none. */
public final class Feasibilities {

  private final Function<LockedPackage, List<LockedFile>> builtWheels;
  private final Function<LockedPackage, List<String>> outdated;

  /**
   * What chooses wheels.
   *
   * @param builtWheels wheels that were built before from a package's source, for all targets; they
   *     go before those of the lock
   * @param outdated file names of wheels that were built from another source of a package than it
   *     has now; they are not used, only named
   */
  public Feasibilities(
      Function<LockedPackage, List<LockedFile>> builtWheels,
      Function<LockedPackage, List<String>> outdated) {
    this.builtWheels = builtWheels;
    this.outdated = outdated;
  }

  /**
   * Looks at one target.
   *
   * @param selection what the target needs of the lock
   */
  public Feasibility of(Selection selection, Target target) {
    TargetTags tags = new TargetTags(target);
    List<ChosenWheel> wheels = new ArrayList<>();
    List<Blocker> blockers = new ArrayList<>();
    for (LockedPackage locked : selection.packages()) {
      built(locked, tags)
          .or(() -> best(locked.wheels(), tags).map(file -> new ChosenWheel(locked, file)))
          .ifPresentOrElse(
              wheels::add,
              () -> blockers.add(named(locked, new Explanation(target, tags).of(locked))));
    }
    for (FirstParty own : selection.firstParty()) {
      if (own.needsWheel().isPresent()) {
        LockedPackage locked = own.asPackage();
        built(locked, tags)
            .ifPresentOrElse(
                wheels::add,
                () -> blockers.add(named(locked, nativeCode(own, own.needsWheel().get(), target))));
      }
    }
    wheels.sort(Comparator.comparing(wheel -> wheel.locked().name()));
    blockers.sort(Comparator.comparing(Blocker::packageName));
    return new Feasibility(target, wheels, blockers);
  }

  private Optional<ChosenWheel> built(LockedPackage locked, TargetTags tags) {
    return best(builtWheels.apply(locked), tags)
        .map(file -> new ChosenWheel(locked.asBuilt(file), file));
  }

  /** With the wheels that would fit, were they not built from something else. */
  private Blocker named(LockedPackage locked, Blocker blocker) {
    List<String> names = outdated.apply(locked);
    return names.isEmpty()
        ? blocker
        : new Blocker(
            blocker.packageName(),
            blocker.version(),
            blocker.reason(),
            "%s (built from another source: %s)"
                .formatted(blocker.message(), String.join(", ", names)),
            blocker.remedy());
  }

  private static Blocker nativeCode(FirstParty own, String why, Target target) {
    return new Blocker(
        own.name(),
        own.version(),
        Blocker.Reason.NATIVE_CODE,
        "%s in %s must be built into a wheel, because %s; there is none for %s"
            .formatted(own.name(), own.folder(), why, target),
        Explanation.BUILD);
  }

  /** The best of some wheels, as uv and pip choose: by tag, then by build tag, then the first. */
  private static Optional<LockedFile> best(List<LockedFile> files, TargetTags tags) {
    Comparator<Candidate> worse =
        Comparator.comparingInt(Candidate::rank)
            .reversed()
            .thenComparingLong(candidate -> candidate.tags().build())
            .thenComparing(candidate -> candidate.tags().buildSuffix());
    Optional<Candidate> best = Optional.empty();
    for (LockedFile file : files) {
      Optional<Candidate> candidate = candidate(file, tags);
      if (candidate.isPresent()
          && (best.isEmpty() || worse.compare(candidate.get(), best.get()) > 0)) {
        best = candidate;
      }
    }
    return best.map(Candidate::file);
  }

  private static Optional<Candidate> candidate(LockedFile file, TargetTags tags) {
    Optional<WheelTags> wheel = WheelTags.of(file.fileName());
    OptionalInt rank = wheel.map(tags::rank).orElse(OptionalInt.empty());
    return wheel.isPresent() && rank.isPresent()
        ? Optional.of(new Candidate(file, wheel.get(), rank.getAsInt()))
        : Optional.empty();
  }

  private record Candidate(LockedFile file, WheelTags tags, int rank) {}
}
