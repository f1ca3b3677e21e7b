package dev.pythonservice.builder.attest;

import java.util.Optional;

/** Who signed something, as far as it can be known. */
sealed interface Signatory {

  /**
   * Somebody who is trusted.
   *
   * @param name who: a key, or an identity with its issuer
   */
  record Known(String name) implements Signatory {}

  /**
   * Somebody else, or it was altered.
   *
   * @param why what speaks against it, as a part of a sentence; absent where it is that no trusted
   *     key made it
   */
  record Unknown(Optional<String> why) implements Signatory {}

  /** Nobody of whom more could be said. */
  static Signatory nobody() {
    return new Unknown(Optional.empty());
  }
}
