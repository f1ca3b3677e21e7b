package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Keyless;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.Signing;
import dev.pythonservice.builder.attest.Trust;
import dev.pythonservice.builder.attest.VerificationKey;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.keyless.TrustedIdentity;
import dev.pythonservice.builder.keyless.TrustedRoot;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Of whom a platform serves images.
 *
 * @param publicKeys keys in PEM form
 * @param keyless who signs without a key
 */
record TrustedSigners(List<String> publicKeys, Optional<Keyless> keyless) {

  static final String UNUSABLE_KEY = "PublicKeyUnusable";
  static final String UNUSABLE_ROOT = "TrustedRootUnusable";

  static TrustedSigners of(PythonPlatform platform) {
    Optional<Signing> signing = Optional.ofNullable(platform.getSpec().signing());
    return new TrustedSigners(
        signing.map(Signing::publicKeys).orElse(List.of()), signing.map(Signing::keyless));
  }

  /** Whether nobody is named, and so images of all are served. */
  boolean isEmpty() {
    return publicKeys.isEmpty() && keyless.isEmpty();
  }

  /**
   * The same for who looks at signatures.
   *
   * @param platform the platform's name, for messages
   * @throws LookupFailure when a key or the trusted root cannot be used
   */
  Trust trust(String platform) {
    return new Trust(
        IntStream.range(0, publicKeys.size()).mapToObj(index -> key(index, platform)).toList(),
        keyless.map(trusted -> keyless(trusted, platform)));
  }

  private VerificationKey key(int index, String platform) {
    try {
      return VerificationKey.ofPem(publicKeys.get(index));
    } catch (IllegalArgumentException exception) {
      throw new LookupFailure(
          UNUSABLE_KEY,
          "spec.signing.publicKeys[%d] of the PythonPlatform %s cannot be used: %s; write the content of cosign.pub there"
              .formatted(index, platform, exception.getMessage()));
    }
  }

  private static KeylessTrust keyless(Keyless keyless, String platform) {
    try {
      return new KeylessTrust(
          TrustedRoot.of(keyless.trustedRoot()),
          keyless.identities().stream()
              .map(identity -> new TrustedIdentity(identity.issuer(), identity.subject()))
              .toList());
    } catch (IllegalArgumentException exception) {
      throw new LookupFailure(
          UNUSABLE_ROOT,
          "spec.signing.keyless.trustedRoot of the PythonPlatform %s cannot be used: %s; write there what 'cosign trusted-root create' writes"
              .formatted(platform, exception.getMessage()));
    }
  }
}
