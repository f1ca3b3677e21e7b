package dev.pythonservice.builder.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.builder.keyless.LoggedTrust;
import dev.pythonservice.builder.keyless.NotVouched;
import dev.pythonservice.builder.keyless.TestAuthorities;
import dev.pythonservice.builder.keyless.TestLog;
import dev.pythonservice.builder.keyless.TrustedRoot;
import dev.pythonservice.builder.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("What an index has of attestations")
final class FileProvenanceTest {

  private static final String NOBODY = "{\"kind\": \"Mail\"}";

  static Stream<Arguments> real() {
    LoggedTrust staging = Attested.stagingTrust();
    return Stream.of(
        arguments(
            "GitHub's, as the public index gives it",
            Attested.provenance(),
            Attested.ARCHIVE,
            Attested.publicTrust(),
            "GitHub trailofbits/pypi-attestations (release.yml)"),
        arguments(
            "GitHub's of how it arose",
            Attested.provenance(
                "{\"kind\": \"GitHub\", \"repository\": \"trailofbits/pypi-attestations\","
                    + " \"workflow\": \"release.yml\"}",
                Attested.text("pypi_attestations-0.0.19.tar.gz.slsa.attestation")),
            Attested.ARCHIVE,
            Attested.publicTrust(),
            "GitHub trailofbits/pypi-attestations (release.yml)"),
        arguments(
            "GitLab's",
            Attested.provenance(
                "{\"kind\": \"GitLab\", \"repository\": \"facutuesca/gitlab-oidc-project\","
                    + " \"workflow_filepath\": \".gitlab-ci.yml\"}",
                Attested.text("gitlab_oidc_project-0.0.3.tar.gz.publish.attestation")),
            Attested.OF_GITLAB,
            Attested.publicTrust(),
            "GitLab facutuesca/gitlab-oidc-project (.gitlab-ci.yml)"),
        arguments(
            "Google's, as the public index gives it",
            Attested.text("gcb_attestation_test-0.0.0.tar.gz.provenance"),
            Attested.OF_GOOGLE,
            Attested.publicTrust(),
            "Google 919436158236-compute@developer.gserviceaccount.com"),
        arguments(
            "that of a wheel, by somebody of another kind",
            Attested.provenance(
                NOBODY, Attested.text("rfc8785-0.1.2-py3-none-any.whl.publish.attestation")),
            Attested.WHEEL,
            staging,
            "william@yossarian.net of https://github.com/login/oauth"),
        arguments(
            "that of a wheel whose tags are in another order",
            Attested.provenance(
                NOBODY,
                Attested.text(
                    "spt3g-1.0-cp310-cp310-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"
                        + ".publish.attestation")),
            Attested.REORDERED,
            staging,
            "william@yossarian.net of https://github.com/login/oauth"),
        arguments(
            "that of a log without times, by a timestamp (Rekor 2)",
            Attested.provenance(
                NOBODY,
                Attested.text(
                    "pypi_attestations-0.0.19.tar.gz.publish.attestation.with_rekor2_timestamp")),
            Attested.ARCHIVE,
            staging,
            "jku@goto.fi of https://github.com/login/oauth"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("real")
  @DisplayName("says who published a file:")
  void saysWho(
      String sentence, String document, PublishedFile file, LoggedTrust trust, String publisher)
      throws NotVouched {
    assertThat(FileProvenance.of(document).publishers(file, trust))
        .singleElement()
        .hasToString(publisher);
  }

  static Stream<Arguments> altered() {
    return Stream.of(
        altered(
            "a signature with another bit",
            "its signature is not by the key of its certificate",
            json -> flip(envelope(json), "signature")),
        altered(
            "a statement with another bit",
            "its signature is not by the key of its certificate",
            json -> flip(envelope(json), "statement")),
        altered(
            "a certificate of somebody else",
            "its signature is not by the key of its certificate",
            json ->
                material(json)
                    .put("certificate", of(Attested.OF_GITLAB).path("certificate").asString())),
        altered(
            "garbage for a certificate",
            "what should be its certificate is none",
            json -> material(json).put("certificate", "AAAA")),
        altered(
            "a log entry of another signature",
            "its log entry is that of something else",
            json ->
                material(json)
                    .set(
                        "transparency_entries",
                        of(Attested.OF_GITLAB).path("transparency_entries"))),
        altered(
            "a log entry with one more space",
            "its log entry is not in the log that should have it, or was altered",
            json -> append(entry(json), "canonicalizedBody", " ")),
        altered(
            "a log entry of another time",
            "the time in its log entry is not signed by the log",
            json -> entry(json).put("integratedTime", "1733354042")),
        altered(
            "a log entry at another place",
            "the time in its log entry is not signed by the log",
            json -> entry(json).put("logIndex", "1")),
        altered(
            "a time that the log did not sign",
            "the time in its log entry is not signed by the log",
            json ->
                flip((ObjectNode) entry(json).path("inclusionPromise"), "signedEntryTimestamp")),
        altered(
            "no time at all",
            "it has no timestamp that says when its certificate was used",
            json -> entry(json).remove("inclusionPromise")),
        altered(
            "a proof with another hash",
            "its log entry is not in the log that should have it, or was altered",
            json -> {
              ArrayNode hashes = (ArrayNode) proof(json).path("hashes");
              hashes.set(0, hashes.get(1));
            }),
        altered(
            "a proof that is cut off",
            "the proof of its log entry is too short",
            json -> ((ArrayNode) proof(json).path("hashes")).remove(0)),
        altered(
            "a proof of a smaller log",
            "its log entry is not in the log that should have it, or was altered",
            json -> proof(json).put("treeSize", proof(json).path("treeSize").asLong() - 1)),
        altered(
            "a proof without the log's word",
            "its log entry comes without the log's proof that it is there",
            json -> proof(json).remove("checkpoint")),
        altered(
            "a log's word that was altered",
            "the checkpoint of its log is not signed by that log",
            json -> {
              ObjectNode checkpoint = (ObjectNode) proof(json).path("checkpoint");
              checkpoint.put(
                  "envelope",
                  checkpoint.path("envelope").asString().replaceFirst("rekor", "roker"));
            }),
        altered(
            "no log entry",
            "it stands in no public log",
            json -> material(json).putArray("transparency_entries")),
        altered(
            "a publisher that did not sign it",
            "the index says that GitHub somebody/else (release.yml) published it, and GitHub"
                + " trailofbits/pypi-attestations (release.yml) did",
            json -> publisher(json).put("repository", "somebody/else")),
        altered(
            "a workflow that did not sign it",
            "the index says that GitHub trailofbits/pypi-attestations (other.yml) published it",
            json -> publisher(json).put("workflow", "other.yml")),
        altered(
            "a publisher of another kind",
            "the index says that GitLab trailofbits/pypi-attestations published it",
            json -> publisher(json).put("kind", "GitLab")),
        altered(
            "a version of an attestation that nobody knows",
            "it is of a version that is not known",
            json -> attestation(json).put("version", 2)),
        altered(
            "a version of the document that nobody knows",
            "what the index has of them is of a version that is not known",
            json -> json.put("version", 2)),
        altered(
            "no attestation",
            "the index has 0 of them, and 1 to 32 can be",
            json -> json.putArray("attestation_bundles")),
        altered(
            "what is no Base64",
            "what the index has of them cannot be read",
            json -> envelope(json).put("signature", "A")));
  }

  private static Arguments altered(String sentence, String why, Consumer<ObjectNode> change) {
    return arguments(sentence, why, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("altered")
  @DisplayName("is refused with the reason:")
  void isRefused(String sentence, String why, Consumer<ObjectNode> change) {
    ObjectNode json = Attested.json(Attested.provenance());
    change.accept(json);

    assertThatThrownBy(() ->
            FileProvenance.of(json.toString()).publishers(Attested.ARCHIVE, Attested.publicTrust()))
        .isInstanceOf(NotVouched.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"<html>", "[", "\"text\"", "``"})
  @DisplayName("is refused when it is garbage")
  void isNoGarbage(String garbage) {
    assertThatThrownBy(() -> FileProvenance.of(garbage)).isInstanceOf(NotVouched.class);
  }

  @Test
  @DisplayName("is about no other file, by name or by hash")
  void isAboutTheFile() {
    PublishedFile other =
        new PublishedFile(
            "pypi-attestations",
            Attested.INDEX,
            "pypi_attestations-0.0.20.tar.gz",
            Attested.ARCHIVE.sha256());
    PublishedFile changed =
        new PublishedFile(
            "pypi-attestations",
            Attested.INDEX,
            Attested.ARCHIVE.fileName(),
            Digest.ofBytes(new byte[0]));

    assertThatThrownBy(() -> publishers(other, UnaryOperator.identity()))
        .hasMessage("it is about pypi_attestations-0.0.19.tar.gz");
    assertThatThrownBy(() -> publishers(changed, UnaryOperator.identity()))
        .hasMessageStartingWith(
            "it is about a file with the hash sha256:" + Attested.ARCHIVE.sha256().hex());
  }

  @Test
  @DisplayName("does not hold by roots that lack its log, its authority or its certificate's log")
  void needsItsRoot() {
    ObjectNode staging = Attested.json(Attested.text("trusted_root.staging.json"));

    assertThatThrownBy(() -> publishers(Attested.ARCHIVE, root -> staging.toString()))
        .hasMessage("its log is not in the trusted root");
    assertThatThrownBy(() ->
            publishers(Attested.ARCHIVE, root -> with(root, staging, "certificateAuthorities")))
        .hasMessageContaining("its certificate is not to be trusted");
    assertThatThrownBy(() -> publishers(Attested.ARCHIVE, root -> with(root, staging, "ctlogs")))
        .hasMessage("no log of certificates in the trusted root has its certificate");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          of a kind that indexes do not take | {"_type": "https://in-toto.io/Statement/v1", "subject": [], "predicateType": "https://example/v1"}                    | it says something of the unknown kind 'https://example/v1'
          of two files                       | {"_type": "https://in-toto.io/Statement/v1", "subject": [{}, {}], "predicateType": "https://slsa.dev/provenance/v1"} | it is about another number of files
          of no file                         | {"_type": "https://in-toto.io/Statement/v1", "subject": [], "predicateType": "https://slsa.dev/provenance/v1"}       | it is about another number of files
          of an older in-toto                | {"_type": "https://in-toto.io/Statement/v0.1", "predicateType": "https://slsa.dev/provenance/v1"}                    | it says something of the unknown kind
          that is no JSON                    | certainly                                                                                                            | what is signed is no statement
          """)
  @DisplayName("is refused although it is signed, with a statement")
  void isRefusedForWhatItSays(String sentence, String statement, String why) {
    TestLog log = new TestLog(new TestAuthorities());
    String document =
        Attested.provenance(
            NOBODY, log.attestation(statement.getBytes(StandardCharsets.UTF_8)).toString());
    LoggedTrust trust = new LoggedTrust(TrustedRoot.withLogs(log.root()));

    assertThatThrownBy(() -> FileProvenance.of(document).publishers(Attested.ARCHIVE, trust))
        .isInstanceOf(NotVouched.class)
        .hasMessageContaining(why);
  }

  private static void publishers(PublishedFile file, UnaryOperator<String> root) throws NotVouched {
    FileProvenance.of(Attested.provenance())
        .publishers(file, new LoggedTrust(TrustedRoot.withLogs(root.apply(Attested.publicRoot()))));
  }

  private static String with(String root, ObjectNode other, String field) {
    ObjectNode json = Attested.json(root);
    json.set(field, other.path(field));
    return json.toString();
  }

  private static ObjectNode attestation(ObjectNode json) {
    return (ObjectNode) json.at("/attestation_bundles/0/attestations/0");
  }

  private static ObjectNode publisher(ObjectNode json) {
    return (ObjectNode) json.at("/attestation_bundles/0/publisher");
  }

  private static ObjectNode envelope(ObjectNode json) {
    return (ObjectNode) attestation(json).path("envelope");
  }

  private static ObjectNode material(ObjectNode json) {
    return (ObjectNode) attestation(json).path("verification_material");
  }

  private static ObjectNode entry(ObjectNode json) {
    return (ObjectNode) material(json).at("/transparency_entries/0");
  }

  private static ObjectNode proof(ObjectNode json) {
    return (ObjectNode) entry(json).path("inclusionProof");
  }

  /** What came with the attestation of another file. */
  private static ObjectNode of(PublishedFile other) {
    return (ObjectNode)
        Attested.json(Attested.text(other.fileName() + ".publish.attestation"))
            .path("verification_material");
  }

  /** Changes the last bit but some of what a field has in Base64. */
  private static void flip(ObjectNode json, String field) {
    byte[] bytes = Base64.getDecoder().decode(json.path(field).asString());
    bytes[bytes.length - 3] ^= 1;
    json.put(field, Base64.getEncoder().encodeToString(bytes));
  }

  private static void append(ObjectNode json, String field, String more) {
    String text =
        new String(Base64.getDecoder().decode(json.path(field).asString()), StandardCharsets.UTF_8);
    json.put(
        field, Base64.getEncoder().encodeToString((text + more).getBytes(StandardCharsets.UTF_8)));
  }
}
