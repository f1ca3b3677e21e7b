package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Whether a service may take over the image of another one, and whether it is what it asks for. Of
 * a service that is not offered nothing is said, not even whether it exists.
 */
public final class OfferDecisions {

  private static final String NOTHING = "NothingServesThere";

  private static final Chain<Offer> CHAIN =
      new Chain<>(
          List.of(
              OfferDecisions::isAnother,
              OfferDecisions::isWatched,
              OfferDecisions::isOffered,
              OfferDecisions::somethingServes,
              OfferDecisions::platformIsAccepted,
              OfferDecisions::pythonAgrees,
              OfferDecisions::libcAgrees,
              OfferDecisions::lockAgrees),
          Verdict.ready("Offered", "The image is offered"));

  private OfferDecisions() {}

  /** What can be taken over. */
  public static Offered decide(Offer offer) {
    return CHAIN
        .objection(offer)
        .<Offered>map(Offered.Nothing::new)
        .orElseGet(() -> new Offered.Image(offer.build().orElseThrow(), since(offer)));
  }

  private static Instant since(Offer offer) {
    return offer.giver().flatMap(Offer::releaseOf).map(Release::since).orElse(Instant.EPOCH);
  }

  private static Optional<Verdict> isAnother(Offer offer) {
    boolean isItself =
        offer.named().namespace().equals(offer.takerNamespace())
            && offer.named().name().equals(offer.taker().getMetadata().getName());
    return isItself
        ? stalled(
            "SourceInvalid",
            "spec.source.service names %s, which is this service; name the one whose image it is to take over"
                .formatted(offer.spelled()))
        : Optional.empty();
  }

  private static Optional<Verdict> isWatched(Offer offer) {
    return offer.isWatched()
        ? Optional.empty()
        : stalled(
            "NamespaceNotWatched",
            "spec.source.service names %s, and this operator does not look after namespace %s; its administrator adds it to PYTHONSERVICE_WATCHED_NAMESPACES, the chart's watchedNamespaces"
                .formatted(offer.spelled(), offer.named().namespace()));
  }

  private static Optional<Verdict> isOffered(Offer offer) {
    return offer
            .giver()
            .filter(giver -> Offer.isOfferedTo(offer.takerNamespace(), giver))
            .isPresent()
        ? Optional.empty()
        : stalled(notOffered(offer.spelled(), offer.takerNamespace()));
  }

  /** The same whether there is such a service or not. */
  static Verdict notOffered(String service, String namespace) {
    return Verdict.stalled(
        "NotOffered",
        "spec.source.service names %s, which is not offered to namespace %s; those who look after it add %s to its spec.promotion.offeredTo"
            .formatted(service, namespace, namespace));
  }

  private static Optional<Verdict> somethingServes(Offer offer) {
    return offer.build().filter(BuildStatus::isUsable).isPresent()
        ? Optional.empty()
        : Optional.of(
            Verdict.reconciling(
                NOTHING,
                "%s offers its image, and nothing serves there yet".formatted(offer.spelled())));
  }

  /** Another platform has other rules on what goes into an image. */
  private static Optional<Verdict> platformIsAccepted(Offer offer) {
    String own = offer.platform().getMetadata().getName();
    String other = spec(offer).platform();
    boolean isAccepted =
        other.equals(own)
            || Optional.ofNullable(offer.platform().getSpec().policy())
                .map(Policy::promotesFrom)
                .filter(platforms -> platforms.contains(other))
                .isPresent();
    return isAccepted
        ? Optional.empty()
        : stalled(
            "PlatformNotAccepted",
            "The image of %s was built by the rules of the PythonPlatform %s, and the PythonPlatform %s of this service does not accept those; those who look after it add %s to its spec.policy.promotesFrom"
                .formatted(offer.spelled(), other, own, other));
  }

  private static Optional<Verdict> pythonAgrees(Offer offer) {
    return Optional.ofNullable(wanted(offer).python())
        .filter(python -> !python.equals(spec(offer).python()))
        .flatMap(
            python -> differs("PythonDiffers", "spec.python", python, offer, spec(offer).python()));
  }

  private static Optional<Verdict> libcAgrees(Offer offer) {
    return Optional.ofNullable(wanted(offer).libc())
        .filter(libc -> libc != spec(offer).libc())
        .flatMap(libc -> differs("LibcDiffers", "spec.libc", libc, offer, spec(offer).libc()));
  }

  private static Optional<Verdict> lockAgrees(Offer offer) {
    List<String> there = ImageInputs.lockOptions(Optional.ofNullable(spec(offer).lock()));
    return Optional.ofNullable(wanted(offer).lock())
        .map(lock -> ImageInputs.lockOptions(Optional.of(lock)))
        .filter(own -> !own.equals(there))
        .flatMap(own -> differs("LockDiffers", "spec.lock", own, offer, there));
  }

  private static Optional<Verdict> differs(
      String reason, String field, Object own, Offer offer, Object there) {
    return stalled(
        reason,
        "%s is %s, but the image of %s that is taken over was built with %s; remove %s, or have it changed there"
            .formatted(field, own, offer.spelled(), there, field));
  }

  private static PythonServiceSpec wanted(Offer offer) {
    return offer.taker().getSpec();
  }

  private static PythonBuildSpec spec(Offer offer) {
    return offer.build().orElseThrow().getSpec();
  }

  private static Optional<Verdict> stalled(String reason, String message) {
    return stalled(Verdict.stalled(reason, message));
  }

  private static Optional<Verdict> stalled(Verdict verdict) {
    return Optional.of(verdict);
  }
}
