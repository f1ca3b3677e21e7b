package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.keyless.CertificateAuthority;
import dev.pythonservice.builder.keyless.IdentityToken;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.keyless.TimestampAuthority;

/**
 * Signs as whoever a token says this is: each time with a new key, which is never kept.
 *
 * @param authority certifies whose the key is
 * @param timestamps confirms when it was used
 * @param token says who this is
 * @param trust by which others will judge
 */
public record KeylessSigning(
    CertificateAuthority authority,
    TimestampAuthority timestamps,
    IdentityToken token,
    KeylessTrust trust) {

  /**
   * A new key with its certificate, good for some minutes.
   *
   * @throws BuildFailure when there is no token, or it gets no certificate
   */
  public Signer signer() {
    SigningKey key = SigningKey.generated();
    return new CertifiedSigner(
        key, authority.certify(key.certificateRequest(), token.read()), timestamps::stamp, trust);
  }
}
