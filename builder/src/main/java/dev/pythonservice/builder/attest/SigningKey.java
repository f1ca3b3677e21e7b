package dev.pythonservice.builder.attest;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/** A private key that signs with ECDSA on the curve P-256 and SHA-256. It never shows itself. */
public final class SigningKey {

  private final ECPrivateKey key;
  private final VerificationKey publicKey;

  private SigningKey(ECPrivateKey key, VerificationKey publicKey) {
    this.key = key;
    this.publicKey = publicKey;
  }

  /**
   * Reads a key in PKCS#8 (RFC 5208).
   *
   * @throws IllegalArgumentException when it is another kind of key, or none
   */
  static SigningKey ofDer(byte[] pkcs8) {
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      if (keys.generatePrivate(new PKCS8EncodedKeySpec(pkcs8)) instanceof ECPrivateKey key
          && key.getParams().getCurve().getField().getFieldSize() == VerificationKey.FIELD_BITS) {
        ECPublicKeySpec half = new ECPublicKeySpec(publicPoint(key.getS()), key.getParams());
        return new SigningKey(key, VerificationKey.of((ECPublicKey) keys.generatePublic(half)));
      }
    } catch (GeneralSecurityException exception) {
      // Without the cause, which may quote what it read.
      throw new IllegalArgumentException("it is no key of ECDSA in PKCS#8");
    }
    throw new IllegalArgumentException("its curve is not P-256");
  }

  /** The public half, which the JDK does not work out. */
  private static ECPoint publicPoint(BigInteger secret) {
    var point =
        new FixedPointCombMultiplier()
            .multiply(CustomNamedCurves.getByName("P-256").getG(), secret)
            .normalize();
    return new ECPoint(
        point.getAffineXCoord().toBigInteger(), point.getAffineYCoord().toBigInteger());
  }

  /** Signs some bytes: ASN.1 in DER (RFC 3279, section 2.2.3), other bytes each time. */
  byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance(VerificationKey.ALGORITHM);
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has ECDSA on P-256", exception);
    }
  }

  /** The half that others check by. */
  public VerificationKey publicKey() {
    return publicKey;
  }

  /** Its public half. */
  @Override
  public String toString() {
    return "private half of " + publicKey;
  }
}
