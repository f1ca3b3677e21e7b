package dev.pythonservice.builder.keyless;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1UTF8String;

/**
 * A certificate of Fulcio: whose a key is, for some minutes.
 *
 * @param certificate the certificate
 */
record SigningCertificate(X509Certificate certificate) {

  /** Extended key usage of those who sign code (RFC 5280, section 4.2.1.12). */
  private static final String CODE_SIGNING = "1.3.6.1.5.5.7.3.3";

  /** The token's issuer as a UTF8String (Fulcio, docs/oid-info.md, "Issuer (V2)"). */
  private static final String ISSUER = "1.3.6.1.4.1.57264.1.8";

  /** The same document, "Source Repository URI", "… Digest", "… Ref" and "Build Config URI". */
  private static final String REPOSITORY = "1.3.6.1.4.1.57264.1.12";

  private static final String COMMIT = "1.3.6.1.4.1.57264.1.13";
  private static final String REF = "1.3.6.1.4.1.57264.1.14";
  private static final String CONFIGURATION = "1.3.6.1.4.1.57264.1.18";

  private static final int FIELD_BITS = 256;

  static SigningCertificate of(byte[] der) throws NotVouched {
    return new SigningCertificate(read(der));
  }

  /** Reads a certificate, as DER or as PEM. */
  static X509Certificate read(byte[] encoded) throws NotVouched {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException exception) {
      throw new NotVouched("what should be its certificate is none", exception);
    }
  }

  /** Whose it is. */
  TrustedIdentity identity() throws NotVouched {
    return new TrustedIdentity(issuer(), subject());
  }

  /** Whose it is, and which build that was. */
  Certified certified() throws NotVouched {
    return new Certified(
        identity(), text(REPOSITORY), text(CONFIGURATION), text(REF), text(COMMIT));
  }

  byte[] der() throws NotVouched {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException exception) {
      throw new NotVouched("its certificate cannot be read", exception);
    }
  }

  /** The key, which is on P-256 as everything that signs here. */
  ECPublicKey key() throws NotVouched {
    if (certificate.getPublicKey() instanceof ECPublicKey key
        && key.getParams().getCurve().getField().getFieldSize() == FIELD_BITS) {
      return key;
    }
    throw new NotVouched("the key in its certificate is not on the curve P-256");
  }

  void requireCodeSigning() throws NotVouched {
    try {
      List<String> usages = certificate.getExtendedKeyUsage();
      if (usages == null || !usages.contains(CODE_SIGNING)) {
        throw new NotVouched("its certificate is not one for signing code");
      }
    } catch (CertificateParsingException exception) {
      throw new NotVouched("the usage of its certificate cannot be read", exception);
    }
  }

  private String subject() throws NotVouched {
    try {
      Collection<List<?>> names =
          Optional.ofNullable(certificate.getSubjectAlternativeNames()).orElse(List.of());
      List<?> only = names.size() == 1 ? names.iterator().next() : List.of();
      if (only.size() > 1 && only.get(1) instanceof String name) {
        return name;
      }
    } catch (CertificateParsingException exception) {
      throw new NotVouched("the name in its certificate cannot be read", exception);
    }
    throw new NotVouched("its certificate does not have one name exactly");
  }

  private String issuer() throws NotVouched {
    return text(ISSUER)
        .orElseThrow(
            () -> new NotVouched("its certificate does not say which issuer knew the signer"));
  }

  /** An extension that is a UTF8String. */
  private Optional<String> text(String extension) throws NotVouched {
    Optional<byte[]> found = Optional.ofNullable(certificate.getExtensionValue(extension));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      ASN1OctetString value = ASN1OctetString.getInstance(found.get());
      return Optional.of(
          ASN1UTF8String.getInstance(ASN1Primitive.fromByteArray(value.getOctets())).getString());
    } catch (IOException exception) {
      throw new NotVouched("what its certificate says of the signer cannot be read", exception);
    }
  }
}
