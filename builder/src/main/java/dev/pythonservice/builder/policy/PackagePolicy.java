package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.publisher.IndexAnswer;
import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.vulnerability.Advisories;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at packages by a platform's rules, on the day on which it is made. */
public final class PackagePolicy {

  private final List<Rule> rules;
  private final Optional<VulnerabilityRule> vulnerabilities;
  private final Optional<AttestationRule> attestations;

  /** A policy where nobody asked who published packages. */
  public PackagePolicy(Policy policy, Optional<Advisories> advisories, InstantSource clock) {
    this(policy, advisories, Optional.empty(), clock);
  }

  /**
   * A policy.
   *
   * @param policy the platform's
   * @param advisories what is known of vulnerabilities; absent when nobody asked
   * @param answers what indexes have of attestations; absent when nobody asked
   * @param clock says what time it is
   */
  public PackagePolicy(
      Policy policy,
      Optional<Advisories> advisories,
      Optional<List<IndexAnswer>> answers,
      InstantSource clock) {
    PackageRules wanted = policy.rules();
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    this.vulnerabilities =
        wanted
            .vulnerabilities()
            .flatMap(rule -> advisories.map(known -> new VulnerabilityRule(rule, known, today)));
    List<Rule> all = new ArrayList<>();
    all.add(new DeniedPackagesRule(wanted.deniedPackages()));
    all.add(new IndexRule(wanted.indexes(), policy.fileHosts()));
    wanted.licenses().map(LicenceRule::new).ifPresent(all::add);
    wanted
        .minimumReleaseAgeDays()
        .map(days -> new ReleaseAgeRule(days, clock.instant()))
        .ifPresent(all::add);
    vulnerabilities.ifPresent(all::add);
    this.attestations =
        wanted
            .attestations()
            .flatMap(rule -> answers.map(given -> new AttestationRule(rule, given)));
    attestations.ifPresent(all::add);
    this.rules = List.copyOf(all);
  }

  /**
   * Looks at what is installed.
   *
   * @param packages the packages by platform, such as {@code linux/arm64}
   * @return all violations, by package; one that not all platforms have names those that do
   */
  public PolicyVerdict of(Map<String, List<PackageFacts>> packages) {
    Map<Violation, List<String>> platforms = new LinkedHashMap<>();
    packages.forEach((platform, facts) ->
        facts.stream()
            .flatMap(each -> rules.stream().flatMap(rule -> rule.violations(each)))
            .distinct()
            .forEach(violation ->
                platforms.computeIfAbsent(violation, none -> new ArrayList<>()).add(platform)));
    return new PolicyVerdict(
        platforms.entrySet().stream()
            .map(entry ->
                entry.getValue().size() == packages.size()
                    ? entry.getKey()
                    : entry.getKey().on(entry.getValue()))
            .toList(),
        packages.values().stream()
            .flatMap(List::stream)
            .flatMap(each -> vulnerabilities.stream().flatMap(rule -> rule.findings(each)))
            .distinct()
            .toList(),
        packages.values().stream()
            .flatMap(List::stream)
            .flatMap(each -> attestations.stream().flatMap(rule -> rule.findings(each)))
            .distinct()
            .toList());
  }
}
