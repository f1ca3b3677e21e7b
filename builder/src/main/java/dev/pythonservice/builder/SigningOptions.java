package dev.pythonservice.builder;

import dev.pythonservice.builder.attest.KeylessSigning;
import dev.pythonservice.builder.attest.Signing;
import dev.pythonservice.builder.attest.SigningKey;
import dev.pythonservice.builder.attest.SigningKeyFile;
import dev.pythonservice.builder.attest.VerificationKey;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options that say whether images are signed, and with which key or as whom. */
final class SigningOptions {

  @Option(
      names = "--signing-key",
      paramLabel = "FILE",
      description =
          "Private key that signs the image and where it comes from: ECDSA on P-256 as PEM, PKCS#8"
              + " or as cosign keeps it. Images are not signed unless said.")
  private @Nullable Path key;

  @Option(
      names = "--signing-password-file",
      paramLabel = "FILE",
      description = "File with the password of a key that cosign keeps under one.")
  private @Nullable Path password;

  @Option(
      names = "--trusted-key",
      paramLabel = "FILE|PEM",
      description =
          "Public key that those who run the image trust, as a file or as PEM itself; with any of"
              + " them, the build fails at once where --signing-key belongs to none.")
  private List<String> trusted = List.of();

  @Mixin private final KeylessOptions keyless = new KeylessOptions();

  /**
   * How images are signed; absent where nothing is.
   *
   * @param access how authorities are reached
   * @throws BuildFailure when an option cannot be used, or nobody would trust the signatures
   */
  Optional<Signing> signing(Access access) {
    Optional<KeylessSigning> withoutKey = keyless.signing(access, System.getenv());
    if (key != null && withoutKey.isPresent()) {
      throw new BuildFailure(
          ExitCode.INPUT, "--signing-key and --fulcio are two ways to sign; choose one");
    }
    return withoutKey.map(Signing::by).or(() -> key().map(Signing::by));
  }

  private Optional<SigningKey> key() {
    if (key == null) {
      if (!trusted.isEmpty()) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "--trusted-key is given without --signing-key, so nobody would run the image; name the"
                + " key that signs it");
      }
      return Optional.empty();
    }
    SigningKey signer = new SigningKeyFile(key, Optional.ofNullable(password)).read();
    List<VerificationKey> accepted = trusted.stream().map(KeyFiles::verificationKey).toList();
    if (!accepted.isEmpty() && !accepted.contains(signer.publicKey())) {
      throw new BuildFailure(
          ExitCode.POLICY,
          "The signing key %s is the private half of %s, which is not among the trusted keys %s; sign with the other half of one of them, or trust this one, too"
              .formatted(key, signer.publicKey(), accepted));
    }
    return Optional.of(signer);
  }
}
