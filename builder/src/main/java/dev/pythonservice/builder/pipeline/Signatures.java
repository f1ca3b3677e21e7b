package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.ImageSigning;
import dev.pythonservice.builder.attest.ImageVerdict;
import dev.pythonservice.builder.attest.ImageVerification;
import dev.pythonservice.builder.attest.Signing;
import dev.pythonservice.builder.attest.Statement;
import dev.pythonservice.builder.attest.Subject;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.image.Image;
import dev.pythonservice.builder.image.PlatformImage;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.request.ImageRequest;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Signs an image, each of its platforms, where they come from, and their bills of materials. What
 * was signed before by whom it would be now is left as it is, so that the same build adds nothing.
 */
final class Signatures {

  /** The predicate type of a bill in CycloneDX (in-toto attestation, predicates/cyclonedx.md). */
  private static final String BILL = "https://cyclonedx.org/bom";

  /** Larger ones stay referrers without a signature. */
  private static final int LARGEST_BILL = 32 << 20;

  private final Registry registry;
  private final Repository repository;
  private final Repository layerRepository;
  private final Signing signing;
  private final ImageVerification verification;

  Signatures(Registry registry, ImageRequest image, Signing signing) {
    this.registry = registry;
    this.repository = Repository.of(image.repository());
    this.layerRepository = Repository.of(image.layerRepository());
    this.signing = signing;
    this.verification = new ImageVerification(registry, signing.trust());
  }

  private record Signed(Descriptor image, Optional<Statement> bill) {}

  /**
   * Signs all of it.
   *
   * @return how many of index and platforms were not signed before
   * @throws BuildFailure when the registry refuses a signature
   */
  long sign(Image image, Plan plan, Statement provenance) {
    List<Signed> all =
        Stream.concat(
                image.platforms().stream()
                    .map(platform ->
                        new Signed(platform.manifest().descriptor(), bill(platform, plan))),
                Stream.of(new Signed(image.index().descriptor(), Optional.empty())))
            .toList();
    return Parallel.each(all, all.size(), each -> isSignedNow(each, provenance)).stream()
        .filter(Boolean::booleanValue)
        .count();
  }

  private boolean isSignedNow(Signed each, Statement provenance) {
    Descriptor image = each.image();
    if (verification.of(repository, image.digest()) instanceof ImageVerdict.Trusted) {
      return false;
    }
    ImageSigning fresh = new ImageSigning(registry, repository, signing.signer().get());
    each.bill().ifPresent(bill -> fresh.attest(image, bill));
    fresh.attest(image, provenance);
    fresh.sign(image);
    return true;
  }

  private Optional<Statement> bill(PlatformImage platform, Plan plan) {
    return plan.platform(platform.platform())
        .bill()
        .filter(bill -> bill.size() <= LARGEST_BILL)
        .map(bill ->
            new Statement(
                List.of(
                    new Subject(
                        repository + " " + platform.platform(), platform.manifest().digest())),
                BILL,
                JsonMapper.shared()
                    .readTree(registry.smallBlob(layerRepository, bill, LARGEST_BILL))));
  }
}
