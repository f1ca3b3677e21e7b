package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.lock.OriginCheck;
import dev.pythonservice.builder.request.PackageRules.PackageIndex;
import dev.pythonservice.builder.request.Policy.Origin;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every package has one home: what an index lists comes from there, and nothing else does. So
 * nobody who registers a company's name at the public index gets into an image.
 *
 * @param indexes the indexes
 * @param fileHosts hosts that indexes may have their files on
 */
record IndexRule(List<PackageIndex> indexes, Set<String> fileHosts) implements Rule {

  @Override
  public Stream<Violation> violations(PackageFacts facts) {
    if (facts.own()) {
      return Stream.empty();
    }
    return home(facts.name())
        .map(home -> isFrom(facts, home) ? Optional.<Violation>empty() : lost(facts, home))
        .orElseGet(() -> stray(facts))
        .stream();
  }

  /** The longest name, or beginning of a name, wins. */
  private Optional<PackageIndex> home(String name) {
    return indexes.stream()
        .filter(index -> NamePattern.match(index.packages(), name) >= 0)
        .max(Comparator.comparingInt(index -> NamePattern.match(index.packages(), name)));
  }

  private boolean isFrom(PackageFacts facts, PackageIndex index) {
    return facts.origin() == Origin.INDEX
        && OriginCheck.isOf(
            index.url(), fileHosts, URI.create(facts.index()), URI.create(facts.address()));
  }

  private static Optional<Violation> lost(PackageFacts facts, PackageIndex home) {
    return Optional.of(
        Violation.of(
            facts,
            "indexes",
            "it comes from %s, and must come from %s"
                .formatted(
                    facts.origin() == Origin.INDEX
                        ? facts.index() + ", file " + facts.address()
                        : facts.origin().name().toLowerCase(java.util.Locale.ROOT),
                    home.url()),
            "pin it to that index with [tool.uv.sources] and lock again"));
  }

  private Optional<Violation> stray(PackageFacts facts) {
    return indexes.stream()
        .filter(index -> !index.packages().isEmpty() && isFrom(facts, index))
        .findFirst()
        .map(index ->
            Violation.of(
                facts,
                "indexes",
                "it comes from %s, which is for %s alone"
                    .formatted(index.url(), String.join(", ", index.packages())),
                "lock it from the index of all other packages, or let the platform team list it"));
  }
}
