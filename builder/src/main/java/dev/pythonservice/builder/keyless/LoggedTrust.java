package dev.pythonservice.builder.keyless;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Says whose a signature is that stands in a public log (Sigstore's client specification,
 * "Verification"): whom a trusted authority certified when the log took it.
 *
 * @param root the authorities and logs that are trusted
 */
public record LoggedTrust(TrustedRoot root) {

  /**
   * What the certificate says of who signed.
   *
   * @throws NotVouched when the signature does not hold, or nobody who is trusted vouches for it
   */
  public Certified certified(LoggedSignature signature) throws NotVouched {
    try {
      return judged(signature);
    } catch (RuntimeException exception) {
      // Foreign bytes may trip who reads them in ways that they do not tell of.
      throw new NotVouched("what came with its signature cannot be read", exception);
    }
  }

  private Certified judged(LoggedSignature signature) throws NotVouched {
    SigningCertificate certificate = SigningCertificate.of(signature.certificate());
    certificate.requireCodeSigning();
    signature.requireBy(certificate.key());
    TrustedAuthority issuer = root.issuer(certificate.certificate(), logged(signature));
    if (!root.certificateLogs().isEmpty()) {
      CertificateTimestamps.of(certificate.certificate())
          .requireOneOf(root.certificateLogs(), issuer.chain().getFirst());
    }
    return certificate.certified();
  }

  /** When a trusted log took it. */
  private Instant logged(LoggedSignature signature) throws NotVouched {
    Set<String> causes = new LinkedHashSet<>();
    for (JsonNode json : signature.entries()) {
      try {
        LogEntry entry = LogEntry.of(json);
        entry.requireAbout(signature);
        return time(entry, signature);
      } catch (NotVouched no) {
        causes.add(no.why());
      }
    }
    throw new NotVouched(
        causes.isEmpty() ? "it stands in no public log" : String.join("; ", causes));
  }

  private Instant time(LogEntry entry, LoggedSignature signature) throws NotVouched {
    TransparencyLog log = entry.requireLogged(root.logs());
    Optional<Instant> said = entry.time();
    Instant time =
        said.isPresent() ? said.get() : root.time(signature.timestamps(), signature.signature());
    if (!log.isTrustedAt(time)) {
      throw new NotVouched("its log is not trusted for " + time);
    }
    return time;
  }
}
