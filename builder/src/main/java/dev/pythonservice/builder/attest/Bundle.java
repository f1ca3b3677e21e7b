package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.keyless.Certification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed statement as newer versions of cosign attach it: a Sigstore bundle v0.3
 * (sigstore/protobuf-specs, sigstore_bundle.proto), here without a transparency log.
 */
final class Bundle {

  static final String MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  /** The annotation by which cosign says what a bundle is about. */
  static final String PREDICATE_TYPE = "dev.sigstore.bundle.predicateType";

  /** One is enough; each takes time to check. */
  private static final int MOST_TIMESTAMPS = 8;

  private Bundle() {}

  static byte[] write(Envelope envelope, Signer signer) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("mediaType", MEDIA_TYPE);
    json.set("verificationMaterial", signer.material(envelope.signatureBytes().getFirst()));
    json.set("dsseEnvelope", envelope.json());
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  static Map<String, String> annotations(Statement statement) {
    return Map.of(
        "dev.sigstore.bundle.content", "dsse-envelope", PREDICATE_TYPE, statement.predicateType());
  }

  /** An envelope, and what came with it so that others know whose it is, if anything did. */
  record Signed(Envelope envelope, Optional<Certification> certification) {}

  /** What is in a bundle; empty when it is none. */
  static Optional<Signed> read(byte[] content) {
    try {
      JsonNode json = JsonMapper.shared().readTree(content);
      return Envelope.read(json.path("dsseEnvelope"))
          .map(envelope ->
              new Signed(envelope, certification(json.path("verificationMaterial"), envelope)));
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }

  private static Optional<Certification> certification(JsonNode material, Envelope envelope) {
    JsonNode certificate = material.path("certificate").path("rawBytes");
    List<byte[]> signatures = envelope.signatureBytes();
    if (!certificate.isString() || signatures.isEmpty()) {
      return Optional.empty();
    }
    List<byte[]> timestamps =
        material.path("timestampVerificationData").path("rfc3161Timestamps").values().stream()
            .limit(MOST_TIMESTAMPS)
            .map(timestamp -> timestamp.path("signedTimestamp").asString(""))
            .flatMap(text -> Base64Text.bytes(text).stream())
            .toList();
    return Base64Text.bytes(certificate.asString())
        .map(bytes -> new Certification(bytes, timestamps, signatures.getFirst()));
  }
}
