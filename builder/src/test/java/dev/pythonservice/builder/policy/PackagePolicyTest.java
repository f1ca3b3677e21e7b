package dev.pythonservice.builder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.PackageRules.DeniedPackage;
import dev.pythonservice.builder.request.PackageRules.PackageIndex;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.Policy.Origin;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A platform's policy")
final class PackagePolicyTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-06-15T12:00:00Z"), ZoneOffset.UTC);
  private static final String PUBLIC = "https://pypi.org/simple";
  private static final String PUBLIC_FILE = "https://files.pythonhosted.org/a.whl";
  private static final String COMPANY = "https://pypi.company.example/simple";
  private static final String COMPANY_FILE = "https://pypi.company.example/files/a.whl";
  private static final String TEAM = "https://team.company.example/simple";
  private static final String TEAM_FILE = "https://team.company.example/a.whl";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a denied version is forbidden                   | ultralytics | 8.3.41      | true
          so is one of a range                            | ultralytics | 7.5         | true
          and the same version in other words             | ultralytics | v8.3.41.0   | true
          another version passes                          | ultralytics | 8.3.43      | false
          a package without versions is denied altogether | evil        | 0.0.1       | true
          another package passes                          | goodlytics  | 8.3.41      | false
          """)
  void deniesPackages(String sentence, String name, String version, boolean forbidden) {
    PackageRules rules =
        rules(
            List.of(),
            List.of(
                new DeniedPackage("ultralytics", List.of("==8.3.41", ">=7,<8"), "A miner."),
                new DeniedPackage("evil", List.of(), "Evil.")),
            0);

    assertThat(violations(rules, facts(name, version)))
        .hasSize(forbidden ? 1 : 0)
        .allSatisfy(violation -> {
          assertThat(violation.rule()).isEqualTo("deniedPackages");
          assertThat(violation.sentence()).contains(name + " " + version);
        });
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          what an index lists may come from there                      | company-auth  | https://pypi.company.example/simple | https://pypi.company.example/files/a.whl | false
          and from no other                                            | company-auth  | https://pypi.org/simple             | https://files.pythonhosted.org/a.whl     | true
          nor by a lock that claims the index, with another's file     | company-auth  | https://pypi.company.example/simple | https://files.pythonhosted.org/a.whl     | true
          a lock without an index is judged by the file                | company-auth  | https://pypi.company.example/       | https://pypi.company.example/files/a.whl | false
          also where that is another's                                 | company-auth  | https://files.pythonhosted.org/     | https://files.pythonhosted.org/a.whl     | true
          what no index lists may come from the public one             | orjson        | https://pypi.org/simple             | https://files.pythonhosted.org/a.whl     | false
          and not from one that is for others                          | orjson        | https://pypi.company.example/simple | https://pypi.company.example/files/a.whl | true
          the longest beginning wins                                   | company-team-x| https://team.company.example/simple | https://team.company.example/a.whl       | false
          so the shorter one has it no more                            | company-team-x| https://pypi.company.example/simple | https://pypi.company.example/files/a.whl | true
          a whole name wins over a beginning                           | company-team-z| https://pypi.company.example/simple | https://pypi.company.example/files/a.whl | false
          a name that only begins alike is not listed                  | companyx      | https://pypi.org/simple             | https://files.pythonhosted.org/a.whl     | false
          """)
  void knowsHomes(String sentence, String name, String index, String file, boolean forbidden) {
    PackageRules rules =
        rules(
            List.of(
                new PackageIndex(COMPANY, List.of("company-*", "company-team-z")),
                new PackageIndex(TEAM, List.of("company-team-*")),
                new PackageIndex(PUBLIC, List.of())),
            List.of(),
            0);

    assertThat(violations(rules, facts(name, "1.0", Origin.INDEX, index, file, null)))
        .hasSize(forbidden ? 1 : 0)
        .allSatisfy(violation -> assertThat(violation.rule()).isEqualTo("indexes"));
  }

  @Test
  @DisplayName("lets what an index lists come from no commit and no file either")
  void homesAreIndexes() {
    PackageRules rules =
        rules(List.of(new PackageIndex(COMPANY, List.of("company-*"))), List.of(), 0);

    assertThat(violations(rules, facts("company-a", "1", Origin.GIT, "", "", null))).hasSize(1);
    assertThat(violations(rules, facts("company-a", "1", Origin.URL, "", COMPANY_FILE, null)))
        .hasSize(1);
    assertThat(
            violations(rules, facts("company-b", "1", Origin.INDEX, COMPANY, COMPANY_FILE, null)))
        .isEmpty();
    assertThat(violations(rules, facts("other", "1", Origin.INDEX, TEAM, TEAM_FILE, null)))
        .isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          a file of three days and a second passes | INDEX | 2026-06-12T11:59:59Z | -
          one of exactly three days does not       | INDEX | 2026-06-12T12:00:00Z | was published at 2026-06-12T12:00:00Z
          a new one does not                       | INDEX | 2026-06-15T11:00:00Z | must be 3 days old
          one whose age nobody knows does not      | INDEX | -                    | nobody says when
          nor one at an address of its own         | URL   | -                    | nobody says when
          nor a commit                             | GIT   | -                    | nobody says when
          a file of the project passes             | PATH  | -                    | -
          """)
  void wantsAnAge(
      String sentence,
      Origin origin,
      @org.jspecify.annotations.Nullable String uploaded,
      @org.jspecify.annotations.Nullable String message) {
    List<Violation> violations =
        violations(
            rules(List.of(), List.of(), 3), facts("a", "1", origin, PUBLIC, PUBLIC_FILE, uploaded));

    if (message == null) {
      assertThat(violations).isEmpty();
    } else {
      assertThat(violations)
          .singleElement()
          .satisfies(violation -> assertThat(violation.message()).contains(message));
    }
  }

  @Test
  @DisplayName("tells all violations at once, and the platform of one that not all have")
  void tellsAll() {
    PackageRules rules =
        rules(
            List.of(),
            List.of(
                new DeniedPackage("both", List.of(), "Both."),
                new DeniedPackage("arm", List.of(), "Arm.")),
            3);
    Map<String, List<PackageFacts>> packages = new LinkedHashMap<>();
    packages.put("linux/amd64", List.of(facts("both", "1")));
    packages.put("linux/arm64", List.of(facts("both", "1"), facts("arm", "2")));

    PolicyVerdict verdict = new PackagePolicy(policy(rules), Optional.empty(), CLOCK).of(packages);

    assertThat(verdict.sentence().lines().skip(1).map(String::strip))
        .containsExactlyInAnyOrder(
            "both 1 (deniedPackages): it is denied: Both.; use another package in its place",
            "both 1 (minimumReleaseAgeDays): nobody says when both-1.whl was published, and it must"
                + " be 3 days old; lock again with a current uv and an index that gives upload"
                + " times (PEP 700)",
            "arm 2 on linux/arm64 (deniedPackages): it is denied: Arm.; use another package in its"
                + " place",
            "arm 2 on linux/arm64 (minimumReleaseAgeDays): nobody says when arm-2.whl was"
                + " published, and it must be 3 days old; lock again with a current uv and an index"
                + " that gives upload times (PEP 700)");
  }

  @Test
  @DisplayName("demands nothing of the project's own packages")
  void leavesOwnAlone() {
    PackageRules rules =
        rules(
            List.of(new PackageIndex(COMPANY, List.of("own"))),
            List.of(new DeniedPackage("own", List.of(), "No.")),
            3);
    PackageFacts own =
        new PackageFacts(
            "own",
            "1",
            Origin.PATH,
            "",
            "",
            "",
            Optional.empty(),
            DeclaredLicence.NONE,
            List.of(),
            true,
            Optional.empty());

    assertThat(violations(rules, own)).isEmpty();
  }

  @Test
  @DisplayName("says of packages for tests alone where they come from and how old they are")
  void holdsForTests() {
    PackageRules rules =
        new PackageRules(
            List.of(new PackageIndex(COMPANY, List.of("company-*"))),
            List.of(new DeniedPackage("evil", List.of(), "Evil.")),
            Optional.of(
                new PackageRules.Licenses(
                    List.of("MIT"), List.of(), Optional.of(PackageRules.Unknown.DENY), List.of())),
            Optional.of(3),
            Optional.empty(),
            Optional.empty());
    PackageFacts young =
        facts("evil", "0.1", Origin.INDEX, PUBLIC, PUBLIC_FILE, "2026-06-15T00:00:00Z");

    PolicyVerdict verdict =
        new PackagePolicy(policy(rules).ofTests(), Optional.empty(), Optional.empty(), CLOCK)
            .of(Map.of("linux/amd64", List.of(young)));

    assertThat(verdict.violations())
        .extracting(Violation::rule)
        .containsExactlyInAnyOrder("deniedPackages", "minimumReleaseAgeDays");
    assertThat(verdict.sentenceOfTests())
        .startsWith("the platform's policy forbids what the groups of the tests would install: ")
        .contains("evil 0.1 (deniedPackages)", "checks.tests.groups")
        .doesNotContain("\n");
  }

  private static List<Violation> violations(PackageRules rules, PackageFacts facts) {
    return new PackagePolicy(policy(rules), Optional.empty(), CLOCK)
        .of(Map.of("linux/amd64", List.of(facts)))
        .violations();
  }

  private static Policy policy(PackageRules rules) {
    return new Policy(Set.of(Origin.values()), List.of(), Set.of(), rules);
  }

  private static PackageRules rules(
      List<PackageIndex> indexes, List<DeniedPackage> denied, int days) {
    return new PackageRules(
        indexes, denied, Optional.empty(), Optional.of(days), Optional.empty(), Optional.empty());
  }

  private static PackageFacts facts(String name, String version) {
    return facts(name, version, Origin.INDEX, PUBLIC, PUBLIC_FILE, null);
  }

  private static PackageFacts facts(
      String name,
      String version,
      Origin origin,
      String index,
      String file,
      @org.jspecify.annotations.Nullable String uploaded) {
    return new PackageFacts(
        name,
        version,
        origin,
        index,
        file,
        "%s-%s.whl".formatted(name, version),
        Optional.ofNullable(uploaded).map(Instant::parse),
        DeclaredLicence.NONE,
        List.of(),
        false,
        Optional.empty());
  }
}
