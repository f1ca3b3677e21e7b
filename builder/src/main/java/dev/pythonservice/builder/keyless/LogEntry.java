package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An entry of a log of signatures (Rekor; sigstore_rekor.proto, TransparencyLogEntry).
 *
 * @param log the name of the log
 * @param index where it stands in the log, all its trees counted
 * @param integrated when the log took it, in seconds since 1970; 0 where the log does not say
 * @param promise the log's signature of when it took it; absent where it does not say
 * @param proof proves that it is there
 * @param body what stands in the log, JSON
 */
record LogEntry(
    byte[] log,
    long index,
    long integrated,
    Optional<byte[]> promise,
    InclusionProof proof,
    byte[] body) {

  static LogEntry of(JsonNode json) throws NotVouched {
    String promise = json.path("inclusionPromise").path("signedEntryTimestamp").asString("");
    return new LogEntry(
        bytes(json.path("logId").path("keyId")),
        json.path("logIndex").asLong(0),
        json.path("integratedTime").asLong(0),
        promise.isEmpty() ? Optional.empty() : Optional.of(Base64.getDecoder().decode(promise)),
        InclusionProof.of(json.path("inclusionProof")),
        bytes(json.path("canonicalizedBody")));
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString(""));
  }

  /**
   * Sees that one of some logs has it, and when it took it where that is said.
   *
   * @return the log
   */
  TransparencyLog requireLogged(List<TransparencyLog> logs) throws NotVouched {
    TransparencyLog known =
        logs.stream()
            .filter(each -> each.isCalled(log))
            .findFirst()
            .orElseThrow(() -> new NotVouched("its log is not in the trusted root"));
    proof.requireHolds(body, known);
    if (promise.isPresent() && !known.signed(promised(), promise.get())) {
      throw new NotVouched("the time in its log entry is not signed by the log");
    }
    return known;
  }

  /** When the log took it; absent where it does not say. */
  Optional<Instant> time() {
    return promise.map(_ -> Instant.ofEpochSecond(integrated));
  }

  /** As the log signs it, with the fields in this order (RFC 8785). */
  private byte[] promised() {
    return """
    {"body":"%s","integratedTime":%d,"logID":"%s","logIndex":%d}\
    """
        .formatted(
            Base64.getEncoder().encodeToString(body),
            integrated,
            HexFormat.of().formatHex(log),
            index)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Sees that it is the entry of this signature. */
  void requireAbout(LoggedSignature signature) throws NotVouched {
    JsonNode json = JsonMapper.shared().readTree(body);
    String kind = json.path("kind").asString("") + " " + json.path("apiVersion").asString("");
    Logged logged =
        switch (kind) {
          case "dsse 0.0.1" -> first(json.path("spec"));
          case "dsse 0.0.2" -> second(json.path("spec").path("dsseV002"));
          default ->
              throw new NotVouched("its log entry is of the unknown kind '%s'".formatted(kind));
        };
    if (!MessageDigest.isEqual(logged.payload(), Digest.sha256().digest(signature.payload()))
        || !MessageDigest.isEqual(logged.signature(), signature.signature())
        || !MessageDigest.isEqual(logged.certificate(), signature.certificate())) {
      throw new NotVouched("its log entry is that of something else");
    }
  }

  /** What an entry says of an envelope: the hash of its content, and who signed it how. */
  private record Logged(byte[] payload, byte[] signature, byte[] certificate) {}

  private static Logged first(JsonNode spec) throws NotVouched {
    JsonNode only = only(spec.path("signatures"));
    return new Logged(
        HexFormat.of().parseHex(spec.path("payloadHash").path("value").asString("")),
        bytes(only.path("signature")),
        der(bytes(only.path("verifier"))));
  }

  private static Logged second(JsonNode spec) throws NotVouched {
    JsonNode only = only(spec.path("signatures"));
    return new Logged(
        bytes(spec.path("payloadHash").path("digest")),
        bytes(only.path("content")),
        bytes(only.path("verifier").path("x509Certificate").path("rawBytes")));
  }

  private static JsonNode only(JsonNode signatures) throws NotVouched {
    if (signatures.size() != 1) {
      throw new NotVouched("its log entry does not have one signature exactly");
    }
    return signatures.get(0);
  }

  private static byte[] der(byte[] pem) throws NotVouched {
    return SigningCertificate.of(pem).der();
  }
}
