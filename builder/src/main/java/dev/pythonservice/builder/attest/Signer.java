package dev.pythonservice.builder.attest;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Signs, and says how others know whose signature it is. */
public interface Signer {

  /** Signs some bytes: ECDSA on P-256 with SHA-256, in DER. */
  byte[] sign(byte[] content);

  /**
   * What a bundle says of a signature's maker (sigstore_bundle.proto, {@code
   * VerificationMaterial}).
   *
   * @param signature the signature
   */
  ObjectNode material(byte[] signature);

  /**
   * What cosign's older form says of a signature's maker, as annotations.
   *
   * @param stamped what a timestamp is to be about: the signature, or the envelope that has it
   */
  Map<String, String> annotations(byte[] stamped);
}
