package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;

/**
 * The word of logs, in a certificate, that they have it (RFC 6962, sections 3.2 and 3.3): so nobody
 * gets a certificate in another's name unseen.
 *
 * @param certificate the certificate
 * @param timestamps what the logs say
 */
record CertificateTimestamps(X509Certificate certificate, List<Stamp> timestamps) {

  private static final String EXTENSION = "1.3.6.1.4.1.11129.2.4.2";
  private static final int EXTENSIONS_TAG = 3;
  private static final int LOG_BYTES = 32;
  private static final int PRE_CERTIFICATE = 1;

  CertificateTimestamps {
    timestamps = List.copyOf(timestamps);
  }

  /**
   * The word of one log.
   *
   * @param version 0 for the only one there is
   * @param log the log's name
   * @param milliseconds when, since 1970
   * @param extensions what else is signed
   * @param signature the signature
   */
  record Stamp(int version, byte[] log, long milliseconds, byte[] extensions, byte[] signature) {

    private static Stamp of(ByteBuffer bytes) {
      int version = bytes.get();
      byte[] log = new byte[LOG_BYTES];
      bytes.get(log);
      long milliseconds = bytes.getLong();
      byte[] extensions = vector(bytes);
      bytes.getShort(); // The algorithm, which follows from the log's key.
      return new Stamp(version, log, milliseconds, extensions, vector(bytes));
    }
  }

  static CertificateTimestamps of(X509Certificate certificate) throws NotVouched {
    byte[] extension =
        Optional.ofNullable(certificate.getExtensionValue(EXTENSION))
            .orElseThrow(() -> new NotVouched("its certificate stands in no log of certificates"));
    byte[] list =
        ASN1OctetString.getInstance(ASN1OctetString.getInstance(extension).getOctets()).getOctets();
    ByteBuffer all = ByteBuffer.wrap(vector(ByteBuffer.wrap(list)));
    List<Stamp> timestamps = new ArrayList<>();
    while (all.hasRemaining()) {
      timestamps.add(Stamp.of(ByteBuffer.wrap(vector(all))));
    }
    return new CertificateTimestamps(certificate, timestamps);
  }

  /** Bytes with their number before them (RFC 5246, section 4.3). */
  private static byte[] vector(ByteBuffer bytes) {
    byte[] vector = new byte[Short.toUnsignedInt(bytes.getShort())];
    bytes.get(vector);
    return vector;
  }

  /** Sees that one of some logs has the certificate. */
  void requireOneOf(List<TransparencyLog> logs, X509Certificate issuer) throws NotVouched {
    try {
      byte[] logged = withoutTimestamps();
      byte[] issuerKey = Digest.sha256().digest(issuer.getPublicKey().getEncoded());
      for (Stamp stamp : timestamps) {
        byte[] signed = signed(stamp, issuerKey, logged);
        boolean holds =
            logs.stream()
                .filter(log -> log.isCalled(stamp.log()))
                .filter(log -> log.isTrustedAt(Instant.ofEpochMilli(stamp.milliseconds())))
                .anyMatch(log -> log.signed(signed, stamp.signature()));
        if (holds) {
          return;
        }
      }
    } catch (IOException | CertificateEncodingException exception) {
      throw new NotVouched("its certificate cannot be taken apart", exception);
    }
    throw new NotVouched("no log of certificates in the trusted root has its certificate");
  }

  private static byte[] signed(Stamp stamp, byte[] issuerKey, byte[] logged) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream data = new DataOutputStream(bytes);
    data.writeByte(stamp.version());
    data.writeByte(0);
    data.writeLong(stamp.milliseconds());
    data.writeShort(PRE_CERTIFICATE);
    data.write(issuerKey);
    data.writeByte(logged.length >> 16);
    data.writeShort(logged.length);
    data.write(logged);
    data.writeShort(stamp.extensions().length);
    data.write(stamp.extensions());
    return bytes.toByteArray();
  }

  /** What was to be certified, as the logs saw it: they had not given their word yet. */
  private byte[] withoutTimestamps() throws IOException, CertificateEncodingException {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    for (ASN1Encodable part : ASN1Sequence.getInstance(certificate.getTBSCertificate())) {
      boolean isExtensions =
          part instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS_TAG;
      parts.add(isExtensions ? others(ASN1TaggedObject.getInstance(part)) : part);
    }
    return new DERSequence(parts).getEncoded(ASN1Encoding.DER);
  }

  private static DERTaggedObject others(ASN1TaggedObject extensions) {
    ASN1EncodableVector others = new ASN1EncodableVector();
    for (ASN1Encodable each : ASN1Sequence.getInstance(extensions, true)) {
      ASN1ObjectIdentifier name =
          ASN1ObjectIdentifier.getInstance(ASN1Sequence.getInstance(each).getObjectAt(0));
      if (!name.getId().equals(EXTENSION)) {
        others.add(each);
      }
    }
    return new DERTaggedObject(true, EXTENSIONS_TAG, new DERSequence(others));
  }
}
