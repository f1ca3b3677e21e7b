package dev.pythonservice.builder.attest;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * Something signed that is attached to an image.
 *
 * @param signatory who signed it
 * @param aboutImage whether it is about the image that it is attached to
 * @param statement what it says; absent when it says no more than that the image is signed
 */
record Claim(Signatory signatory, boolean aboutImage, Optional<Statement> statement) {

  boolean holds() {
    return isTrusted() && aboutImage;
  }

  boolean isTrusted() {
    return signatory instanceof Signatory.Known;
  }

  /** Who is trusted and signed it, if so. */
  Stream<String> signer() {
    return signatory instanceof Signatory.Known(String name) ? Stream.of(name) : Stream.empty();
  }

  /** What speaks against it, where more is known than that no trusted key made it. */
  Stream<String> cause() {
    return signatory instanceof Signatory.Unknown(Optional<String> why)
        ? why.stream()
        : Stream.empty();
  }

  boolean isSignature() {
    return statement.isEmpty();
  }
}
