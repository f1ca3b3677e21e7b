package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.keyless.Certification;
import dev.pythonservice.builder.keyless.PreAuthentication;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A signed content: an envelope of DSSE (secure-systems-lab/dsse, envelope.md).
 *
 * @param payloadType the content's media type
 * @param payload the content, in Base64
 * @param signatures signatures over both, in Base64
 */
record Envelope(String payloadType, String payload, List<String> signatures) {

  Envelope {
    signatures = List.copyOf(signatures);
  }

  /** Signs a statement. */
  static Envelope of(Statement statement, Signer key) {
    byte[] content = statement.bytes();
    return new Envelope(
        Statement.MEDIA_TYPE,
        Base64Text.of(content),
        List.of(
            Base64Text.of(key.sign(PreAuthentication.encoding(Statement.MEDIA_TYPE, content)))));
  }

  /** Reads one; empty when it is none. */
  static Optional<Envelope> read(JsonNode json) {
    List<String> signatures = new ArrayList<>();
    for (JsonNode signature : json.path("signatures")) {
      signatures.add(signature.path("sig").asString(""));
    }
    return json.path("payload").isString()
        ? Optional.of(
            new Envelope(
                json.path("payloadType").asString(""), json.path("payload").asString(), signatures))
        : Optional.empty();
  }

  /** Reads one; empty when it is none. */
  static Optional<Envelope> read(byte[] content) {
    try {
      return read(JsonMapper.shared().readTree(content));
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("payload", payload)
            .put("payloadType", payloadType);
    var list = json.putArray("signatures");
    signatures.forEach(signature -> list.addObject().put("keyid", "").put("sig", signature));
    return json;
  }

  /**
   * Who signed it.
   *
   * @param certification what came with the signature; absent where a key alone made it
   */
  Signatory signatory(Trust trust, Optional<Certification> certification) {
    return Base64Text.bytes(payload)
        .map(content ->
            trust.signatory(
                PreAuthentication.encoding(payloadType, content), signatureBytes(), certification))
        .orElseGet(Signatory::nobody);
  }

  /** Its signatures, as far as they are any. */
  List<byte[]> signatureBytes() {
    return signatures.stream().flatMap(signature -> Base64Text.bytes(signature).stream()).toList();
  }

  /** The statement in it; empty when the content is none. */
  Optional<Statement> statement() {
    return payloadType.equals(Statement.MEDIA_TYPE)
        ? Base64Text.bytes(payload).flatMap(Statement::read)
        : Optional.empty();
  }
}
