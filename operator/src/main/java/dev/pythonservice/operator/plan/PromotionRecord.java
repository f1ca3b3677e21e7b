package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.TakenOver;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Passed;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Promoted;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Promoted.How;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What is to be recorded of a build that came to serve.
 *
 * @param build the build
 * @param promoted when, how, by whom, and what was known of it
 */
public record PromotionRecord(PythonBuild build, Promoted promoted) {

  /**
   * The record that lacks; empty where nothing is to serve, where it is recorded already, and while
   * it is being looked up what is known to be vulnerable.
   *
   * @param serving the build that is to serve
   * @param scan what is known to be vulnerable in it
   */
  public static Optional<PromotionRecord> of(
      WithPlatform inputs,
      Optional<PythonBuild> serving,
      Optional<Lookup<VulnerabilityScan>> scan,
      Instant now) {
    return serving
        .filter(build -> BuildStatus.status(build).map(PythonBuildStatus::promotion).isEmpty())
        .filter(
            _ -> scan.filter(known -> known instanceof Lookup.Pending<VulnerabilityScan>).isEmpty())
        .map(build -> of(inputs, build, scan, now));
  }

  private static PromotionRecord of(
      WithPlatform inputs,
      PythonBuild build,
      Optional<Lookup<VulnerabilityScan>> scan,
      Instant now) {
    How how = how(inputs, build);
    Optional<Approval> approval = Approval.of(inputs.object()).filter(_ -> how == How.Approved);
    return new PromotionRecord(
        build,
        new Promoted(
            servesSince(inputs, build).orElse(now).truncatedTo(ChronoUnit.SECONDS),
            how,
            approval.flatMap(Approval::by).orElse(null),
            approval.flatMap(Approval::manager).orElse(null),
            Optional.ofNullable(build.getSpec().takenOver())
                .map(PromotionRecord::from)
                .orElse(null),
            Evidence.of(
                inputs,
                build,
                scan.flatMap(known ->
                    known instanceof Lookup.Found<VulnerabilityScan> found
                        ? Optional.of(found.value())
                        : Optional.empty()))));
  }

  private static Optional<Instant> servesSince(WithPlatform inputs, PythonBuild build) {
    return inputs
        .status()
        .map(PythonServiceStatus::release)
        .filter(release -> release.build().equals(BuildStatus.name(build)))
        .map(Release::since);
  }

  private static How how(WithPlatform inputs, PythonBuild build) {
    boolean isRollback =
        Optional.ofNullable(inputs.service().rollback())
            .filter(rollback -> rollback.build().equals(BuildStatus.name(build)))
            .isPresent();
    if (isRollback) {
      return How.Rollback;
    }
    return PromotionDecisions.isManual(inputs) && PromotionDecisions.isApproved(inputs, build)
        ? How.Approved
        : How.Automatic;
  }

  private static String from(TakenOver takenOver) {
    return "%s/%s".formatted(takenOver.namespace(), takenOver.service());
  }

  /** What people are told. */
  public Verdict news() {
    String passed = promoted.passed().stream().map(PromotionRecord::spelled).collect(joining(", "));
    return Verdict.ready(
        PromotionDecisions.PROMOTED,
        "%s with the image %s came to serve: %s%s%s%s"
            .formatted(
                BuildStatus.name(build),
                BuildStatus.status(build).map(PythonBuildStatus::digest).orElse("unknown"),
                switch (promoted.how()) {
                  case Automatic -> "it is the newest";
                  case Approved -> "it was approved";
                  case Rollback -> "spec.rollback names it";
                },
                Optional.ofNullable(promoted.by())
                    .map(name -> " by " + name)
                    .or(() ->
                        Optional.ofNullable(promoted.manager()).map(name -> " through " + name))
                    .orElse(""),
                Optional.ofNullable(promoted.from())
                    .map(service -> "; taken over from " + service)
                    .orElse(""),
                passed.isEmpty() ? "" : "; " + passed));
  }

  private static String spelled(Passed passed) {
    return "%s %s".formatted(passed.what(), passed.verdict());
  }
}
