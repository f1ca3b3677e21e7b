package dev.pythonservice.builder.keyless;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * A public log that nothing can be taken out of unseen, of signatures or of certificates.
 *
 * @param id by what its entries name it
 * @param key by which it signs
 * @param from from when it is trusted
 * @param until until when, inclusive; absent while it is still trusted
 */
record TransparencyLog(byte[] id, PublicKey key, Instant from, Optional<Instant> until) {

  /** A log with a key as X.509 writes it (SubjectPublicKeyInfo). */
  static TransparencyLog of(byte[] id, byte[] key, Instant from, Optional<Instant> until)
      throws GeneralSecurityException {
    String algorithm = SubjectPublicKeyInfo.getInstance(key).getAlgorithm().getAlgorithm().getId();
    return new TransparencyLog(
        id,
        KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(key)),
        from,
        until);
  }

  boolean isCalled(byte[] name) {
    return MessageDigest.isEqual(id, name);
  }

  boolean isTrustedAt(Instant time) {
    return !time.isBefore(from) && until.filter(time::isAfter).isEmpty();
  }

  /** Whether it signed this. */
  boolean signed(byte[] content, byte[] signature) {
    try {
      Signature check = Signature.getInstance(signatures());
      check.initVerify(key);
      check.update(content);
      return check.verify(signature);
    } catch (GeneralSecurityException exception) {
      // What is no signature at all is none of this key.
      return false;
    }
  }

  /** The one algorithm that logs use with such a key (sigstore_common.proto, PublicKeyDetails). */
  private String signatures() {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> key.getAlgorithm();
    };
  }
}
