package dev.pythonservice.builder.attest;

import java.util.List;
import java.util.function.Supplier;

/**
 * How images are signed.
 *
 * @param trust by which what was signed before is found again
 * @param signer gives what signs one image, when it is about to be signed
 */
public record Signing(Trust trust, Supplier<Signer> signer) {

  /** By a key. */
  public static Signing by(SigningKey key) {
    return new Signing(Trust.ofKeys(List.of(key.publicKey())), () -> key);
  }

  /** By whoever the builder is. */
  public static Signing by(KeylessSigning keyless) {
    return new Signing(Trust.ofIdentities(keyless.trust()), keyless::signer);
  }
}
