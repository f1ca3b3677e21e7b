package dev.pythonservice.builder.keyless;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A signature of an envelope of DSSE that stands in a public log, with all that is needed to see so
 * without asking anybody.
 *
 * @param payloadType the content's media type
 * @param payload what is signed
 * @param signature the signature
 * @param certificate the signer's certificate, X.509 in DER
 * @param entries entries of logs as Sigstore writes them (TransparencyLogEntry); one that holds is
 *     enough
 * @param timestamps answers of timestamp authorities in DER, for logs that say no time
 */
public record LoggedSignature(
    String payloadType,
    byte[] payload,
    byte[] signature,
    byte[] certificate,
    List<JsonNode> entries,
    List<byte[]> timestamps) {

  public LoggedSignature {
    entries = List.copyOf(entries);
    timestamps = List.copyOf(timestamps);
  }

  /** Sees that a key made it. */
  void requireBy(PublicKey key) throws NotVouched {
    try {
      Signature check = Signature.getInstance("SHA256withECDSA");
      check.initVerify(key);
      check.update(PreAuthentication.encoding(payloadType, payload));
      if (check.verify(signature)) {
        return;
      }
    } catch (GeneralSecurityException exception) {
      throw new NotVouched("its signature is none", exception);
    }
    throw new NotVouched(
        "its signature is not by the key of its certificate: one of them, or what it says, was"
            + " altered");
  }
}
