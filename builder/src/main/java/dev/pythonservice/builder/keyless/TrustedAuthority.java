package dev.pythonservice.builder.keyless;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An authority that is trusted.
 *
 * @param chain its certificates, the anchor last; that of a timestamp authority may come first
 * @param from from when it is trusted
 * @param until until when, inclusive; absent while it is still trusted
 */
record TrustedAuthority(List<X509Certificate> chain, Instant from, Optional<Instant> until) {

  TrustedAuthority {
    chain = List.copyOf(chain);
  }

  /** The certificate that is no authority's, where the chain begins with one. */
  Optional<X509Certificate> leaf() {
    return Optional.of(chain.getFirst()).filter(first -> first.getBasicConstraints() < 0);
  }

  /** Sees that it issued a certificate, and that all of them were valid at a time (RFC 5280). */
  void requireIssued(X509Certificate certificate, Instant time) throws NotVouched {
    if (time.isBefore(from) || until.filter(time::isAfter).isPresent()) {
      throw new NotVouched("%s is not trusted for %s".formatted(name(), time));
    }
    try {
      X509Certificate anchor = chain.getLast();
      anchor.checkValidity(Date.from(time));
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(path(certificate)),
              parameters);
    } catch (GeneralSecurityException exception) {
      throw new NotVouched(
          "%s did not issue it as valid on %s (%s)".formatted(name(), time, exception.getMessage()),
          exception);
    }
  }

  private List<X509Certificate> path(X509Certificate certificate) {
    return Stream.concat(Stream.of(certificate), chain.subList(0, chain.size() - 1).stream())
        .distinct()
        .toList();
  }

  private String name() {
    return "the authority '%s'".formatted(chain.getLast().getSubjectX500Principal().getName());
  }
}
