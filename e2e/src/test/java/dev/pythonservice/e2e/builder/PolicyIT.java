package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.servers.PackageMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a platform's policy forbids, and what it lets pass, with packages as they are published. */
@InWorkshop
class PolicyIT {

  private static final int POLICY = 3;

  /** It has an old wheel with a known vulnerability, and one with crates and the bill of them. */
  private static final Path PROJECT =
      Path.of("src/test/resources/projects/policy").toAbsolutePath();

  private final Workshop workshop;

  @TempDir private Path folder;

  PolicyIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a denied version        | {deniedPackages: [{name: jinja2, versions: ["<2.11.3"], reason: It is old.}]} | jinja2 2.11.2 (deniedPackages): <2.11.3 is denied: It is old.; lock another version
          another version         | {deniedPackages: [{name: jinja2, versions: [">=3"], reason: It is new.}]}     | ``
          a licence that is not allowed | {licenses: {allowed: [Apache-2.0]}} | pydantic-core 2.50.4 (licenses): its licence is MIT, and only Apache-2.0 is allowed
          a licence that nobody can tell | {licenses: {allowed: [MIT, PSF-2.0, BSD-3-Clause], unknown: Deny}} | python-dateutil 2.9.0.post0 (licenses): it does not say for certain what its licence is (it says 'Dual License'
          allowed licences        | {licenses: {allowed: [MIT, PSF-2.0, BSD-3-Clause], unknown: Deny, exceptPackages: [python-dateutil]}} | ``
          a release that is young | {minimumReleaseAgeDays: 3650}                                                 | jinja2 2.11.2 (minimumReleaseAgeDays)
          releases that are old   | {minimumReleaseAgeDays: 7}                                                   | ``
          a package of another index | {indexes: [{url: "https://index.example/simple", packages: [jinja2]}]}      | jinja2 2.11.2 (indexes)
          packages of their index | {indexes: [{url: "https://index.example/simple", packages: [company-*]}]}     | ``
          """)
  void theRuleForbidsWhatViolatesItAndLetsPassWhatComplies(
      String sentence, String policy, String violation) throws IOException {
    Command.Outcome outcome = workshop.attempt(order("rules").with("--dry-run").with(with(policy)));

    if (violation.isEmpty()) {
      assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    } else {
      assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(POLICY);
      assertThat(outcome.error()).contains(violation);
    }
  }

  @Test
  void aPolicyHoldsInTheNextBuildAlsoWhereAllIsKnownAndTellsAllViolationsAtOnce()
      throws IOException {
    BuildOrder order = order("known");
    BuiltImage built = workshop.build(order);
    Path report = folder.resolve("report.json");

    Command.Outcome refused =
        workshop.attempt(
            order
                .with("--report", report.toString())
                .with(
                    with(
                        """
                        {deniedPackages: [{name: jinja2, reason: Old.}], licenses: {denied: [MIT]}, minimumReleaseAgeDays: 3650}
                        """)));
    BuiltImage again = workshop.build(order);

    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(POLICY);
    JsonNode violations = json(report).at("/policy/violations");
    assertThat(violations.findValuesAsText("rule"))
        .contains("deniedPackages", "licenses", "minimumReleaseAgeDays");
    assertThat(violations.findValuesAsText("name")).contains("jinja2", "pydantic-core");
    // The tag still names what was built before.
    assertThat(workshop.content().digest("policy/known", BuildOrder.TAG)).isEqualTo(built.digest());
    assertThat(again.digest()).isEqualTo(built.digest());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a package and a crate that are too grave | Low      | ``                                                                    | jinja2 2.11.2 (vulnerabilities): GHSA-g3rq-g295-4j3m, CVE-2020-28493, PYSEC-2021-66 is medium, and at most low is allowed; lock version 2.11.3 or newer
          a crate within a wheel                   | Medium   | ``                                                                    | pydantic-core 2.50.4 (vulnerabilities): RUSTSEC-2099-0001 in its crate idna
          what is tolerated today                  | Medium   | {id: RUSTSEC-2099-0001, until: "2099-01-01", reason: Not called.}     | ``
          what is not tolerated any more           | Medium   | {id: RUSTSEC-2099-0001, until: "2026-01-01", reason: Not called.}     | the exception for RUSTSEC-2099-0001 expired after 2026-01-01
          nothing where everything is allowed      | Critical | ``                                                                    | ``
          """)
  void knownVulnerabilitiesAreForbidden(
      String sentence, String maximum, String exception, String violation) throws IOException {
    Path data = vulnerabilities(Instant.now());
    Path report = folder.resolve("report.json");
    String policy =
        "{vulnerabilities: {maximumSeverity: %s, exceptions: [%s]}}".formatted(maximum, exception);

    Command.Outcome outcome =
        workshop.attempt(
            order("vulnerable")
                .with("--dry-run", "--report", report.toString())
                .with("--vulnerabilities", data.toString())
                .with(with(policy)));

    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(violation.isEmpty() ? 0 : POLICY);
    assertThat(outcome.error()).contains(violation);
    // Whatever is allowed, all that is known is told.
    assertThat(json(report).at("/policy/vulnerabilities").findValuesAsText("severity"))
        .containsExactlyInAnyOrder("medium", "high");
  }

