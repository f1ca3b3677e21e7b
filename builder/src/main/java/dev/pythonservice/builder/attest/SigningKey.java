package dev.pythonservice.builder.attest;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Map;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequestBuilder;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A private key that signs with ECDSA on the curve P-256 and SHA-256. It never shows itself. */
public final class SigningKey implements Signer {

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

  /** A new key. */
  static SigningKey generated() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new SigningKey(
          (ECPrivateKey) pair.getPrivate(), VerificationKey.of((ECPublicKey) pair.getPublic()));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has ECDSA on P-256", exception);
    }
  }

  /**
   * Asks for a certificate of the public half, and proves to have the other one: PKCS#10 as PEM.
   */
  String certificateRequest() {
    try {
      var request =
          new PKCS10CertificationRequestBuilder(
                  new X500Name(new RDN[0]), publicKey.subjectPublicKeyInfo())
              .build(new JcaContentSignerBuilder(VerificationKey.ALGORITHM).build(key));
      return Pem.write("CERTIFICATE REQUEST", request.getEncoded());
    } catch (OperatorCreationException | IOException exception) {
      throw new IllegalStateException("Every Java has ECDSA on P-256", exception);
    }
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
  @Override
  public byte[] sign(byte[] content) {
    try {
      Signature signature = Signature.getInstance(VerificationKey.ALGORITHM);
      signature.initSign(key);
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has ECDSA on P-256", exception);
    }
  }

  /** By which of the keys that others have it is checked. */
  @Override
  public ObjectNode material(byte[] signature) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("publicKey").put("hint", publicKey.hint());
    return json;
  }

  /** None: others have the key. */
  @Override
  public Map<String, String> annotations(byte[] stamped) {
    return Map.of();
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
