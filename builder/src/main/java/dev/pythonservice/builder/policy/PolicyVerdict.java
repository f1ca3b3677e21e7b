package dev.pythonservice.builder.policy;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of looking at packages by a policy.
 *
 * @param violations what it forbids
 * @param vulnerabilities all that are known, forbidden or not
 * @param attestations who published packages, where anybody asked; forbidden or not
 */
public record PolicyVerdict(
    List<Violation> violations, List<Finding> vulnerabilities, List<AttestedPackage> attestations) {

  /** Nothing was found. */
  public static final PolicyVerdict CLEAN = new PolicyVerdict(List.of(), List.of(), List.of());

  public PolicyVerdict {
    violations = List.copyOf(violations);
    vulnerabilities = List.copyOf(vulnerabilities);
    attestations = List.copyOf(attestations);
  }

  /** Whether no attestation is forbidden. */
  public boolean trustsPublishers() {
    return violations.stream().noneMatch(one -> one.rule().equals(AttestationRule.NAME));
  }

  /** The violations for people, a line each. */
  public String sentence() {
    return violations.stream()
        .map(Violation::sentence)
        .collect(
            Collectors.joining(
                "\n  ", "The platform's policy forbids what would be installed:\n  ", ""));
  }

  /** The same of packages that are there for tests alone, in a line. */
  public String sentenceOfTests() {
    return violations.stream()
        .map(Violation::sentence)
        .collect(
            Collectors.joining(
                "; ",
                "the platform's policy forbids what the groups of the tests would install: ",
                "; other groups are named in checks.tests.groups"));
  }
}
