package dev.pythonservice.e2e.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/**
 * A new pair of keys as files.
 *
 * @param privateKey PKCS#8 as PEM
 * @param publicKey the other half as PEM
 */
public record KeyPairFiles(Path privateKey, Path publicKey) {

  /** Makes a pair. */
  public static KeyPairFiles in(Path folder, String name) throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new KeyPairFiles(
          Files.writeString(
              folder.resolve(name + ".key"), pem("PRIVATE KEY", pair.getPrivate().getEncoded())),
          Files.writeString(
              folder.resolve(name + ".pub"), pem("PUBLIC KEY", pair.getPublic().getEncoded())));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static String pem(String label, byte[] content) {
    String body =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
