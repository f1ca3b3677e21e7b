package dev.pythonservice.builder;

import dev.pythonservice.builder.attest.VerificationKey;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads public keys. */
final class KeyFiles {

  private KeyFiles() {}

  /**
   * Reads one.
   *
   * @throws BuildFailure when it is none
   */
  static VerificationKey verificationKey(Path file) {
    try {
      return VerificationKey.ofPem(Files.readString(file));
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The public key %s cannot be read (%s); see to the file, and to the rights on it"
              .formatted(file, exception.getClass().getSimpleName()));
    } catch (IllegalArgumentException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The public key %s cannot be used: %s; cosign writes it as cosign.pub"
              .formatted(file, exception.getMessage()));
    }
  }
}
