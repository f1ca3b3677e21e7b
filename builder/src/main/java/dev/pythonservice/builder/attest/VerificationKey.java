package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.registry.Digest;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A public key that signatures are checked by: ECDSA on the curve P-256 with SHA-256, as {@code
 * cosign generate-key-pair} makes them.
 */
public final class VerificationKey {

  static final String ALGORITHM = "SHA256withECDSA";
  static final int FIELD_BITS = 256;

  private final PublicKey key;

  private VerificationKey(PublicKey key) {
    this.key = key;
  }

  static VerificationKey of(ECPublicKey key) {
    return new VerificationKey(key);
  }

  /**
   * Reads a key in PEM with the label {@code PUBLIC KEY} (RFC 7468, section 13).
   *
   * @throws IllegalArgumentException when it is none, with the reason
   */
  public static VerificationKey ofPem(String text) {
    Pem pem =
        Pem.find(text)
            .filter(found -> found.label().equals("PUBLIC KEY"))
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "it has no line '-----BEGIN PUBLIC KEY-----' with its key and its end"));
    try {
      PublicKey key =
          KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(pem.der()));
      if (key instanceof ECPublicKey elliptic
          && elliptic.getParams().getCurve().getField().getFieldSize() == FIELD_BITS) {
        return of(elliptic);
      }
    } catch (GeneralSecurityException exception) {
      throw new IllegalArgumentException("it is no key of ECDSA", exception);
    }
    throw new IllegalArgumentException("its curve is not P-256");
  }

  /** Whether a signature over these bytes was made with the private half of this key. */
  boolean verifies(byte[] signed, byte[] signature) {
    try {
      Signature check = Signature.getInstance(ALGORITHM);
      check.initVerify(key);
      check.update(signed);
      return check.verify(signature);
    } catch (SignatureException exception) {
      // No signature at all, by its form.
      return false;
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has ECDSA on P-256", exception);
    }
  }

  /** What people compare: the SHA-256 of the key in DER, in hexadecimal. */
  public String fingerprint() {
    return Digest.ofBytes(key.getEncoded()).hex();
  }

  /** The same in Base64, by which cosign names a key in its bundles. */
  String hint() {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(fingerprint()));
  }

  SubjectPublicKeyInfo subjectPublicKeyInfo() {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded());
  }

  /** The key in PEM. */
  public String pem() {
    return Pem.write("PUBLIC KEY", key.getEncoded());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerificationKey that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Its fingerprint. */
  @Override
  public String toString() {
    return "sha256:" + fingerprint();
  }
}
