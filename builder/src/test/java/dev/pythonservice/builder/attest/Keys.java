package dev.pythonservice.builder.attest;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;

/** Keys of these tests. */
public final class Keys {

  private Keys() {}

  /** A new one each time. */
  static SigningKey signing() {
    return SigningKey.ofDer(pair("secp256r1").getPrivate().getEncoded());
  }

  /** A private key as PEM. */
  public static String pem() {
    return Pem.write("PRIVATE KEY", pair("secp256r1").getPrivate().getEncoded());
  }

  static KeyPair pair(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
