package dev.pythonservice.builder.attest;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.engines.XSalsa20Engine;
import org.bouncycastle.crypto.generators.SCrypt;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.params.ParametersWithIV;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A private key under a password, as cosign keeps it: JSON with scrypt (RFC 7914) and NaCl's
 * secretbox, which is XSalsa20 with Poly1305 (go-securesystemslib, package {@code encrypted}).
 */
final class EncryptedKey {

  private static final int KEY_BYTES = 32;
  private static final int TAG_BYTES = 16;
  private static final int NONCE_BYTES = 24;

  /** Of memory, N·r·128 bytes: four times what cosign takes. */
  private static final long MOST_MEMORY = 256L << 20;

  private EncryptedKey() {}

  /**
   * Opens it.
   *
   * @return the key in PKCS#8; empty for another password
   * @throws IllegalArgumentException when it is kept in a way that is not known here
   */
  static Optional<byte[]> open(byte[] json, byte[] password) {
    JsonNode box = read(json);
    JsonNode derivation = box.path("kdf");
    JsonNode cost = derivation.path("params");
    require(derivation.path("name").asString(""), "scrypt");
    require(box.path("cipher").path("name").asString(""), "nacl/secretbox");
    int work = cost.path("N").asInt(0);
    int blocks = cost.path("r").asInt(0);
    int lanes = cost.path("p").asInt(0);
    boolean sensible =
        Integer.bitCount(work) == 1 && work > 1 && blocks > 0 && lanes > 0 && lanes <= 16;
    if (!sensible || 128L * work * blocks > MOST_MEMORY) {
      throw new IllegalArgumentException("its parameters of scrypt are out of range");
    }
    byte[] key =
        SCrypt.generate(password, bytes(derivation.path("salt")), work, blocks, lanes, KEY_BYTES);
    return unbox(bytes(box.path("ciphertext")), bytes(box.path("cipher").path("nonce")), key);
  }

  private static JsonNode read(byte[] json) {
    try {
      return JsonMapper.shared().readTree(json);
    } catch (JacksonException exception) {
      throw new IllegalArgumentException("its content is not cosign's JSON");
    }
  }

  private static void require(String is, String known) {
    if (!is.equals(known)) {
      throw new IllegalArgumentException(
          "it is kept by '%s', and only '%s' is known".formatted(is, known));
    }
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString(""));
  }

  /** The first bytes of the stream are the key of the tag, those after it hide the content. */
  private static Optional<byte[]> unbox(byte[] box, byte[] nonce, byte[] key) {
    if (box.length < TAG_BYTES || nonce.length != NONCE_BYTES) {
      throw new IllegalArgumentException("it is cut off");
    }
    XSalsa20Engine stream = new XSalsa20Engine();
    stream.init(false, new ParametersWithIV(new KeyParameter(key), nonce));
    byte[] tagKey = new byte[KEY_BYTES];
    stream.processBytes(tagKey, 0, KEY_BYTES, tagKey, 0);
    Poly1305 tag = new Poly1305();
    tag.init(new KeyParameter(tagKey));
    tag.update(box, TAG_BYTES, box.length - TAG_BYTES);
    byte[] expected = new byte[TAG_BYTES];
    tag.doFinal(expected, 0);
    if (!MessageDigest.isEqual(expected, Arrays.copyOf(box, TAG_BYTES))) {
      return Optional.empty();
    }
    byte[] content = new byte[box.length - TAG_BYTES];
    stream.processBytes(box, TAG_BYTES, content.length, content, 0);
    return Optional.of(content);
  }
}
