package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A log of signatures with one entry at a time that says what it is told, so that what a real one
 * never says can be tried, too: times when nobody signed.
 */
public final class TestLog {

  /** The type of what is signed. */
  public static final String TYPE = "application/vnd.in-toto+json";

  private final TestAuthorities authorities;
  private final KeyPair key = pair();

  /** A log beside some authorities. */
  public TestLog(TestAuthorities authorities) {
    this.authorities = authorities;
  }

  /** A trusted root with the authorities and this log. */
  public String root() {
    return root("");
  }

  /**
   * The same.
   *
   * @param until the end of the time for which the log is trusted; empty for none
   */
  String root(String until) {
    ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(authorities.root(""));
    ObjectNode log = root.putArray("tlogs").addObject();
    ObjectNode publicKey = log.putObject("publicKey").put("rawBytes", base64(key()));
    ObjectNode valid = publicKey.putObject("validFor").put("start", "2020-01-01T00:00:00Z");
    if (!until.isEmpty()) {
      valid.put("end", until);
    }
    log.putObject("logId").put("keyId", base64(id()));
    return root.toString();
  }

  /** An attestation (PEP 740) that the log took when everything happens. */
  public ObjectNode attestation(byte[] statement) {
    LoggedSignature signed = signed(statement, TestAuthorities.NOW);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("version", 1);
    json.putObject("envelope")
        .put("statement", base64(signed.payload()))
        .put("signature", base64(signed.signature()));
    json.putObject("verification_material")
        .put("certificate", base64(signed.certificate()))
        .putArray("transparency_entries")
        .addAll(signed.entries());
    return json;
  }

  /** A signature by a new key with a certificate of the usual kind, and its entry of a time. */
  LoggedSignature signed(byte[] payload, Instant taken) {
    KeyPair signer = pair();
    X509Certificate certificate = authorities.certificate(signer.getPublic());
    byte[] signature = signature(signer.getPrivate(), PreAuthentication.encoding(TYPE, payload));
    byte[] der = TestAuthorities.der(certificate);
    return new LoggedSignature(
        TYPE, payload, signature, der, List.of(entry(payload, signature, der, taken)), List.of());
  }

  private ObjectNode entry(byte[] payload, byte[] signature, byte[] certificate, Instant taken) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("apiVersion", "0.0.1").put("kind", "dsse");
    ObjectNode spec = body.putObject("spec");
    spec.putObject("payloadHash").put("value", Digest.ofBytes(payload).hex());
    spec.putArray("signatures")
        .addObject()
        .put("signature", base64(signature))
        .put(
            "verifier",
            base64(
                "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
                    .formatted(base64(certificate))
                    .getBytes(StandardCharsets.US_ASCII)));
    byte[] text = JsonMapper.shared().writeValueAsBytes(body);
    ObjectNode entry = JsonNodeFactory.instance.objectNode().put("logIndex", "7");
    entry.putObject("logId").put("keyId", base64(id()));
    entry.put("integratedTime", String.valueOf(taken.getEpochSecond()));
    entry.putObject("inclusionPromise").put("signedEntryTimestamp", promise(text, taken));
    entry
        .putObject("inclusionProof")
        .put("logIndex", "0")
        .put("treeSize", "1")
        .putObject("checkpoint")
        .put("envelope", checkpoint(text));
    entry.put("canonicalizedBody", base64(text));
    return entry;
  }

  private String promise(byte[] body, Instant taken) {
    String text =
        "{\"body\":\"%s\",\"integratedTime\":%d,\"logID\":\"%s\",\"logIndex\":7}"
            .formatted(base64(body), taken.getEpochSecond(), HexFormat.of().formatHex(id()));
    return base64(signature(key.getPrivate(), text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Of a tree with this entry alone, whose root is the entry's own hash. */
  private String checkpoint(byte[] body) {
    byte[] leaf = new byte[body.length + 1];
    System.arraycopy(body, 0, leaf, 1, body.length);
    String text =
        "log.example\n1\n%s\n"
            .formatted(base64(HexFormat.of().parseHex(Digest.ofBytes(leaf).hex())));
    byte[] signature = signature(key.getPrivate(), text.getBytes(StandardCharsets.UTF_8));
    byte[] hinted = new byte[signature.length + 4];
    System.arraycopy(signature, 0, hinted, 4, signature.length);
    return "%s\n\u2014 log.example %s\n".formatted(text, base64(hinted));
  }

  private byte[] id() {
    return HexFormat.of().parseHex(Digest.ofBytes(key()).hex());
  }

  private byte[] key() {
    return key.getPublic().getEncoded();
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static byte[] signature(PrivateKey key, byte[] content) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
