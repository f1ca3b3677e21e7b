package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.UploadTimes;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.policy.PackagePolicy;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.publisher.PublishedFile;
import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.PackageRules.Database;
import dev.pythonservice.builder.request.PackageRules.Severity;
import dev.pythonservice.builder.request.PackageRules.Vulnerabilities;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.vulnerability.Advisories;
import dev.pythonservice.builder.vulnerability.AdvisoryDatabase;
import dev.pythonservice.builder.vulnerability.AdvisoryPlace;
import dev.pythonservice.builder.vulnerability.Component;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at what is installed by the platform's rules: at every build, whatever was known before.
 */
final class PolicyChecks {

  private final Policy policy;
  private final UploadTimes times;
  private final Supplier<AdvisoryPlace> place;
  private final InstantSource clock;
  private final AttestedFiles attested;

  PolicyChecks(
      Policy policy,
      UploadTimes times,
      Supplier<AdvisoryPlace> place,
      InstantSource clock,
      AttestedFiles attested) {
    this.policy = policy;
    this.times = times;
    this.place = place;
    this.clock = clock;
    this.attested = attested;
  }

  /** For packages that are there for tests alone. */
  PolicyChecks ofTests() {
    return new PolicyChecks(policy.ofTests(), times, place, clock, attested);
  }

  /** Whether a rule must know what is in wheels. */
  boolean needWheels() {
    return policy.rules().licenses().isPresent() || policy.rules().vulnerabilities().isPresent();
  }

  /**
   * Looks at packages.
   *
   * @param packages by platform, of those that an image is made for
   * @throws BuildFailure when data that a rule needs cannot be had
   */
  PolicyVerdict of(Map<String, List<PackageFacts>> packages) {
    if (policy.rules().equals(PackageRules.NONE)) {
      return PolicyVerdict.CLEAN;
    }
    Map<String, List<PackageFacts>> complete = new LinkedHashMap<>();
    packages.forEach((platform, facts) -> complete.put(platform, withTimes(facts)));
    Optional<AttestedFiles.Answers> answers =
        policy.rules().attestations().map(rules -> attested.of(rules, published(packages)));
    PolicyVerdict verdict =
        new PackagePolicy(
                policy, advisories(complete), answers.map(AttestedFiles.Answers::all), clock)
            .of(complete);
    if (verdict.trustsPublishers()) {
      answers.ifPresent(attested::keep);
    }
    return verdict;
  }

  private static List<PublishedFile> published(Map<String, List<PackageFacts>> packages) {
    return packages.values().stream()
        .flatMap(List::stream)
        .flatMap(facts -> facts.published().stream())
        .toList();
  }

  private List<PackageFacts> withTimes(List<PackageFacts> facts) {
    return policy.rules().minimumReleaseAgeDays().orElse(0) == 0
        ? facts
        : Parallel.each(facts, 8, times::completed);
  }

  private Optional<Advisories> advisories(Map<String, List<PackageFacts>> packages) {
    return advisories(
        packages.values().stream()
            .flatMap(List::stream)
            .flatMap(facts -> facts.components().stream())
            .distinct()
            .toList());
  }

  /**
   * What is known of vulnerabilities.
   *
   * @return empty when nobody asked for it
   */
  Optional<Advisories> advisories(Collection<Component> components) {
    Optional<Vulnerabilities> rule = policy.rules().vulnerabilities();
    Optional<Database> database = rule.flatMap(Vulnerabilities::database);
    boolean judges =
        rule.flatMap(Vulnerabilities::maximumSeverity).orElse(Severity.CRITICAL)
            != Severity.CRITICAL;
    if (database.isEmpty() && judges) {
      throw new BuildFailure(
          ExitCode.POLICY,
          "The policy has vulnerabilities.maximumSeverity, and nothing says which vulnerabilities"
              + " there are; name their data with vulnerabilities.database.url or"
              + " --vulnerabilities, or remove maximumSeverity");
    }
    return database.map(named -> read(named, components));
  }

  private Advisories read(Database database, Collection<Component> components) {
    return new AdvisoryDatabase(
            database.url(),
            Duration.ofDays(database.maximumAgeDays().orElse(Database.USUAL_AGE_DAYS)),
            clock)
        .read(place.get().exports(database.url()), components);
  }
}
