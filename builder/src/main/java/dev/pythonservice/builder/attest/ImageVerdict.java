package dev.pythonservice.builder.attest;

/** Whether an image may be trusted. */
public sealed interface ImageVerdict {

  /**
   * It is signed, and so is where it comes from.
   *
   * @param signer who signed it: a key, or an identity with its issuer
   * @param revision the revision of the source that it was built from
   */
  record Trusted(String signer, String revision) implements ImageVerdict {}

  /**
   * It is not to be trusted.
   *
   * @param reason why
   * @param message the same in a sentence, which starts with a small letter and names the remedy
   */
  record Distrusted(Reason reason, String message) implements ImageVerdict {}

  /** Why an image is not to be trusted. */
  enum Reason {
    /** Nobody signed it. */
    NOT_SIGNED,
    /** It is signed by others, or something was altered afterwards. */
    OTHER_SIGNER,
    /** Its signature is that of another image. */
    OTHER_IMAGE,
    /** Nobody signed where it comes from, or that was altered. */
    NO_PROVENANCE,
    /** It was built by something else. */
    OTHER_BUILDER,
    /** The build itself says that a rule is not kept. */
    RULE_NOT_KEPT
  }
}
