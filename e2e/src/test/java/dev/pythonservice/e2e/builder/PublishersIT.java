package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.servers.AttestingIndex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who published a package, by a wheel of the public index and what its publisher signed, which an
 * index of this machine tells of.
 */
@InWorkshop
class PublishersIT {

  private static final int POLICY = 3;
  private static final int NETWORK = 5;

  private static final String WHEEL = "rfc8785-0.1.2-py3-none-any.whl";
  private static final String OTHER_WHEEL =
      "spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl";
  private static final String PUBLISHER = "william@yossarian.net of https://github.com/login/oauth";

  private static final Path PROJECT =
      Path.of("src/test/resources/projects/published").toAbsolutePath();

  /** Real documents; SOURCES.md beside them says where they come from. */
  private static final Path DOCUMENTS =
      Path.of("../builder/src/test/resources/publisher").toAbsolutePath().normalize();

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Workshop workshop;

  @TempDir private Path folder;
  private final AttestingIndex index;

  PublishersIT(Workshop workshop) throws IOException {
    this.workshop = workshop;
    this.index = AttestingIndex.start(WHEEL);
  }

  @BeforeEach
  void publish() throws IOException {
    index.has(provenance(attestation(WHEEL)));
  }

  @AfterEach
  void close() {
    index.close();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          anybody                | ``                        | trusted_root.staging.json | ``
          what must be attested  | required: [rfc8785]       | trusted_root.staging.json | ``
          what others publish    | publishers: [{packages: [rfc-*], kind: GitHub, repository: somebody/else}] | trusted_root.staging.json | ``
          a stranger             | publishers: [{packages: [rfc8785], kind: GitHub, repository: trailofbits/rfc8785.py, workflow: release.yml}] | trusted_root.staging.json | rfc8785 0.1.2 (attestations): rfc8785-0.1.2-py3-none-any.whl was published by william@yossarian.net of https://github.com/login/oauth, and must be by GitHub trailofbits/rfc8785.py (release.yml)
          whom nobody trusts     | ``                        | trusted_root.json         | does not hold: its log is not in the trusted root
          """)
  void whoPublishedAPackageIsJudgedByTheRules(
      String sentence, String rules, String root, String violation) throws IOException {
    Command.Outcome outcome =
        workshop.attempt(order("rules").with("--dry-run").with(with(root, rules)));

    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(violation.isEmpty() ? 0 : POLICY);
    assertThat(outcome.error()).contains(violation);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          signature      | its signature is not by the key of its certificate: one of them, or what it says, was altered
          log entry      | the time in its log entry is not signed by the log
          of other wheel | it is about spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl
          garbage        | what the index has of them cannot be read
          """)
  void whatDoesNotHoldForbidsTheBuildWithItsReason(String kind, String why) throws IOException {
    index.has(altered(kind));

    Command.Outcome outcome =
        workshop.attempt(
            order("altered").with("--dry-run").with(with("trusted_root.staging.json", "")));

    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(POLICY);
    assertThat(outcome.error())
        .contains("rfc8785 0.1.2 (attestations): an attestation of " + WHEEL, why);
  }

  @Test
  void whatMustBeAttestedAndIsNotIsForbidden() throws IOException {
    try (AttestingIndex plain = AttestingIndex.start(WHEEL)) {
      Command.Outcome outcome =
          workshop.attempt(
              order("missing", plain)
                  .with("--dry-run")
                  .with(with("trusted_root.staging.json", "required: [rfc*]")));

      assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(POLICY);
      assertThat(outcome.error())
          .contains("rfc8785 0.1.2 (attestations): " + WHEEL + " has no attestation on https://")
          .contains("lock a version that was published with one, or ask the platform team");
    }
  }

