package dev.pythonservice.builder.keyless;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Who is trusted without a key: some identities, where trusted authorities say whose the key was,
 * and that it was used while it was theirs.
 *
 * @param root the authorities
 * @param identities whoever they may vouch for, at least one
 */
public record KeylessTrust(TrustedRoot root, List<TrustedIdentity> identities) {

  public KeylessTrust {
    identities = List.copyOf(identities);
  }

  /**
   * Whose key it was that made a signature. That the key made it is left to who has the signature.
   *
   * @throws NotVouched when no authority says so, or it is somebody else's
   */
  public Vouched vouched(Certification certification) throws NotVouched {
    try {
      return judged(certification);
    } catch (RuntimeException exception) {
      // Foreign bytes may trip who reads them in ways that they do not tell of.
      throw new NotVouched("its certificate or timestamp cannot be read", exception);
    }
  }

  private Vouched judged(Certification certification) throws NotVouched {
    SigningCertificate certificate = SigningCertificate.of(certification.certificate());
    Instant time = root.time(certification.timestamps(), certification.stamped());
    certificate.requireCodeSigning();
    root.issuer(certificate.certificate(), time);
    TrustedIdentity identity = certificate.identity();
    if (!identities.contains(identity)) {
      throw new NotVouched("its certificate is that of " + identity);
    }
    return new Vouched(identity, certificate.key());
  }

  /** Who is trusted, for people. */
  public String names() {
    return identities.stream().map(TrustedIdentity::toString).collect(Collectors.joining(", "));
  }
}
