package dev.pythonservice.builder.attest;

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

  private Bundle() {}

  static byte[] write(Envelope envelope, VerificationKey key) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("mediaType", MEDIA_TYPE);
    json.putObject("verificationMaterial").putObject("publicKey").put("hint", key.hint());
    json.set("dsseEnvelope", envelope.json());
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  static Map<String, String> annotations(Statement statement) {
    return Map.of(
        "dev.sigstore.bundle.content", "dsse-envelope", PREDICATE_TYPE, statement.predicateType());
  }

  /** The envelope of a bundle, or the envelope alone; empty when it is neither. */
  static Optional<Envelope> read(byte[] content) {
    try {
      JsonNode json = JsonMapper.shared().readTree(content);
      return Envelope.read(json.has("dsseEnvelope") ? json.path("dsseEnvelope") : json);
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }
}
