package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.Policy.SourceBuilds;
import dev.pythonservice.api.v1alpha1.Policy.SourceBuilds.Mode;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Serves;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How an attempt goes on whose image needs wheels that nobody has: they are built first, by a Job
 * in the service's namespace, whose pod then gives them to the build.
 */
public final class WheelDecisions {

  /** The reason while wheels are built. */
  static final String BUILDING = "BuildingWheels";

  private WheelDecisions() {}

  /**
   * The plan for an attempt that has started and whose own Job is not there yet.
   *
   * @param started the build's history with that attempt under way
   * @param lacking the wheels
   */
  static BuildPlan plan(BuildInputs inputs, BuildHistory started, Wheels lacking) {
    return inputs
        .wheels()
        .filter(job -> isOfUse(job, started))
        .map(job -> goOn(job, inputs, started, lacking))
        .orElseGet(() -> start(inputs, started, lacking));
  }

  /** Wheels of an earlier attempt are as good, as long as somebody has them. */
  static boolean isOfUse(Attempt job, BuildHistory history) {
    return job.number() == history.attempts() || !hasEnded(job);
  }

  /** Whether a Job does nothing any more. */
  static boolean hasEnded(Attempt job) {
    return job.state() instanceof Failed || job.state() instanceof Ending;
  }

  private static BuildPlan start(BuildInputs inputs, BuildHistory started, Wheels lacking) {
    String job = BuildOrder.wheelJobName(inputs.build(), started.attempts());
    return building(inputs, started.withWheels(madeBy(job, lacking)), Step.START_WHEELS);
  }

  private static BuildPlan goOn(
      Attempt job, BuildInputs inputs, BuildHistory started, Wheels lacking) {
    BuildHistory known =
        started.withWheels(madeBy(BuildOrder.wheelJobName(inputs.build(), job.number()), lacking));
    return switch (job.state()) {
      case Attempt.Prepared _ -> building(inputs, known, Step.START_WHEELS);
      case Attempt.Runs _ -> building(inputs, known, Step.REST);
      case Attempt.Succeeded _, Attempt.Tested _, Attempt.Reported _ ->
          building(inputs, known, Step.REST);
      case Held held -> plan(Verdict.reconciling(held.reason(), held.message()), known, Step.REST);
      case Serves serves ->
          plan(
              BuildDecisions.building(inputs),
              known.withWheels(servedBy(serves, known.wheels().orElseThrow())),
              Step.START);
      case Failed end -> BuildDecisions.failed(known.failed(end), Step.REST);
      case Ending ending ->
          new BuildPlan(
              verdict(inputs, lacking),
              Phase.Building,
              Step.REST,
              known,
              Optional.of(ending.until()));
    };
  }

  private static BuildPlan building(BuildInputs inputs, BuildHistory history, Step step) {
    return plan(verdict(inputs, history.wheels().orElseThrow()), history, step);
  }

  private static BuildPlan plan(Verdict verdict, BuildHistory history, Step step) {
    return new BuildPlan(verdict, Phase.Building, step, history, Optional.empty());
  }

  private static Verdict verdict(BuildInputs inputs, Wheels lacking) {
    return Verdict.reconciling(
        BUILDING,
        "There is no wheel of %s for %s; wheels are being built in namespace %s, and the image after them"
            .formatted(
                names(lacking),
                String.join(", ", lacking.platforms()),
                inputs.build().getMetadata().getNamespace()));
  }

  private static String names(Wheels lacking) {
    return Stream.of(lacking.own(), lacking.others()).flatMap(List::stream).collect(joining(", "));
  }

  private static Wheels madeBy(String job, Wheels wheels) {
    return new Wheels(
        wheels.python(),
        wheels.libc(),
        wheels.platforms(),
        wheels.own(),
        wheels.others(),
        job,
        wheels.unbuilt());
  }

  private static Wheels servedBy(Serves serves, Wheels wheels) {
    return new Wheels(
        wheels.python(),
        wheels.libc(),
        wheels.platforms(),
        wheels.own(),
        wheels.others(),
        wheels.job(),
        serves.unbuilt());
  }

  /**
   * What stands against building wheels: the platform's policy, or that there is nothing to build
   * them with.
   */
  static Optional<Failure> objection(BuildInputs inputs, Wheels lacking) {
    PythonPlatform platform = inputs.platform().orElseThrow();
    Rule rule = Rule.of(platform);
    List<String> forbidden = rule.forbidden(lacking);
    if (!forbidden.isEmpty()) {
      return Optional.of(
          new Failure(
              Reason.Policy,
              "There is no wheel of %s, and the PythonPlatform %s does not allow building one: %s; lock a version that has a wheel, or have the platform team %s"
                  .formatted(
                      String.join(", ", forbidden),
                      platform.getMetadata().getName(),
                      rule.words(),
                      rule.remedy(forbidden))));
    }
    return inputs.builder().forWheels().isPresent()
        ? Optional.empty()
        : Optional.of(
            new Failure(
                Reason.Input,
                ("There is no wheel of %s, and nothing to build one with, as the operator's setting"
                        + " %s is empty; have its administrator set it to an image of"
                        + " pythonservice-builder with compilers, as the environment variable"
                        + " PYTHONSERVICE_WHEEL_BUILDER_IMAGE of the operator's container")
                    .formatted(names(lacking), BuilderImage.WHEEL_SETTING)));
  }

  /**
   * Which of the packages of others may be built, as the builder is to be told; empty when all.
   *
   * @param lacking the wheels that lack, none of which is forbidden
   */
  public static Optional<List<String>> allowed(PythonPlatform platform, Wheels lacking) {
    return Rule.of(platform).mode() == Mode.Always
        ? Optional.empty()
        : Optional.of(lacking.others());
  }

  /**
   * What a platform says of packages without a wheel.
   *
   * @param isSaid whether it says anything
   * @param mode which packages may be built
   * @param packages those that are listed
   */
  private record Rule(boolean isSaid, Mode mode, List<String> packages) {

    static Rule of(PythonPlatform platform) {
      return Optional.ofNullable(platform.getSpec().policy())
          .map(Policy::sourceBuilds)
          .map(Rule::of)
          // The project's own code runs as its service in any case.
          .orElseGet(() -> new Rule(false, Mode.Listed, List.of()));
    }

    private static Rule of(SourceBuilds given) {
      return new Rule(true, Optional.ofNullable(given.mode()).orElse(Mode.Never), given.packages());
    }

    List<String> forbidden(Wheels lacking) {
      return switch (mode) {
        case Always -> List.of();
        case Listed -> lacking.others().stream().filter(name -> !packages.contains(name)).toList();
        case Never -> Stream.of(lacking.own(), lacking.others()).flatMap(List::stream).toList();
      };
    }

    String words() {
      if (!isSaid) {
        return "without spec.policy.sourceBuilds only packages of the project itself are built";
      }
      return mode == Mode.Listed
          ? "spec.policy.sourceBuilds.packages does not name it"
          : "spec.policy.sourceBuilds.mode is Never";
    }

    String remedy(List<String> forbidden) {
      List<String> all = Stream.concat(packages.stream(), forbidden.stream()).toList();
      return "set spec.policy.sourceBuilds to {mode: Listed, packages: [%s]}"
          .formatted(String.join(", ", all));
    }
  }
}
