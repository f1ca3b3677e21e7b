package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec.Rollback;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which build is to be made, and which is to be served. */
public final class ReleaseDecisions {

  private ReleaseDecisions() {}

  /** The plan for a service whose platform has a runtime for it. */
  public static ReleasePlan plan(WithPlatform inputs, int layoutVersion) {
    Optional<Verdict> lacking = SourceDecisions.lacking(inputs);
    Optional<ImageInputs> today =
        lacking.isPresent() ? Optional.empty() : WantedBuilds.today(inputs);
    Optional<PythonBuild> existing = today.flatMap(wanted -> WantedBuilds.existing(wanted, inputs));
    Optional<WantedBuild> wanted =
        existing.isPresent()
            ? Optional.empty()
            : today.map(missing -> WantedBuilds.wanted(missing, inputs, layoutVersion));
    Optional<String> latest =
        existing.map(BuildStatus::name).or(() -> wanted.map(WantedBuild::name));
    Optional<PythonBuild> asked = asked(inputs, existing);
    Optional<PythonBuild> serving = serving(inputs, asked);
    Verdict built =
        lacking.orElseGet(() ->
            existing
                .map(build -> BuildVerdicts.built(build, serving))
                .orElseGet(() -> BuildVerdicts.requested(wanted.orElseThrow())));
    Optional<Verdict> stopped =
        existing.filter(BuildStatus::isStopped).map(build -> BuildVerdicts.failed(build, serving));
    return new ReleasePlan(
        TrustDecisions.objection(inputs, asked, serving)
            .or(() -> TakenChecks.objection(inputs, asked, serving))
            .or(() -> objection(inputs, stopped.orElse(built), existing, serving)),
        SourceDecisions.found(inputs),
        Optional.of(built),
        CheckDecisions.of(inputs, existing),
        latest,
        wanted,
        superseded(inputs, latest),
        BuildRetention.surplus(inputs, Stream.concat(existing.stream(), serving.stream()).toList()),
        serving,
        PromotionDecisions.promoted(inputs, existing, serving));
  }

  private static List<PythonBuild> superseded(WithPlatform inputs, Optional<String> latest) {
    return inputs.builds().stream()
        .filter(BuildStatus::isFailed)
        .filter(build -> latest.filter(name -> !name.equals(BuildStatus.name(build))).isPresent())
        .filter(build -> BuildHistory.supersederOf(build).isEmpty())
        .filter(build -> !Candidates.isAwaited(inputs, build))
        .toList();
  }

  /**
   * The build that is asked for, else the one that serves, else the newest that can where nobody
   * decides: a running service is never taken down by a build that is not usable or not trusted.
   */
  private static Optional<PythonBuild> serving(WithPlatform inputs, Optional<PythonBuild> asked) {
    return asked
        .filter(build -> mayServe(inputs, build))
        .or(inputs::serving)
        .or(() ->
            inputs.builds().stream()
                .filter(BuildStatus::isUsable)
                .filter(build -> mayServe(inputs, build))
                .filter(_ -> !PromotionDecisions.isManual(inputs))
                .filter(build -> Candidates.mayServe(inputs, build))
                .findFirst());
  }

  private static boolean mayServe(WithPlatform inputs, PythonBuild build) {
    return TrustDecisions.mayServe(inputs, build) && TakenChecks.lacking(inputs, build).isEmpty();
  }

  /** A rollback's build, else the approved one or that of today's inputs, if it is usable. */
  private static Optional<PythonBuild> asked(WithPlatform inputs, Optional<PythonBuild> existing) {
    return rollback(inputs).isPresent()
        ? rollback(inputs).flatMap(inputs::build).filter(BuildStatus::isUsable)
        : PromotionDecisions.chosen(inputs, existing);
  }

  /** The builds that may have to be served: whose images must be known to be trusted. */
  public static List<PythonBuild> candidates(WithPlatform inputs) {
    boolean canBuild = SourceDecisions.lacking(inputs).isEmpty();
    Optional<PythonBuild> existing =
        Optional.of(inputs)
            .filter(_ -> canBuild)
            .flatMap(WantedBuilds::today)
            .flatMap(wanted -> WantedBuilds.existing(wanted, inputs));
    return Stream.of(
            asked(inputs, existing),
            existing.filter(BuildStatus::isUsable),
            inputs.serving(),
            inputs.builds().stream()
                .filter(BuildStatus::isUsable)
                .filter(build -> Candidates.mayServe(inputs, build))
                .findFirst())
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<String> rollback(WithPlatform inputs) {
    return Optional.ofNullable(inputs.service().rollback()).map(Rollback::build);
  }

  private static Optional<Verdict> objection(
      WithPlatform inputs,
      Verdict built,
      Optional<PythonBuild> existing,
      Optional<PythonBuild> serving) {
    Optional<String> pinned = rollback(inputs);
    if (pinned.isPresent()) {
      return pinned.equals(serving.map(BuildStatus::name))
          ? Optional.empty()
          : Optional.of(rollbackIsImpossible(pinned.orElseThrow(), inputs));
    }
    return Optional.of(built)
        .filter(verdict -> verdict.outlook() != Outlook.READY)
        .or(() -> PromotionDecisions.objection(inputs, existing, serving));
  }

  private static Verdict rollbackIsImpossible(String pinned, WithPlatform inputs) {
    String usable =
        inputs.builds().stream()
            .filter(BuildStatus::isUsable)
            .map(BuildStatus::name)
            .collect(joining(", "));
    return Verdict.stalled(
        "RollbackNotPossible",
        "spec.rollback.build names %s, which is no finished build of this service; name one of %s, or remove spec.rollback"
            .formatted(pinned, usable.isEmpty() ? "none" : usable));
  }
}
