package dev.pythonservice.builder.publisher;

import dev.pythonservice.builder.keyless.LoggedTrust;
import dev.pythonservice.builder.keyless.TrustedRoot;
import dev.pythonservice.builder.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files of the public index with what their publishers signed, as they are; SOURCES.md beside the
 * documents says where they come from.
 */
public final class Attested {

  /** The index that they are said to be on. */
  public static final String INDEX = "https://index.example/simple";

  /** An archive by GitHub. */
  public static final PublishedFile ARCHIVE =
      file(
          "pypi-attestations",
          "pypi_attestations-0.0.19.tar.gz",
          "9bb1add04b1b4e182be6b0b80931593f7a291eb49d69b4fd728a5d4cbcdc4bd3");

  /** An archive by GitLab. */
  public static final PublishedFile OF_GITLAB =
      file(
          "gitlab-oidc-project",
          "gitlab_oidc_project-0.0.3.tar.gz",
          "c1ca9b0d85df1606451098233018534497bf584362e10e4a8c21dfaea92c02a8");

  /** An archive by Google. */
  public static final PublishedFile OF_GOOGLE =
      file(
          "gcb-attestation-test",
          "gcb_attestation_test-0.0.0.tar.gz",
          "461317362419124b6012e855423a9078d6de8aed3e74fa78cc74d669b23dc6cf");

  /** A wheel by somebody, known by mail. */
  public static final PublishedFile WHEEL =
      file(
          "rfc8785",
          "rfc8785-0.1.2-py3-none-any.whl",
          "c4e92e9ecc828bef2aa7dba1de8ac983511f7532a0df11c770d39099a25cf201");

  /** A wheel whose name is signed with its tags in another order. */
  public static final PublishedFile REORDERED =
      file(
          "spt3g",
          "spt3g-1.0-cp310-cp310-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
          "d2772f9a5199f05ed1be8d9aa78b879e51772e3ead9d73fe8057257b1aec7cf8");

  private Attested() {}

  private static PublishedFile file(String name, String fileName, String sha256) {
    return new PublishedFile(name, INDEX, fileName, new Digest(sha256));
  }

  /** Sigstore's public instance. */
  public static LoggedTrust publicTrust() {
    return new LoggedTrust(TrustedRoot.withLogs(publicRoot()));
  }

  /** Sigstore's public instance, as it writes itself. */
  public static String publicRoot() {
    return text("trusted_root.json");
  }

  /** The instance where Sigstore tries what is new. */
  static LoggedTrust stagingTrust() {
    return new LoggedTrust(TrustedRoot.withLogs(text("trusted_root.staging.json")));
  }

  /** What the public index has of {@link #ARCHIVE}. */
  public static String provenance() {
    return text(ARCHIVE.fileName() + ".provenance");
  }

  /**
   * What an index has that got an attestation.
   *
   * @param publisher whom it names, JSON
   * @param attestation the attestation, JSON
   */
  public static String provenance(String publisher, String attestation) {
    return """
    {"version": 1, "attestation_bundles": [{"publisher": %s, "attestations": [%s]}]}
    """
        .formatted(publisher, attestation);
  }

  /** A document. */
  static String text(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Attested.class.getResourceAsStream("/publisher/" + name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** A document as JSON. */
  static ObjectNode json(String text) {
    return (ObjectNode) JsonMapper.shared().readTree(text);
  }
}
