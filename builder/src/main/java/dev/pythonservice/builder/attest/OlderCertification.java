package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.keyless.Certification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What cosign's older form says, in annotations, of who signed without a key of their own. */
final class OlderCertification {

  private OlderCertification() {}

  /**
   * Reads it; empty where a key signed.
   *
   * @param annotations the annotations
   * @param stamped what the timestamp is about
   */
  static Optional<Certification> of(Map<String, String> annotations, byte[] stamped) {
    return Pem.find(annotations.getOrDefault(CertifiedSigner.CERTIFICATE, ""))
        .flatMap(pem -> Base64Text.bytes(pem.body()))
        .map(certificate -> new Certification(certificate, timestamps(annotations), stamped));
  }

  private static List<byte[]> timestamps(Map<String, String> annotations) {
    try {
      String text =
          JsonMapper.shared()
              .readTree(annotations.getOrDefault(CertifiedSigner.TIMESTAMP, "{}"))
              .path(CertifiedSigner.SIGNED_TIMESTAMP)
              .asString("");
      return text.isEmpty() ? List.of() : Base64Text.bytes(text).map(List::of).orElse(List.of());
    } catch (JacksonException exception) {
      return List.of();
    }
  }
}