  @Test
  void thePublisherStandsInReportAndProvenanceAndTheIndexIsAskedOnce() throws IOException {
    BuildOrder order = order("told").layeredIn("publishers/layers");
    String[] rules = with("trusted_root.staging.json", "required: [rfc8785]");

    BuiltImage built = workshop.build(order.with(rules));
    int asked = index.asked().size();
    index.close();
    BuiltImage again = workshop.build(order.with(rules));
    Command.Outcome underOthers =
        workshop.attempt(order.with(with("trusted_root.staging.json", "required: [rfc*]")));

    JsonNode told = built.report().at("/policy/attestations/0");
    assertThat(told.path("file").asText()).isEqualTo(WHEEL);
    assertThat(told.path("state").asText()).isEqualTo("verified");
    assertThat(told.path("publisher").asText()).isEqualTo(PUBLISHER);
    assertThat(provenanceOf(built)).contains("\"publisher\":\"" + PUBLISHER + "\"");
    assertThat(asked).isPositive();
    assertThat(again.digest()).isEqualTo(built.digest());
    // What passed under other rules may not pass under these, and the index is away.
    assertThat(underOthers.exitCode()).as(underOthers.error()).isEqualTo(NETWORK);
    assertThat(underOthers.error()).contains("The attestations at 127.0.0.1:", "tried 4 times");
  }

  private BuildOrder order(String name) throws IOException {
    return order(name, index);
  }

  /** The index of this machine stands in for the one that the lock names. */
  private BuildOrder order(String name, AttestingIndex mirror) throws IOException {
    return workshop
        .order(Example.INVOICES)
        .of(PROJECT)
        .to("publishers/" + name)
        .with("--platform", "linux/amd64")
        .with("--mirror", lockedIndex() + "=" + mirror.simple());
  }

  private static String lockedIndex() throws IOException {
    Matcher registry =
        Pattern.compile("registry = \"([^\"]+)\"")
            .matcher(Files.readString(PROJECT.resolve("uv.lock")));
    if (!registry.find()) {
      throw new IllegalStateException("The lock names no index");
    }
    return registry.group(1);
  }

  private String[] with(String root, String rules) throws IOException {
    String trusted = JSON.writeValueAsString(Files.readString(DOCUMENTS.resolve(root)));
    Path file = Files.createTempFile(folder, "policy", ".yaml");
    Files.writeString(
        file,
        "attestations: {trustedRoot: %s%s}"
            .formatted(trusted, rules.isEmpty() ? "" : ", " + rules));
    return new String[] {"--policy", file.toString()};
  }

  private static String altered(String kind) throws IOException {
    ObjectNode attestation = attestation(WHEEL);
    switch (kind) {
      case "signature" -> {
        ObjectNode envelope = (ObjectNode) attestation.path("envelope");
        byte[] signature = Base64.getDecoder().decode(envelope.path("signature").asText());
        signature[signature.length - 1] ^= 1;
        envelope.put("signature", Base64.getEncoder().encodeToString(signature));
      }
      case "log entry" ->
          ((ObjectNode) attestation.at("/verification_material/transparency_entries/0"))
              .put("integratedTime", "1717699146");
      case "of other wheel" -> {
        return provenance(attestation(OTHER_WHEEL));
      }
      default -> {
        return "<html>";
      }
    }
    return provenance(attestation);
  }

  private static ObjectNode attestation(String wheel) throws IOException {
    return (ObjectNode)
        JSON.readTree(Files.readString(DOCUMENTS.resolve(wheel + ".publish.attestation")));
  }

  /** Whoever signed it is of a kind that no index has of its own. */
  private static String provenance(JsonNode attestation) {
    return """
    {"version": 1, "attestation_bundles": [{"publisher": {"kind": "Mail"}, "attestations": [%s]}]}
    """
        .formatted(attestation);
  }

  private String provenanceOf(BuiltImage built) throws IOException {
    return String.valueOf(
        workshop
            .content()
            .referrers("publishers/told", built.digest(), "application/vnd.in-toto+json"));
  }
}
