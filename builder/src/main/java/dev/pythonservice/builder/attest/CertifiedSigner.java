package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.keyless.Certification;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.keyless.NotVouched;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Signs with a key of which a certificate says for minutes whose it is, and has the time of each
 * signature confirmed. What nobody would trust is not attached to anything.
 *
 * @param key the key
 * @param chain its certificate, then those of the authorities above it
 * @param timestamps gives the timestamp of some bytes
 * @param trust by which others will judge
 */
record CertifiedSigner(
    SigningKey key,
    List<X509Certificate> chain,
    UnaryOperator<byte[]> timestamps,
    KeylessTrust trust)
    implements Signer {

  /** The annotations of cosign (pkg/oci/static, signature.go). */
  static final String CERTIFICATE = "dev.sigstore.cosign/certificate";

  static final String CHAIN = "dev.sigstore.cosign/chain";

  static final String TIMESTAMP = "dev.sigstore.cosign/rfc3161timestamp";

  /** The field of the last one. */
  static final String SIGNED_TIMESTAMP = "SignedRFC3161Timestamp";

  CertifiedSigner {
    chain = List.copyOf(chain);
  }

  @Override
  public byte[] sign(byte[] content) {
    return key.sign(content);
  }

  @Override
  public ObjectNode material(byte[] signature) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("certificate").put("rawBytes", Base64Text.of(der(chain.getFirst())));
    json.putObject("timestampVerificationData")
        .putArray("rfc3161Timestamps")
        .addObject()
        .put("signedTimestamp", Base64Text.of(stamp(signature)));
    return json;
  }

  @Override
  public Map<String, String> annotations(byte[] stamped) {
    return Map.of(
        CERTIFICATE,
        pem(chain.getFirst()),
        CHAIN,
        chain.stream().skip(1).map(CertifiedSigner::pem).collect(Collectors.joining()),
        TIMESTAMP,
        JsonMapper.shared()
            .writeValueAsString(Map.of(SIGNED_TIMESTAMP, Base64Text.of(stamp(stamped)))));
  }

  private byte[] stamp(byte[] content) {
    byte[] timestamp = timestamps.apply(content);
    try {
      trust.vouched(new Certification(der(chain.getFirst()), List.of(timestamp), content));
      return timestamp;
    } catch (NotVouched no) {
      throw new BuildFailure(
          ExitCode.POLICY,
          "Nobody would trust the signature: of what would be attached, %s; trusted are %s; the image is not signed and gets no tag; see to --trusted-root and --trusted-identity, or let another identity sign"
              .formatted(no.why(), trust.names()));
    }
  }

  private static String pem(X509Certificate certificate) {
    return Pem.write("CERTIFICATE", der(certificate));
  }

  private static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException exception) {
      throw new IllegalStateException("It was read from these bytes", exception);
    }
  }
}
