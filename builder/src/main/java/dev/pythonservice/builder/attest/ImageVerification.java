package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.attest.ImageVerdict.Distrusted;
import dev.pythonservice.builder.attest.ImageVerdict.Reason;
import dev.pythonservice.builder.attest.ImageVerdict.Trusted;
import dev.pythonservice.builder.attest.Provenance.BuildVerdict;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.keyless.Certification;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks whether images are signed by somebody who is trusted, and were built by this builder with
 * no rule broken. An image counts as signed where one signature holds, whatever else is attached to
 * it: everybody who may push may attach something.
 *
 * @param registry the client
 * @param trust who is trusted
 */
public record ImageVerification(Registry registry, Trust trust) {

  /** A provenance has some 500 bytes for each wheel. */
  private static final int LARGEST = 8 << 20;

  /** More than this of one kind nobody attaches in good faith. */
  private static final int MOST = 64;

  private static final Set<String> WANTED = Set.of(ImageSigning.SIGNED, Provenance.TYPE);

  /**
   * Looks at what is attached to an image.
   *
   * @throws BuildFailure when the registry cannot be asked
   */
  public ImageVerdict of(Repository repository, Digest image) {
    List<Claim> claims = new ArrayList<>(bundles(repository, image));
    ImageVerdict verdict = judge(claims);
    if (verdict instanceof Trusted) {
      return verdict;
    }
    claims.addAll(signatures(repository, image));
    claims.addAll(attestations(repository, image));
    return judge(claims);
  }

  private List<Claim> bundles(Repository repository, Digest image) {
    return new Referrers(registry)
        .of(repository, image, Bundle.MEDIA_TYPE).stream()
            .filter(referrer ->
                WANTED.contains(
                    referrer
                        .annotations()
                        .getOrDefault(Bundle.PREDICATE_TYPE, ImageSigning.SIGNED)))
            .limit(MOST)
            .flatMap(
                referrer -> registry.manifest(repository, referrer.digest().toString()).stream())
            .flatMap(ImageVerification::content)
            .flatMap(blob -> small(repository, blob).flatMap(content -> bundle(content, image)))
            .toList();
  }

  private Stream<Claim> bundle(byte[] content, Digest image) {
    return Bundle.read(content).stream()
        .flatMap(signed -> claim(signed.envelope(), signed.certification(), image));
  }

  private static Stream<Descriptor> content(Manifest bundle) {
    try {
      return bundle.json().path("layers").values().stream()
          .limit(1)
          .map(Descriptor::of)
          .toList()
          .stream();
    } catch (IllegalArgumentException exception) {
      return Stream.empty();
    }
  }

  private List<Claim> attestations(Repository repository, Digest image) {
    return AttachedTag.attestations(registry, repository, image).attached().stream()
        .limit(MOST)
        .filter(each -> Provenance.TYPE.equals(each.annotations().get("predicateType")))
        .flatMap(
            blob -> small(repository, blob).flatMap(content -> attestation(blob, content, image)))
        .toList();
  }

  private Stream<Claim> attestation(Descriptor blob, byte[] content, Digest image) {
    return Envelope.read(content).stream()
        .flatMap(
            envelope -> claim(envelope, OlderCertification.of(blob.annotations(), content), image));
  }

  private Stream<Claim> claim(
      Envelope envelope, Optional<Certification> certification, Digest image) {
    return envelope.statement().stream()
        .filter(statement -> WANTED.contains(statement.predicateType()))
        .map(statement ->
            new Claim(
                envelope.signatory(trust, certification),
                statement.isAbout(image),
                Optional.of(statement)
                    .filter(said -> said.predicateType().equals(Provenance.TYPE))));
  }

  private List<Claim> signatures(Repository repository, Digest image) {
    return AttachedTag.signatures(registry, repository, image).attached().stream()
        .limit(MOST)
        .flatMap(blob ->
            small(repository, blob)
                .map(payload ->
                    new Claim(
                        signatory(payload, blob.annotations()),
                        SimpleSigning.image(payload).filter(image::equals).isPresent(),
                        Optional.empty())))
        .toList();
  }

  private Signatory signatory(byte[] payload, Map<String, String> annotations) {
    return Base64Text.bytes(annotations.getOrDefault(SimpleSigning.SIGNATURE, ""))
        .map(signature ->
            trust.signatory(
                payload, List.of(signature), OlderCertification.of(annotations, signature)))
        .orElseGet(Signatory::nobody);
  }

  private Stream<byte[]> small(Repository repository, Descriptor blob) {
    return blob.size() > LARGEST
        ? Stream.empty()
        : Stream.of(registry.smallBlob(repository, blob, LARGEST));
  }

  private ImageVerdict judge(List<Claim> claims) {
    List<Claim> signatures = claims.stream().filter(Claim::isSignature).toList();
    Optional<String> signer =
        signatures.stream().filter(Claim::holds).flatMap(Claim::signer).findFirst();
    return signer.isEmpty()
        ? distrusted(signatures)
        : provenance(signer.get(), claims.stream().filter(claim -> !claim.isSignature()).toList());
  }

  private Distrusted distrusted(List<Claim> signatures) {
    if (signatures.isEmpty()) {
      return new Distrusted(
          Reason.NOT_SIGNED, "nobody signed it; build it again with a signature that is trusted");
    }
    return signatures.stream().anyMatch(Claim::isTrusted)
        ? new Distrusted(
            Reason.OTHER_IMAGE,
            "the signature that is attached to it is that of another image; build it again")
        : new Distrusted(
            Reason.OTHER_SIGNER,
            "none of its %d signatures is of %s, or they were altered%s; build it again so that one is, or trust who signed it"
                .formatted(signatures.size(), trust.names(), causes(signatures)));
  }

  private static String causes(List<Claim> signatures) {
    Set<String> causes =
        signatures.stream().flatMap(Claim::cause).collect(Collectors.toCollection(TreeSet::new));
    return causes.isEmpty() ? "" : ": " + String.join("; ", causes);
  }

  private static ImageVerdict provenance(String signer, List<Claim> provenances) {
    Optional<Statement> latest =
        provenances.stream()
            .filter(Claim::holds)
            .flatMap(claim -> claim.statement().stream())
            .max(Comparator.comparing(Provenance::finishedOn));
    if (latest.isEmpty()) {
      return new Distrusted(
          Reason.NO_PROVENANCE,
          provenances.isEmpty()
              ? "nobody signed where it comes from; build it again"
              : "where it comes from is signed by nobody who is trusted, is about another image, or"
                  + " was altered; build it again");
    }
    Statement provenance = latest.get();
    String builder = Provenance.builderOf(provenance);
    if (!builder.equals(Provenance.BUILDER)) {
      return new Distrusted(
          Reason.OTHER_BUILDER,
          "it was built by %s, and only images of %s are trusted; build it with this platform"
              .formatted(builder, Provenance.BUILDER));
    }
    return Provenance.failed(provenance).stream()
        .findFirst()
        .<ImageVerdict>map(ImageVerification::notKept)
        .orElseGet(() -> new Trusted(signer, Provenance.revisionOf(provenance)));
  }

  private static Distrusted notKept(BuildVerdict verdict) {
    return new Distrusted(
        Reason.RULE_NOT_KEPT,
        "its build says that the rule '%s' is not kept: %s"
            .formatted(verdict.rule(), verdict.message()));
  }
}
