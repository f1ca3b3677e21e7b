package dev.pythonservice.builder.update;

import java.util.List;

/**
 * How a candidate differs from the lock that a project has.
 *
 * @param packages packages that have another version, or are new, or gone; by name
 * @param platforms the platforms in the order in which they were asked for
 * @param fixed known vulnerabilities that the candidate does not have any more
 * @param introduced known vulnerabilities that it has and the lock has not
 */
public record LockDifference(
    List<PackageChange> packages,
    List<PlatformChange> platforms,
    List<KnownVulnerability> fixed,
    List<KnownVulnerability> introduced) {

  public LockDifference {
    packages = List.copyOf(packages);
    platforms = List.copyOf(platforms);
    fixed = List.copyOf(fixed);
    introduced = List.copyOf(introduced);
  }

  /**
   * A package.
   *
   * @param name its normalised name
   * @param before its versions, by their order; none for a new one
   * @param after its versions afterwards; none when it is gone
   * @param bytesBefore compressed size of its wheels, all platforms together, in bytes
   * @param bytesAfter the same afterwards
   */
  public record PackageChange(
      String name, List<String> before, List<String> after, long bytesBefore, long bytesAfter) {

    public PackageChange {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }

    /** Such as {@code jinja2 2.11.2 → 2.11.3}. */
    @Override
    public String toString() {
      if (before.isEmpty()) {
        return "%s %s is new".formatted(name, String.join(" and ", after));
      }
      return after.isEmpty()
          ? "%s %s is gone".formatted(name, String.join(" and ", before))
          : "%s %s → %s".formatted(name, String.join(" and ", before), String.join(" and ", after));
    }
  }

  /**
   * A platform.
   *
   * @param platform such as {@code linux/arm64}
   * @param feasibleBefore whether all packages could be installed there
   * @param feasibleAfter whether all of the candidate's can
   * @param bytesBefore compressed size of all wheels, in bytes
   * @param bytesAfter the same afterwards
   * @param blockers what stands in the candidate's way there, for people
   */
  public record PlatformChange(
      String platform,
      boolean feasibleBefore,
      boolean feasibleAfter,
      long bytesBefore,
      long bytesAfter,
      List<String> blockers) {

    public PlatformChange {
      blockers = List.copyOf(blockers);
    }

    /** Whether an image can be made for it that could not be made before. */
    public boolean isGained() {
      return feasibleAfter && !feasibleBefore;
    }

    /** The opposite. */
    public boolean isLost() {
      return feasibleBefore && !feasibleAfter;
    }
  }

  /**
   * A known vulnerability.
   *
   * @param id the identifier by which it is named
   * @param name the package that has it
   * @param severity in a word
   */
  public record KnownVulnerability(String id, String name, String severity) {}
}
