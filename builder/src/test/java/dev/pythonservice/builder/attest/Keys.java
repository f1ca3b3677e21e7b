package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.keyless.TestAuthorities;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.List;

/** Keys of these tests. */
public final class Keys {

  private Keys() {}

  /** A new one each time. */
  static SigningKey signing() {
    return SigningKey.ofDer(pair("secp256r1").getPrivate().getEncoded());
  }

  /** One that signs without a key of its own, as authorities of these tests vouch for. */
  public static Signer certified(TestAuthorities authorities) {
    KeyPair pair = pair("secp256r1");
    return new CertifiedSigner(
        SigningKey.ofDer(pair.getPrivate().getEncoded()),
        List.of(authorities.certificate(pair.getPublic())),
        authorities::stamp,
        authorities.trust());
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
