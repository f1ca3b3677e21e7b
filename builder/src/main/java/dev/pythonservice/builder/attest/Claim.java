package dev.pythonservice.builder.attest;

import java.util.Optional;

/**
 * Something signed that is attached to an image.
 *
 * @param signer the trusted key that signed it; absent for others, and when it was altered
 * @param aboutImage whether it is about the image that it is attached to
 * @param statement what it says; absent when it says no more than that the image is signed
 */
record Claim(Optional<VerificationKey> signer, boolean aboutImage, Optional<Statement> statement) {

  boolean holds() {
    return signer.isPresent() && aboutImage;
  }

  boolean isSignature() {
    return statement.isEmpty();
  }
}