  @Test
  void theDataIsReadFromAMirrorAndFromAFileAlike() throws IOException {
    Path data = vulnerabilities(Instant.now());
    String policy = "{vulnerabilities: {maximumSeverity: Low}}";
    BuildOrder order = order("mirror").with("--dry-run").with(with(policy));

    try (PackageMirror mirror = PackageMirror.start(data.toUri(), folder.resolve("mirror"))) {
      Command.Outcome asked =
          workshop.attempt(
              order.with("--vulnerabilities", mirror.address() + data.toAbsolutePath().toString()));
      Command.Outcome read =
          workshop.attempt(
              order.with("--vulnerabilities", data.resolve("PyPI/all.zip").toString()));

      assertThat(asked.exitCode()).as(asked.error()).isEqualTo(POLICY);
      assertThat(asked.error()).contains("GHSA-g3rq-g295-4j3m", "RUSTSEC-2099-0001");
      // A file of packages alone says nothing of crates, and so does not pass.
      assertThat(read.exitCode()).as(read.error()).isEqualTo(POLICY);
      assertThat(read.error()).contains("has no record for crates.io");
    }
  }

  @Test
  void dataThatIsDamagedOldOrMissingFailsTheBuildWithItsCause() throws IOException {
    BuildOrder order = order("damaged").with("--dry-run");
    Path old = vulnerabilities(Instant.now().minus(Duration.ofDays(8)));
    Command.Outcome onOldData = workshop.attempt(order.with("--vulnerabilities", old.toString()));
    Path half = vulnerabilities(Instant.now());
    Path export = half.resolve("PyPI/all.zip");
    byte[] bytes = Files.readAllBytes(export);
    Files.write(export, Arrays.copyOf(bytes, bytes.length / 2));
    Command.Outcome onHalf = workshop.attempt(order.with("--vulnerabilities", half.toString()));
    Command.Outcome onNothing =
        workshop.attempt(order.with("--vulnerabilities", folder.resolve("nothing").toString()));
    Command.Outcome unnamed =
        workshop.attempt(order.with(with("{vulnerabilities: {maximumSeverity: High}}")));

    assertThat(onOldData.exitCode()).isEqualTo(POLICY);
    assertThat(onOldData.error()).contains("is old: its newest record is of");
    assertThat(onHalf.exitCode()).isEqualTo(POLICY);
    assertThat(onHalf.error()).contains("is damaged: all.zip");
    assertThat(onNothing.exitCode()).isEqualTo(POLICY);
    assertThat(onNothing.error()).contains("There is no vulnerability data at");
    assertThat(unnamed.exitCode()).isEqualTo(POLICY);
    assertThat(unnamed.error()).contains("nothing says which vulnerabilities there are");
  }

  private BuildOrder order(String name) {
    return workshop
        .order(Example.INVOICES)
        .of(PROJECT)
        .to("policy/" + name)
        .with("--platform", "linux/amd64,linux/arm64");
  }

  private String[] with(String policy) throws IOException {
    Path file = Files.createTempFile(folder, "policy", ".yaml");
    return new String[] {"--policy", Files.writeString(file, policy).toString()};
  }

  /** In the layout of the public export, with the crate's first version in it. */
  private Path vulnerabilities(Instant modified) throws IOException {
    Path data = Files.createTempDirectory(folder, "osv");
    OsvData.write(data.resolve("PyPI/all.zip"), OsvData.jinja2(modified));
    OsvData.write(
        data.resolve("crates.io/all.zip"),
        """
        {"id": "RUSTSEC-2099-0001", "modified": "%s", "summary": "Made up for this test",
         "database_specific": {"severity": "HIGH"},
         "affected": [{"package": {"ecosystem": "crates.io", "name": "idna"},
                       "ranges": [{"type": "SEMVER", "events": [{"introduced": "0.0.0-0"}]}]}]}
        """
            .formatted(modified));
    return data;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(Files.readString(file));
  }
}
