package dev.pythonservice.builder.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.publisher.Attested;
import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.PackageRules.AllowedPublisher;
import dev.pythonservice.builder.request.PackageRules.Attestations;
import dev.pythonservice.builder.request.PackageRules.Database;
import dev.pythonservice.builder.request.PackageRules.DeniedPackage;
import dev.pythonservice.builder.request.PackageRules.Licenses;
import dev.pythonservice.builder.request.PackageRules.PackageIndex;
import dev.pythonservice.builder.request.PackageRules.PublisherKind;
import dev.pythonservice.builder.request.PackageRules.Severity;
import dev.pythonservice.builder.request.PackageRules.ToleratedVulnerability;
import dev.pythonservice.builder.request.PackageRules.Unknown;
import dev.pythonservice.builder.request.PackageRules.Vulnerabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A policy's file")
final class PolicyFileTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("is read with all of its fields")
  void isRead() throws IOException {
    PackageRules rules =
        read(
            """
            indexes:
            - {url: https://pypi.company.example/simple, packages: [company-*]}
            - {url: https://pypi.org/simple}
            deniedPackages:
            - {name: ultralytics, versions: ["==8.3.41"], reason: A miner.}
            - {name: evil, reason: Evil.}
            licenses: {allowed: [MIT], unknown: Deny, exceptPackages: [odd]}
            minimumReleaseAgeDays: 3
            vulnerabilities:
              maximumSeverity: High
              exceptions:
              - {id: CVE-1, until: "2027-01-31", reason: Not called.}
              database: {url: https://osv.example, maximumAgeDays: 2}
            """);

    assertThat(rules)
        .isEqualTo(
            new PackageRules(
                List.of(
                    new PackageIndex("https://pypi.company.example/simple", List.of("company-*")),
                    new PackageIndex("https://pypi.org/simple", List.of())),
                List.of(
                    new DeniedPackage("ultralytics", List.of("==8.3.41"), "A miner."),
                    new DeniedPackage("evil", List.of(), "Evil.")),
                Optional.of(
                    new Licenses(
                        List.of("MIT"), List.of(), Optional.of(Unknown.DENY), List.of("odd"))),
                Optional.of(3),
                Optional.of(
                    new Vulnerabilities(
                        Optional.of(Severity.HIGH),
                        List.of(
                            new ToleratedVulnerability(
                                "CVE-1", LocalDate.parse("2027-01-31"), "Not called.")),
                        Optional.of(new Database("https://osv.example", Optional.of(2))))),
                Optional.empty()));
  }

  @Test
  @DisplayName("says who must have published what, and who is trusted to know")
  void hasPublishers() throws IOException {
    PackageRules rules =
        read(
            attestations(
                "{packages: [orders-*], kind: GitLab, repository: company/orders, workflow:"
                    + " .gitlab-ci.yml}, {packages: [cloud], kind: google, email: a@b.example}"));

    assertThat(rules.attestations())
        .contains(
            new Attestations(
                Attested.publicRoot(),
                List.of(
                    new AllowedPublisher(
                        List.of("orders-*"),
                        PublisherKind.GITLAB,
                        Optional.of("company/orders"),
                        Optional.of(".gitlab-ci.yml"),
                        Optional.empty(),
                        Optional.empty()),
                    new AllowedPublisher(
                        List.of("cloud"),
                        PublisherKind.GOOGLE,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("a@b.example"))),
                List.of("orders-*")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          without a repository           | {packages: [a], kind: GitHub}                                    | kind GitHub that does not have packages and repository, and no email
          at Google with a repository    | {packages: [a], kind: Google, repository: b/c, email: d@e.example} | kind Google that does not have packages and email, and no repository
          of no packages                 | {packages: [], kind: GitLab, repository: b/c}                    | kind GitLab that does not have packages
          of a kind that nobody knows    | {packages: [a], kind: Forge, repository: b/c}                    | Forge
          """)
  @DisplayName("is refused for a publisher")
  void refusesPublishers(String sentence, String publisher, String message) {
    assertThatThrownBy(() -> read(attestations(publisher)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("policy.yaml")
        .hasMessageContaining(message);
  }

  private static String attestations(String publishers) {
    return "attestations: {trustedRoot: %s, publishers: [%s], required: [orders-*]}"
        .formatted(JsonMapper.shared().writeValueAsString(Attested.publicRoot()), publishers);
  }

  @Test
  @DisplayName("is JSON as well, and demands nothing that it does not name")
  void isJson() throws IOException {
    assertThat(read("{\"minimumReleaseAgeDays\": 3}").minimumReleaseAgeDays()).contains(3);
    assertThat(read("{}")).isEqualTo(PackageRules.NONE);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a rule that nobody knows     | {minimumReleaseAge: 3}                                           | minimumReleaseAge
          a severity that is none      | {vulnerabilities: {maximumSeverity: Grave}}                      | Grave
          a version that is none       | {deniedPackages: [{name: a, versions: [newest], reason: b}]}     | 'newest' of a
          a package without a name     | {deniedPackages: [{reason: b}]}                                  | name
          a date that is none          | {vulnerabilities: {exceptions: [{id: a, until: soon, reason: b}]}} | soon
          a trusted root that is none  | {attestations: {trustedRoot: "{}"}}                              | attestations.trustedRoot that cannot be used: its mediaType is ''
          attestations without a root  | {attestations: {required: [a]}}                                  | trustedRoot
          no mapping                   | [1, 2]                                                           | not understood
          nothing                      | ``                                                               | not understood
          """)
  void isRefused(String sentence, String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("policy.yaml")
        .hasMessageContaining(message);
  }

  private PackageRules read(String text) throws IOException {
    return PolicyFile.read(Files.writeString(folder.resolve("policy.yaml"), text));
  }
}
