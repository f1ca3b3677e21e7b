package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.request.PackageRules.DeniedPackage;
import dev.pythonservice.builder.version.VersionSpecifiers;
import java.util.List;
import java.util.stream.Stream;

/** Packages and versions that must not be installed. */
record DeniedPackagesRule(List<DeniedPackage> denied) implements Rule {

  @Override
  public Stream<Violation> violations(PackageFacts facts) {
    return denied.stream()
        .filter(each -> !facts.own() && each.name().equals(facts.name()))
        .filter(each -> isDenied(each, facts.version()))
        .map(each -> violation(each, facts));
  }

  private static boolean isDenied(DeniedPackage denied, String version) {
    return denied.versions().isEmpty()
        || denied.versions().stream()
            .flatMap(specifiers -> VersionSpecifiers.of(specifiers).stream())
            .anyMatch(specifiers -> specifiers.hold(version));
  }

  private static Violation violation(DeniedPackage denied, PackageFacts facts) {
    return denied.versions().isEmpty()
        ? Violation.of(
            facts,
            "deniedPackages",
            "it is denied: " + denied.reason(),
            "use another package in its place")
        : Violation.of(
            facts,
            "deniedPackages",
            "%s is denied: %s".formatted(String.join(" or ", denied.versions()), denied.reason()),
            "lock another version");
  }
}
