package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.Checks.Name;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether an image that was taken over has passed what the service and its platform ask for. Its
 * checks ran where it was built, and do not run again.
 */
final class TakenChecks {

  private TakenChecks() {}

  /**
   * Which checks lack, as a part of a sentence; empty where none do, where the image is its own,
   * and where it serves already.
   */
  static Optional<String> lacking(WithPlatform inputs, PythonBuild build) {
    boolean serves = inputs.serving().filter(build::equals).isPresent();
    if (serves || build.getSpec().takenOver() == null) {
      return Optional.empty();
    }
    String lacking =
        CheckDecisions.effective(inputs).stream()
            .flatMap(asked -> Stream.of(Name.values()).flatMap(name -> lacking(name, asked, build)))
            .collect(joining(", "));
    return Optional.of(lacking).filter(words -> !words.isEmpty());
  }

  private static Stream<String> lacking(Name name, Checks asked, PythonBuild build) {
    return CheckDecisions.mode(name, asked)
        .flatMap(mode ->
            result(name, build)
                .map(result ->
                    holds(mode, result)
                        ? Optional.<String>empty()
                        : Optional.of("%s (%s, it has findings)".formatted(name, mode)))
                .orElseGet(() -> Optional.of("%s (%s, it did not run)".formatted(name, mode))))
        .stream();
  }

  private static Optional<CheckResult> result(Name name, PythonBuild build) {
    return BuildStatus.status(build).stream()
        .flatMap(status -> status.checks().stream())
        .filter(result -> result.name() == name)
        .findFirst();
  }

  /** In whatever mode it ran there. */
  private static boolean holds(Mode asked, CheckResult result) {
    return switch (asked) {
      case Enforce -> hasPassed(result) && number(result.findings()) == 0;
      case Ratchet -> hasPassed(result) && number(result.newFindings()) == 0;
      case Report -> true;
    };
  }

  private static boolean hasPassed(CheckResult result) {
    return result.verdict() == CheckResult.Verdict.Passed;
  }

  private static int number(@Nullable Integer findings) {
    return Optional.ofNullable(findings).orElse(0);
  }

  /** Why the build that is asked for is not served; empty where it is. */
  static Optional<Verdict> objection(
      WithPlatform inputs, Optional<PythonBuild> asked, Optional<PythonBuild> serving) {
    return asked.flatMap(build ->
        lacking(inputs, build)
            .map(lacking ->
                Verdict.stalled(
                    "ChecksNotPassed",
                    "%s is not served: its image has not passed what spec.checks and the PythonPlatform %s ask for: %s; have the checks added where it is built%s"
                        .formatted(
                            BuildStatus.name(build),
                            inputs.choice().platform(),
                            lacking,
                            BuildVerdicts.meanwhile(serving)))));
  }
}
