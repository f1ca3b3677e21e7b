package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.policy.LicenceExpression.Licence;
import dev.pythonservice.builder.request.PackageRules.Licenses;
import dev.pythonservice.builder.request.PackageRules.Unknown;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Licences that packages may have. */
final class LicenceRule implements Rule {

  private static final String NAME = "licenses";

  private final Licenses licenses;
  private final KnownLicences known;

  LicenceRule(Licenses licenses) {
    this.licenses = licenses;
    this.known =
        new KnownLicences(
            Stream.concat(licenses.allowed().stream(), licenses.denied().stream()).toList());
  }

  @Override
  public Stream<Violation> violations(PackageFacts facts) {
    if (facts.own() || licenses.exceptPackages().contains(facts.name())) {
      return Stream.empty();
    }
    Optional<LicenceExpression> licence = known.of(facts.licence());
    return licence
        .map(read -> read.satisfies(this::isAcceptable) ? none() : forbidden(facts, read))
        .orElseGet(() -> unknown(facts));
  }

  private boolean isAcceptable(Licence licence) {
    return licenses.allowed().isEmpty()
        ? licenses.denied().stream().noneMatch(licence::isCalled)
        : licenses.allowed().stream().anyMatch(licence::isCalled);
  }

  private Stream<Violation> forbidden(PackageFacts facts, LicenceExpression licence) {
    return Stream.of(
        Violation.of(
            facts,
            NAME,
            licenses.allowed().isEmpty()
                ? "its licence is %s, and %s is denied"
                    .formatted(licence, String.join(", ", licenses.denied()))
                : "its licence is %s, and only %s is allowed"
                    .formatted(licence, String.join(", ", licenses.allowed())),
            "use another package, or ask the platform team to except it"));
  }

  private Stream<Violation> unknown(PackageFacts facts) {
    return licenses.unknown().orElse(Unknown.ALLOW) == Unknown.ALLOW
        ? none()
        : Stream.of(
            Violation.of(
                facts,
                NAME,
                "it does not say for certain what its licence is" + said(facts.licence()),
                "look it up, and ask the platform team to except the package"));
  }

  private static String said(DeclaredLicence declared) {
    List<String> words =
        Stream.of(
                declared.expression().stream(),
                declared.text().stream().filter(text -> text.length() <= 100),
                declared.classifiers().stream())
            .flatMap(each -> each)
            .map(text -> "'" + text.replace('\n', ' ') + "'")
            .toList();
    return words.isEmpty() ? "" : " (it says %s)".formatted(String.join(", ", words));
  }

  private static Stream<Violation> none() {
    return Stream.empty();
  }
}
