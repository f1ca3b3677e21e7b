package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Reason;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import java.util.Optional;
import java.util.Set;

/** What is said of the newest build of a service. */
final class BuildVerdicts {

  private BuildVerdicts() {}

  static Verdict requested(WantedBuild wanted) {
    return Verdict.reconciling(
        reasonOf(wanted.spec()),
        "%s is to be %s: %s".formatted(wanted.name(), made(wanted.spec()), why(wanted.spec())));
  }

  /** Why something is being built, or why nothing is. */
  static Verdict built(PythonBuild build, Optional<PythonBuild> serving) {
    PythonBuildSpec spec = build.getSpec();
    String name = BuildStatus.name(build);
    return switch (BuildStatus.phase(build)) {
      case Succeeded ->
          Verdict.ready(
              "UpToDate",
              "%s has everything that decides the image as it is now; its revision is %s"
                  .formatted(name, spec.revision()));
      case Failed -> BuildStatus.isStopped(build) ? builtInVain(build) : failed(build, serving);
      case Pending, Building, Checking -> beingBuilt(build);
    };
  }

  private static Verdict builtInVain(PythonBuild build) {
    return Verdict.ready(
        "Built",
        "%s has an image, which its checks keep from serving; see the condition Checked"
            .formatted(BuildStatus.name(build)));
  }

  /** Wheels and tests take their time, and it is not the builder's. */
  private static Verdict beingBuilt(PythonBuild build) {
    String words =
        "%s is being %s: %s"
            .formatted(BuildStatus.name(build), made(build.getSpec()), why(build.getSpec()));
    return BuildStatus.ready(build)
        .filter(ready ->
            Set.of(WheelDecisions.BUILDING, TestDecisions.TESTING).contains(ready.reason()))
        .map(ready ->
            Verdict.reconciling(ready.reason(), "%s. %s".formatted(words, ready.message())))
        .orElseGet(() -> Verdict.reconciling("Building", words));
  }

  static Verdict failed(PythonBuild build, Optional<PythonBuild> serving) {
    Optional<Condition> ready = BuildStatus.ready(build);
    String cause = ready.map(Condition::message).orElse("it does not say why");
    return Verdict.stalled(
        ready.map(Condition::reason).orElse("BuildFailed"),
        "%s failed: %s%s".formatted(BuildStatus.name(build), cause, meanwhile(serving)));
  }

  /** What serves nevertheless, as the end of a sentence. */
  static String meanwhile(Optional<PythonBuild> serving) {
    return serving
        .map(other -> "; %s goes on serving".formatted(BuildStatus.name(other)))
        .orElse("");
  }

  private static String reasonOf(PythonBuildSpec spec) {
    return spec.reasons().stream().findFirst().map(Reason::reason).orElse("Building");
  }

  private static String made(PythonBuildSpec spec) {
    return Optional.ofNullable(spec.takenOver())
        .map(from -> "taken over from %s/%s".formatted(from.namespace(), from.service()))
        .orElse("built");
  }

  private static String why(PythonBuildSpec spec) {
    return spec.reasons().isEmpty()
        ? "it was asked for"
        : spec.reasons().stream().map(Reason::message).collect(joining("; "));
  }
}
