package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a private key is kept: PEM, as PKCS#8 without a password, or as cosign keeps it under one.
 *
 * @param file the key
 * @param password the file with its password, for a key that has one; a line end is no part of it
 */
public record SigningKeyFile(Path file, Optional<Path> password) {

  /**
   * Reads the key.
   *
   * @throws BuildFailure when it cannot be read or used, with the reason; it quotes nothing of it
   */
  public SigningKey read() {
    Pem pem = Pem.find(text(file)).orElseThrow(() -> unusable("it is no PEM"));
    try {
      return switch (pem.label()) {
        case "PRIVATE KEY" -> SigningKey.ofDer(pem.der());
        case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
            SigningKey.ofDer(open(pem));
        default ->
            throw new IllegalArgumentException(
                "it is a '%s', and neither a 'PRIVATE KEY' (PKCS#8) nor a key of cosign"
                    .formatted(pem.label()));
      };
    } catch (IllegalArgumentException exception) {
      throw unusable(String.valueOf(exception.getMessage()));
    }
  }

  private byte[] open(Pem pem) {
    Path secret =
        password.orElseThrow(() ->
            new IllegalArgumentException(
                "it has a password; name the file with it with --signing-password-file"));
    byte[] word = text(secret).replaceFirst("\\R\\z", "").getBytes(StandardCharsets.UTF_8);
    return EncryptedKey.open(pem.der(), word)
        .orElseThrow(() ->
            new IllegalArgumentException("the password in %s does not open it".formatted(secret)));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s cannot be read for signing (%s); see to the file, and to the rights on it"
              .formatted(file, exception.getClass().getSimpleName()));
    }
  }

  private BuildFailure unusable(String reason) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The signing key %s cannot be used: %s; make one with 'cosign generate-key-pair', or with 'openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256'"
            .formatted(file, reason));
  }
}
