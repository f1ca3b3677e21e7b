package dev.pythonservice.builder.attest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
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
  static Envelope of(Statement statement, SigningKey key) {
    byte[] content = statement.bytes();
    return new Envelope(
        Statement.MEDIA_TYPE,
        base64(content),
        List.of(base64(key.sign(signed(Statement.MEDIA_TYPE, content)))));
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

  /** The first of these keys that signed it; empty when none did, or something was altered. */
  Optional<VerificationKey> signer(Collection<VerificationKey> keys) {
    Optional<byte[]> content = bytes(payload);
    return content.flatMap(bytes -> {
      byte[] signed = signed(payloadType, bytes);
      return keys.stream()
          .filter(key ->
              signatures.stream()
                  .flatMap(signature -> bytes(signature).stream())
                  .anyMatch(signature -> key.verifies(signed, signature)))
          .findFirst();
    });
  }

  /** The statement in it; empty when the content is none. */
  Optional<Statement> statement() {
    return payloadType.equals(Statement.MEDIA_TYPE)
        ? bytes(payload).flatMap(Statement::read)
        : Optional.empty();
  }

  /** What is signed: type and content with their lengths (dsse, protocol.md, "PAE"). */
  private static byte[] signed(String type, byte[] content) {
    byte[] typeBytes = type.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(content.length + 64);
    bytes.writeBytes("DSSEv1 %d ".formatted(typeBytes.length).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(typeBytes);
    bytes.writeBytes(" %d ".formatted(content.length).getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(content);
    return bytes.toByteArray();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Optional<byte[]> bytes(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException exception) {
      return Optional.empty();
    }
  }
}
