package dev.pythonservice.builder;

import dev.pythonservice.builder.attest.VerificationKey;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads public keys of the command line. */
final class KeyFiles {

  private static final String PEM = "-----BEGIN";

  private KeyFiles() {}

  /**
   * Reads one.
   *
   * @param given a file, or the key itself as PEM
   * @throws BuildFailure when it is none
   */
  static VerificationKey verificationKey(String given) {
    return given.startsWith(PEM) ? read("given as PEM", given) : read(given, text(given));
  }

  private static String text(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The public key %s cannot be read (%s); see to the file, and to the rights on it"
              .formatted(file, exception.getClass().getSimpleName()));
    }
  }

  private static VerificationKey read(String what, String pem) {
    try {
      return VerificationKey.ofPem(pem);
    } catch (IllegalArgumentException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The public key %s cannot be used: %s; cosign writes it as cosign.pub"
              .formatted(what, exception.getMessage()));
    }
  }
}
