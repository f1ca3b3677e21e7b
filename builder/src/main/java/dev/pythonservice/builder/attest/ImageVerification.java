package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.attest.ImageVerdict.Distrusted;
import dev.pythonservice.builder.attest.ImageVerdict.Reason;
import dev.pythonservice.builder.attest.ImageVerdict.Trusted;
import dev.pythonservice.builder.attest.Provenance.BuildVerdict;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether images are signed by a trusted key, and were built by this builder with no rule
 * broken. An image counts as signed where one signature holds, whatever else is attached to it:
 * everybody who may push may attach something.
 *
 * @param registry the client
 * @param keys the keys that are trusted, at least one
 */
public record ImageVerification(Registry registry, Collection<VerificationKey> keys) {

  /** A provenance has some 500 bytes for each wheel. */
  private static final int LARGEST = 8 << 20;

  /** More than this of one kind nobody attaches in good faith. */
  private static final int MOST = 64;

  private static final Set<String> WANTED = Set.of(ImageSigning.SIGNED, Provenance.TYPE);

  public ImageVerification {
    keys = List.copyOf(keys);
  }

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
            .flatMap(blob -> envelope(repository, blob, image))
            .toList();
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
        .flatMap(blob -> envelope(repository, blob, image))
        .toList();
  }

  private Stream<Claim> envelope(Repository repository, Descriptor blob, Digest image) {
    return small(repository, blob)
        .flatMap(content -> Bundle.read(content).stream())
        .flatMap(envelope ->
            envelope.statement().stream()
                .filter(statement -> WANTED.contains(statement.predicateType()))
                .map(statement -> claim(envelope, statement, image)));
  }

  private Claim claim(Envelope envelope, Statement statement, Digest image) {
    return new Claim(
        envelope.signer(keys),
        statement.isAbout(image),
        Optional.of(statement).filter(said -> said.predicateType().equals(Provenance.TYPE)));
  }

  private List<Claim> signatures(Repository repository, Digest image) {
    return AttachedTag.signatures(registry, repository, image).attached().stream()
        .limit(MOST)
        .flatMap(blob ->
            small(repository, blob)
                .map(payload ->
                    new Claim(
                        signer(payload, blob.annotations().get(SimpleSigning.SIGNATURE)),
                        SimpleSigning.image(payload).filter(image::equals).isPresent(),
                        Optional.empty())))
        .toList();
  }

  private Optional<VerificationKey> signer(byte[] payload, @Nullable String signature) {
    try {
      byte[] bytes = Base64.getDecoder().decode(signature == null ? "" : signature);
      return keys.stream().filter(key -> key.verifies(payload, bytes)).findFirst();
    } catch (IllegalArgumentException exception) {
      return Optional.empty();
    }
  }

  private Stream<byte[]> small(Repository repository, Descriptor blob) {
    return blob.size() > LARGEST
        ? Stream.empty()
        : Stream.of(registry.smallBlob(repository, blob, LARGEST));
  }

  private ImageVerdict judge(List<Claim> claims) {
    List<Claim> signatures = claims.stream().filter(Claim::isSignature).toList();
    Optional<Claim> signature = signatures.stream().filter(Claim::holds).findFirst();
    return signature.isEmpty()
        ? distrusted(signatures)
        : provenance(
            signature.get().signer().orElseThrow(),
            claims.stream().filter(claim -> !claim.isSignature()).toList());
  }

  private Distrusted distrusted(List<Claim> signatures) {
    if (signatures.isEmpty()) {
      return new Distrusted(
          Reason.NOT_SIGNED, "nobody signed it; build it again with a key that is trusted");
    }
    return signatures.stream().anyMatch(claim -> claim.signer().isPresent())
        ? new Distrusted(
            Reason.OTHER_IMAGE,
            "the signature that is attached to it is that of another image; build it again")
        : new Distrusted(
            Reason.OTHER_KEY,
            "none of its %d signatures is of a trusted key (%s), or they were altered; build it again with such a key, or trust the one that signed it"
                .formatted(signatures.size(), names()));
  }

  private String names() {
    return keys.stream().map(VerificationKey::toString).collect(Collectors.joining(", "));
  }

  private static ImageVerdict provenance(VerificationKey key, List<Claim> provenances) {
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
              : "where it comes from is signed by no trusted key, is about another image, or was"
                  + " altered; build it again");
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
        .orElseGet(() -> new Trusted(key, Provenance.revisionOf(provenance)));
  }

  private static Distrusted notKept(BuildVerdict verdict) {
    return new Distrusted(
        Reason.RULE_NOT_KEPT,
        "its build says that the rule '%s' is not kept: %s"
            .formatted(verdict.rule(), verdict.message()));
  }
}
