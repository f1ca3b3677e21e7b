package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Signs images and what is said of them. Each signature is attached twice: as referrer, which newer
 * versions of cosign read, and under the tag that all of them and most admission controllers know.
 *
 * @param registry the client
 * @param repository where the images are
 * @param signer signs
 */
public record ImageSigning(Registry registry, Repository repository, Signer signer) {

  /** The predicate type by which cosign says no more than that an image is signed. */
  static final String SIGNED = "https://sigstore.dev/cosign/sign/v1";

  private static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";

  /**
   * Signs an image.
   *
   * @throws BuildFailure when the registry refuses it
   */
  public void sign(Descriptor image) {
    byte[] payload = SimpleSigning.of(repository, image.digest());
    byte[] signature = signer.sign(payload);
    Map<String, String> annotations = new TreeMap<>(signer.annotations(signature));
    annotations.put(SimpleSigning.SIGNATURE, Base64Text.of(signature));
    AttachedTag.signatures(registry, repository, image.digest())
        .add(SimpleSigning.MEDIA_TYPE, payload, annotations);
    Subject subject = new Subject("", image.digest());
    bundle(image, new Statement(List.of(subject), SIGNED, JsonNodeFactory.instance.objectNode()));
  }

  /**
   * Signs a statement and attaches it to an image that it is about.
   *
   * @throws BuildFailure when the registry refuses it
   */
  public void attest(Descriptor image, Statement statement) {
    byte[] envelope = JsonMapper.shared().writeValueAsBytes(bundle(image, statement).json());
    Map<String, String> annotations = new TreeMap<>(signer.annotations(envelope));
    annotations.put(SimpleSigning.SIGNATURE, "");
    annotations.put("predicateType", statement.predicateType());
    AttachedTag.attestations(registry, repository, image.digest())
        .add(ENVELOPE, envelope, annotations);
  }

  private Envelope bundle(Descriptor image, Statement statement) {
    Envelope envelope = Envelope.of(statement, signer);
    new Referrers(registry)
        .attach(
            repository,
            image,
            Bundle.MEDIA_TYPE,
            Bundle.write(envelope, signer),
            Bundle.annotations(statement));
    return envelope;
  }
}
