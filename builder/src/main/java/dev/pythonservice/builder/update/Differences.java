package dev.pythonservice.builder.update;

import dev.pythonservice.builder.feasibility.Blocker;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.pipeline.Review;
import dev.pythonservice.builder.pipeline.Review.ReviewedPlatform;
import dev.pythonservice.builder.policy.Finding;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.update.LockDifference.KnownVulnerability;
import dev.pythonservice.builder.update.LockDifference.PackageChange;
import dev.pythonservice.builder.update.LockDifference.PlatformChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what two locks would install.
 *
 * @param before what the lock would install that a project has
 * @param after what the candidate would
 */
record Differences(Review before, Review after) {

  /** The names of the packages that are not the same, sorted. */
  Set<String> changed() {
    return Stream.of(before, after)
        .flatMap(review -> review.project().packages().stream())
        .map(LockedPackage::name)
        .filter(name -> !versions(before, name).equals(versions(after, name)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All of it. */
  LockDifference with(PolicyVerdict old, PolicyVerdict candidate) {
    return new LockDifference(
        changed().stream()
            .map(name ->
                new PackageChange(
                    name,
                    versions(before, name),
                    versions(after, name),
                    bytes(before, name),
                    bytes(after, name)))
            .toList(),
        platforms(),
        without(old.vulnerabilities(), candidate.vulnerabilities()),
        without(candidate.vulnerabilities(), old.vulnerabilities()));
  }

  private List<PlatformChange> platforms() {
    List<PlatformChange> platforms = new ArrayList<>();
    for (int index = 0; index < before.platforms().size(); index++) {
      ReviewedPlatform old = before.platforms().get(index);
      ReviewedPlatform candidate = after.platforms().get(index);
      platforms.add(
          new PlatformChange(
              old.platform().toString(),
              old.feasibility().feasible(),
              candidate.feasibility().feasible(),
              bytes(old.feasibility().wheels()),
              bytes(candidate.feasibility().wheels()),
              candidate.feasibility().blockers().stream().map(Blocker::message).toList()));
    }
    return platforms;
  }

  private static List<String> versions(Review review, String name) {
    return review.project().packages().stream()
        .filter(one -> one.name().equals(name))
        .map(LockedPackage::version)
        .toList();
  }

  private static long bytes(Review review, String name) {
    return bytes(
        review.platforms().stream()
            .flatMap(platform -> platform.feasibility().wheels().stream())
            .filter(wheel -> wheel.locked().name().equals(name))
            .toList());
  }

  /** A lock need not say how large a file is. */
  private static long bytes(List<ChosenWheel> wheels) {
    return wheels.stream().mapToLong(wheel -> Math.max(0, wheel.file().size())).sum();
  }

  private static List<KnownVulnerability> without(List<Finding> some, List<Finding> others) {
    Set<KnownVulnerability> known =
        others.stream().map(Differences::known).collect(Collectors.toSet());
    return some.stream()
        .map(Differences::known)
        .filter(one -> !known.contains(one))
        .distinct()
        .toList();
  }

  private static KnownVulnerability known(Finding finding) {
    return new KnownVulnerability(
        finding.identifiers().getFirst(), finding.name(), finding.severity());
  }
}
