package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.TakenOver;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of a build that takes over the image of another one. It is asked anew whether that
 * is offered: a build is normally the operator's own, but whoever may write one must not thereby
 * learn of other namespaces.
 */
public final class TakeoverDecisions {

  private TakeoverDecisions() {}

  /** The plan before anybody has looked. */
  static BuildPlan wanted(BuildHistory history, TakenOver takenOver) {
    return rest(
        Verdict.reconciling(
            "TakingOver", "The image of %s is being taken over".formatted(spelled(takenOver))),
        Step.TAKE_OVER,
        history);
  }

  /**
   * The plan with what there is.
   *
   * @param build the build that takes over
   * @param plan its plan so far
   * @param giver the other service, where it is there
   * @param origin the build there, where it is there
   */
  public static BuildPlan decide(
      PythonBuild build,
      BuildPlan plan,
      Optional<PythonService> giver,
      Optional<PythonBuild> origin,
      Instant now) {
    TakenOver takenOver = Optional.ofNullable(build.getSpec().takenOver()).orElseThrow();
    String namespace = build.getMetadata().getNamespace();
    if (giver.filter(service -> Offer.isOfferedTo(namespace, service)).isEmpty()) {
      return rest(
          OfferDecisions.notOffered(spelled(takenOver), namespace), Step.REST, plan.history());
    }
    return origin
        .filter(there -> isMeant(there, takenOver) && isPromoted(there, giver.orElseThrow()))
        .flatMap(BuildStatus::status)
        .flatMap(BuildResult::of)
        .map(result ->
            BuildDecisions.built(plan.history().brought(now, result.takenOver()), Step.REST))
        .orElseGet(() -> rest(gone(takenOver), Step.REST, plan.history()));
  }

  private static boolean isMeant(PythonBuild origin, TakenOver takenOver) {
    return BuildStatus.isUsable(origin)
        && origin.getSpec().service().equals(takenOver.service())
        && ImageTrust.image(origin).filter(takenOver.image()::equals).isPresent();
  }

  /** What was built there and never served there was not tested there. */
  private static boolean isPromoted(PythonBuild origin, PythonService giver) {
    return BuildStatus.status(origin).map(PythonBuildStatus::promotion).isPresent()
        || Offer.releaseOf(giver)
            .map(Release::build)
            .filter(BuildStatus.name(origin)::equals)
            .isPresent();
  }

  private static Verdict gone(TakenOver takenOver) {
    return Verdict.stalled(
        "ImageNotFound",
        "spec.takenOver names the build %s of %s with the image %s, which is not kept there, or never served there; the operator makes a new build of what serves there now"
            .formatted(takenOver.build(), spelled(takenOver), takenOver.image()));
  }

  private static BuildPlan rest(Verdict verdict, Step step, BuildHistory history) {
    return new BuildPlan(verdict, Phase.Pending, step, history, Optional.empty());
  }

  private static String spelled(TakenOver takenOver) {
    return "%s/%s".formatted(takenOver.namespace(), takenOver.service());
  }
}
