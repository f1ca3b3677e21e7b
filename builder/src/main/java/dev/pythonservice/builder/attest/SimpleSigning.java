package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Repository;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What cosign's older signatures sign (containers/image, docs/containers-signature.5.md). */
final class SimpleSigning {

  static final String MEDIA_TYPE = "application/vnd.dev.cosign.simplesigning.v1+json";

  /** The annotation with the signature (cosign, specs/SIGNATURE_SPEC.md). */
  static final String SIGNATURE = "dev.cosignproject.cosign/signature";

  private SimpleSigning() {}

  static byte[] of(Repository repository, Digest image) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode critical = json.putObject("critical");
    critical.putObject("identity").put("docker-reference", repository.toString());
    critical.putObject("image").put("docker-manifest-digest", image.toString());
    critical.put("type", "cosign container image signature");
    json.putNull("optional");
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  /** The image that a payload is about; empty when it is no such payload. */
  static Optional<Digest> image(byte[] payload) {
    try {
      return Digest.parse(
          JsonMapper.shared()
              .readTree(payload)
              .path("critical")
              .path("image")
              .path("docker-manifest-digest")
              .asString(""));
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }
}
