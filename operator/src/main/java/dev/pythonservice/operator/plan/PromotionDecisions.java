package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.Promotion;
import dev.pythonservice.api.v1alpha1.Promotion.Mode;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.operator.plan.Approval.Means;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which build serves where somebody has to approve it. Waiting for a person is no trouble: a
 * service that serves something is ready with it.
 */
final class PromotionDecisions {

  /** The type of the condition that says whether the newest build is promoted. */
  static final String PROMOTED = "Promoted";

  private static final String WAITS = "WaitsForApproval";
  private static final String NOT_FOUND = "ApprovedImageNotFound";

  private PromotionDecisions() {}

  /** Whether somebody decides what serves. */
  static boolean isManual(WithPlatform inputs) {
    return Optional.ofNullable(inputs.service().promotion())
        .map(Promotion::mode)
        .filter(mode -> mode == Mode.Manual)
        .isPresent();
  }

  /**
   * The build that is to serve, apart from rollbacks: the newest, or where somebody decides, one
   * with the approved image. Of several with the same image the newest inputs come first, then what
   * serves, so that nothing is replaced by its like.
   */
  static Optional<PythonBuild> chosen(WithPlatform inputs, Optional<PythonBuild> newest) {
    Optional<PythonBuild> usable = newest.filter(BuildStatus::isUsable);
    return isManual(inputs)
        ? Stream.of(usable.stream(), inputs.serving().stream(), usable(inputs))
            .flatMap(builds -> builds)
            .filter(build -> isApproved(inputs, build))
            .findFirst()
        : usable;
  }

  /** Whether somebody approved the image of a build. */
  static boolean isApproved(WithPlatform inputs, PythonBuild build) {
    return Approval.of(inputs.object()).filter(approval -> approval.covers(build)).isPresent();
  }

  /** What stands in the way of what is approved; empty where all is as it was decided. */
  static Optional<Verdict> objection(
      WithPlatform inputs, Optional<PythonBuild> newest, Optional<PythonBuild> serving) {
    if (!isManual(inputs)) {
      return Optional.empty();
    }
    return notFound(inputs, serving)
        .map(message -> Verdict.stalled(NOT_FOUND, message))
        .or(() ->
            newest
                .filter(build -> BuildStatus.isUsable(build) && serving.isEmpty())
                .map(build -> Verdict.waiting(WAITS, waits(inputs, build, serving))));
  }

  /** Whether the newest build is promoted; empty where nobody decides. */
  static Optional<Aspect> promoted(
      WithPlatform inputs, Optional<PythonBuild> newest, Optional<PythonBuild> serving) {
    if (!isManual(inputs)) {
      return Optional.empty();
    }
    return Optional.of(
        rolledBack(inputs)
            .or(() ->
                notFound(inputs, serving)
                    .map(message -> new Aspect(PROMOTED, Status.False, NOT_FOUND, message)))
            .or(() ->
                newest.filter(BuildStatus::isUsable).map(build -> promoted(inputs, build, serving)))
            .orElseGet(() ->
                new Aspect(
                    PROMOTED, Status.Unknown, "NotBuilt", "It is known when there is an image")));
  }

  private static Aspect promoted(
      WithPlatform inputs, PythonBuild newest, Optional<PythonBuild> serving) {
    if (isApproved(inputs, newest)) {
      return new Aspect(
          PROMOTED,
          Status.True,
          "Approved",
          "%s has the image %s, which was approved%s"
              .formatted(
                  BuildStatus.name(newest),
                  digest(newest),
                  Approval.of(inputs.object()).map(Approval::author).orElse("")));
    }
    return serving.filter(newest::equals).isPresent()
        ? new Aspect(
            PROMOTED,
            Status.True,
            "ServesSinceBefore",
            "%s serves since before somebody had to approve it".formatted(BuildStatus.name(newest)))
        : new Aspect(PROMOTED, Status.False, WAITS, waits(inputs, newest, serving));
  }

  private static Optional<Aspect> rolledBack(WithPlatform inputs) {
    return Optional.ofNullable(inputs.service().rollback())
        .map(rollback ->
            new Aspect(
                PROMOTED,
                Status.False,
                "RolledBack",
                "spec.rollback.build names %s; what is approved serves when spec.rollback is removed"
                    .formatted(rollback.build())));
  }

  private static Optional<String> notFound(WithPlatform inputs, Optional<PythonBuild> serving) {
    return Approval.of(inputs.object())
        .filter(approval -> usable(inputs).noneMatch(approval::covers))
        .map(approval -> {
          String there =
              usable(inputs)
                  .map(build -> "%s (%s)".formatted(digest(build), BuildStatus.name(build)))
                  .collect(joining(", "));
          return "%s is %s, and no finished build of this service has such an image; approve one of %s%s"
              .formatted(
                  approval.means().place(),
                  approval.digest(),
                  there.isEmpty() ? "none" : there,
                  BuildVerdicts.meanwhile(serving));
        });
  }

  private static String waits(
      WithPlatform inputs, PythonBuild build, Optional<PythonBuild> serving) {
    String passed =
        Evidence.of(inputs, build, Optional.empty()).stream()
            .map(each -> "%s %s".formatted(each.what(), each.verdict()))
            .collect(joining(", "));
    return "%s waits for approval of its image %s%s; to approve it: %s%s"
        .formatted(
            BuildStatus.name(build),
            digest(build),
            passed.isEmpty() ? "" : " (%s)".formatted(passed),
            command(inputs, digest(build)),
            BuildVerdicts.meanwhile(serving));
  }

  /** What approves an image. An annotation is of no use beside the field, which wins. */
  static String command(WithPlatform inputs, String digest) {
    String name = inputs.object().getMetadata().getName();
    String namespace = inputs.object().getMetadata().getNamespace();
    return Approval.of(inputs.object()).filter(before -> before.means() == Means.FIELD).isPresent()
        ? "kubectl patch pysvc/%s --namespace=%s --type=merge --patch='{\"spec\": {\"promotion\": {\"approved\": \"%s\"}}}'"
            .formatted(name, namespace, digest)
        : "kubectl annotate pysvc/%s --namespace=%s --overwrite %s=%s"
            .formatted(name, namespace, Approval.APPROVED, digest);
  }

  private static Stream<PythonBuild> usable(WithPlatform inputs) {
    return inputs.builds().stream().filter(BuildStatus::isUsable);
  }

  private static String digest(PythonBuild build) {
    return BuildStatus.status(build).map(PythonBuildStatus::digest).orElse("without a digest");
  }
}
