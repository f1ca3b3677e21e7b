package dev.pythonservice.builder.report;

import dev.pythonservice.builder.feasibility.Blocker;
import dev.pythonservice.builder.feasibility.Blocker.Reason;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.target.CLibrary;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Wheels that lack for an image and that the command {@code wheel} makes, when asked for all of
 * them, with its options as they are to be.
 *
 * @param python the Python of the first platform, such as {@code 3.13.5}
 * @param libc the oldest C library of the platforms, such as {@code glibc:2.41}
 * @param platforms the platforms in whose way nothing else stands
 * @param own packages of the project with native code, by name
 * @param others packages of others that are there as source only, by name
 */
public record LackingWheels(
    String python, String libc, List<String> platforms, List<String> own, List<String> others) {

  private static final Comparator<CLibrary> BY_AGE =
      Comparator.comparingInt(CLibrary::major).thenComparingInt(CLibrary::minor);

  public LackingWheels {
    platforms = List.copyOf(platforms);
    own = List.copyOf(own);
    others = List.copyOf(others);
  }

  /** What lacks on platforms; empty when no platform would become feasible by it. */
  public static Optional<LackingWheels> of(List<Feasibility> platforms) {
    List<Feasibility> within =
        platforms.stream()
            .filter(platform -> !platform.feasible())
            .filter(platform ->
                platform.blockers().stream().map(Blocker::reason).allMatch(Reason::isForWheel))
            .toList();
    return within.stream()
        .map(platform -> platform.target().libc())
        .min(BY_AGE)
        .map(oldest ->
            new LackingWheels(
                within.getFirst().target().python().toString(),
                option(oldest),
                within.stream().map(platform -> platform.target().platform().toString()).toList(),
                names(within, reason -> reason == Reason.NATIVE_CODE),
                names(within, reason -> reason != Reason.NATIVE_CODE)));
  }

  private static List<String> names(List<Feasibility> platforms, Predicate<Reason> wanted) {
    return platforms.stream()
        .flatMap(platform -> platform.blockers().stream())
        .filter(blocker -> wanted.test(blocker.reason()))
        .map(Blocker::packageName)
        .distinct()
        .sorted()
        .toList();
  }

  private static String option(CLibrary libc) {
    return libc.toString().replace(' ', ':');
  }
}
