package dev.pythonservice.builder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.publisher.Attested;
import dev.pythonservice.builder.publisher.IndexAnswer;
import dev.pythonservice.builder.publisher.PublishedFile;
import dev.pythonservice.builder.request.PackageRules.AllowedPublisher;
import dev.pythonservice.builder.request.PackageRules.Attestations;
import dev.pythonservice.builder.request.PackageRules.PublisherKind;
import dev.pythonservice.builder.request.Policy.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The rule on who published packages")
final class AttestationRuleTest {

  private static final PublishedFile FILE = Attested.ARCHIVE;
  private static final String REPOSITORY = "trailofbits/pypi-attestations";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          of its repository                   | pypi-attestations | GITHUB | trailofbits/pypi-attestations | ``          | ``     | ``
          of its repository and workflow      | pypi-attestations | GITHUB | trailofbits/pypi-attestations | release.yml | ``     | ``
          for the beginning of its name       | pypi-*            | GITHUB | trailofbits/pypi-attestations | ``          | ``     | ``
          of another package                  | rfc8785           | GITHUB | somebody/else                 | ``          | ``     | ``
          of another repository               | pypi-attestations | GITHUB | somebody/else                 | ``          | ``     | GitHub somebody/else
          of another workflow                 | pypi-*            | GITHUB | trailofbits/pypi-attestations | other.yml   | ``     | GitHub trailofbits/pypi-attestations (other.yml)
          of an environment that nobody says  | pypi-*            | GITHUB | trailofbits/pypi-attestations | ``          | secure | GitHub trailofbits/pypi-attestations in the environment secure
          of another forge                    | pypi-attestations | GITLAB | trailofbits/pypi-attestations | ``          | ``     | GitLab trailofbits/pypi-attestations
          """)
  @DisplayName("compares a package with a publisher")
  void compares(
      String sentence,
      String pattern,
      PublisherKind kind,
      String repository,
      String workflow,
      String environment,
      String expected) {
    AllowedPublisher publisher =
        publisher(pattern, kind, repository, given(workflow), given(environment));

    Stream<String> violations =
        rule(List.of(publisher), List.of(), Attested.provenance())
            .violations(facts(FILE))
            .map(Violation::sentence);

    assertThat(violations)
        .isEqualTo(
            expected.isEmpty()
                ? List.of()
                : List.of(
                    "pypi-attestations 0.0.19 (attestations): pypi_attestations-0.0.19.tar.gz was"
                        + " published by GitHub trailofbits/pypi-attestations (release.yml), and"
                        + " must be by %s; lock a version that its publisher published, or let the"
                            .formatted(expected)
                        + " platform team list the new one"));
  }

  @Test
  @DisplayName("takes the publisher of the longest name, and any of several")
  void takesTheLongest() {
    AllowedPublisher stranger =
        publisher("pypi-*", PublisherKind.GITHUB, "somebody/else", none(), none());
    AllowedPublisher right =
        publisher("pypi-attestations", PublisherKind.GITHUB, REPOSITORY, none(), none());
    AllowedPublisher other =
        publisher("pypi-attestations", PublisherKind.GITLAB, REPOSITORY, none(), none());

    assertThat(
            rule(List.of(stranger, other, right), List.of(), Attested.provenance())
                .violations(facts(FILE)))
        .isEmpty();
    assertThat(
            rule(List.of(stranger, other), List.of(), Attested.provenance())
                .violations(facts(FILE)))
        .hasSize(1);
  }

  @Test
  @DisplayName("forbids what does not hold, whoever it would be by")
  void forbidsWhatDoesNotHold() {
    AttestationRule rule =
        rule(
            List.of(),
            List.of(),
            Attested.provenance().replace("\"integratedTime\":\"17", "\"integratedTime\":\"18"));

    assertThat(rule.violations(facts(FILE)).map(Violation::message))
        .containsExactly(
            "an attestation of pypi_attestations-0.0.19.tar.gz on https://index.example/simple does"
                + " not hold: the time in its log entry is not signed by the log");
    assertThat(rule.findings(facts(FILE)))
        .containsExactly(
            new AttestedPackage("pypi-attestations", "0.0.19", FILE.fileName(), "", "invalid"));
  }

  @Test
  @DisplayName("wants an attestation of what must have one, and of nothing else")
  void wantsWhatMustBe() {
    AttestationRule rule =
        new AttestationRule(
            rules(List.of(), List.of("pypi-*", "rfc8785")),
            List.of(new IndexAnswer(FILE, Optional.empty())));

    assertThat(rule.violations(facts(FILE)).map(Violation::message))
        .containsExactly(
            "pypi_attestations-0.0.19.tar.gz has no attestation on https://index.example/simple,"
                + " and must have one");
    assertThat(rule.violations(facts("rfc8785", Origin.URL, "", FILE, false)))
        .singleElement()
        .hasFieldOrPropertyWithValue(
            "message", "it must have an attestation, and comes from no index that could have one");
    assertThat(rule.violations(facts("other", Origin.INDEX, FILE.index(), FILE, false))).isEmpty();
    assertThat(rule.violations(facts("pypi-own", Origin.PATH, "", FILE, true))).isEmpty();
  }

  @Test
  @DisplayName("tells who published a package, or that nobody knows")
  void tells() {
    assertThat(rule(List.of(), List.of(), Attested.provenance()).findings(facts(FILE)))
        .containsExactly(
            new AttestedPackage(
                "pypi-attestations",
                "0.0.19",
                FILE.fileName(),
                "GitHub trailofbits/pypi-attestations (release.yml)",
                "verified"));
    AttestationRule unknown =
        new AttestationRule(
            rules(List.of(), List.of()), List.of(new IndexAnswer(FILE, Optional.empty())));
    assertThat(unknown.findings(facts(FILE)))
        .containsExactly(
            new AttestedPackage("pypi-attestations", "0.0.19", FILE.fileName(), "", "none"));
    assertThat(unknown.findings(facts("rfc8785", Origin.URL, "", FILE, false))).isEmpty();
  }

  private static AttestationRule rule(
      List<AllowedPublisher> publishers, List<String> required, String document) {
    return new AttestationRule(
        rules(publishers, required), List.of(new IndexAnswer(FILE, Optional.of(document))));
  }

  private static Attestations rules(List<AllowedPublisher> publishers, List<String> required) {
    return new Attestations(Attested.publicRoot(), publishers, required);
  }

  private static AllowedPublisher publisher(
      String pattern,
      PublisherKind kind,
      String repository,
      Optional<String> workflow,
      Optional<String> environment) {
    return new AllowedPublisher(
        List.of(pattern), kind, Optional.of(repository), workflow, environment, none());
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(each -> !each.isEmpty());
  }

  private static PackageFacts facts(PublishedFile file) {
    return facts(file.name(), Origin.INDEX, file.index(), file, false);
  }

  private static PackageFacts facts(
      String name, Origin origin, String index, PublishedFile file, boolean own) {
    return new PackageFacts(
        name,
        "0.0.19",
        origin,
        index,
        "",
        file.fileName(),
        Optional.empty(),
        DeclaredLicence.NONE,
        List.of(),
        own,
        Optional.of(file.sha256()));
  }
}
