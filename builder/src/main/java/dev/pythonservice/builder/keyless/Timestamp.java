package dev.pythonservice.builder.keyless;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;

/**
 * Somebody's word that bytes were there at a time (RFC 3161).
 *
 * @param token the signed word
 */
record Timestamp(TimeStampToken token) {

  /** Reads an authority's answer, in DER. */
  static Timestamp of(byte[] response) throws NotVouched {
    try {
      return Optional.ofNullable(new TimeStampResponse(response).getTimeStampToken())
          .map(Timestamp::new)
          .orElseThrow(() -> new NotVouched("its timestamp is a refusal"));
    } catch (TSPException | IOException exception) {
      throw new NotVouched("what should be its timestamp is none", exception);
    }
  }

  /** When the bytes were there, as a trusted authority says. */
  Instant of(byte[] stamped, TrustedAuthority authority) throws NotVouched {
    if (!isAbout(stamped)) {
      throw new NotVouched("its timestamp is that of something else");
    }
    Instant time = token.getTimeStampInfo().getGenTime().toInstant();
    X509Certificate signer = signer(authority);
    try {
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    } catch (TSPException | OperatorCreationException exception) {
      throw new NotVouched(
          "its timestamp is of no authority in the trusted root, or was altered", exception);
    }
    authority.requireIssued(signer, time);
    return time;
  }

  private boolean isAbout(byte[] stamped) {
    try {
      return token
              .getTimeStampInfo()
              .getMessageImprintAlgOID()
              .equals(NISTObjectIdentifiers.id_sha256)
          && MessageDigest.isEqual(
              token.getTimeStampInfo().getMessageImprintDigest(),
              MessageDigest.getInstance("SHA-256").digest(stamped));
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("Every Java has SHA-256", exception);
    }
  }

  /** The one that is trusted by itself; else the one that the timestamp brings. */
  private X509Certificate signer(TrustedAuthority authority) throws NotVouched {
    return authority.leaf().isPresent() ? authority.leaf().get() : brought();
  }

  private X509Certificate brought() throws NotVouched {
    try {
      for (X509CertificateHolder holder : token.getCertificates().getMatches(null)) {
        if (token.getSID().match(holder)) {
          return new JcaX509CertificateConverter().getCertificate(holder);
        }
      }
    } catch (GeneralSecurityException exception) {
      throw new NotVouched("the certificate of its timestamp cannot be read", exception);
    }
    throw new NotVouched("its timestamp does not say by whose certificate it was signed");
  }
}
