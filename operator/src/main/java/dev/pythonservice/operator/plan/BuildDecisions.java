package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.TakenOver;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Prepared;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Whether a build runs now, and if not, why. */
public final class BuildDecisions {

  private static final String WAITS = "WaitsForItsTurn";

  /** Asked while no attempt runs. */
  private static final Chain<BuildInputs> CHAIN =
      new Chain<>(
          List.of(
              BuildDecisions::platformExists,
              BuildDecisions::hasRested,
              BuildDecisions::builderImageIsSet,
              BuildDecisions::buildNamespaceIsServed,
              BuildDecisions::platformWasLookedAt,
              BuildDecisions::platformIsReady,
              BuildDecisions::hasItsTurn),
          Verdict.ready("Due", "Nothing stands against building it now"));

  /**
   * A build that waits is woken when another one's Job ends. That an older one goes out of the line
   * before it has a Job wakes nobody, and is found out this much later.
   */
  private static final Duration LINE_CHECK = Duration.ofMinutes(1);

  /** Failures of the surroundings often pass; after as many in a row, somebody should look. */
  private static final int PATIENCE = 5;

  private BuildDecisions() {}

  /** The plan for a build. */
  public static BuildPlan plan(BuildInputs inputs) {
    BuildHistory history = inputs.history();
    if (history.awaitsTests()) {
      return TestDecisions.plan(inputs, history);
    }
    if (history.result().isPresent() && !history.isStopped()) {
      return succeeded(inputs, history);
    }
    Optional<TakenOver> takenOver = Optional.ofNullable(inputs.build().getSpec().takenOver());
    if (takenOver.isPresent()) {
      return TakeoverDecisions.wanted(history, takenOver.orElseThrow());
    }
    if (history.isUnderWay() && inputs.hasJob() && inputs.platform().isPresent()) {
      return underWay(inputs, history);
    }
    if (history.isUnderWay() && hasWheelJob(inputs, history) && inputs.platform().isPresent()) {
      return WheelDecisions.plan(inputs, history, history.wheels().orElseThrow());
    }
    if (history.isAbandoned(inputs.build(), inputs.trigger())) {
      return abandoned(inputs, history);
    }
    Verdict verdict = CHAIN.decide(inputs);
    if (verdict.outlook() == Outlook.READY) {
      return start(inputs, history);
    }
    return history.failure().isPresent()
        ? resting(inputs, history, verdict)
        : waiting(inputs, history, verdict);
  }

  private static boolean hasWheelJob(BuildInputs inputs, BuildHistory history) {
    return history.wheels().isPresent()
        && inputs.wheels().filter(job -> WheelDecisions.isOfUse(job, history)).isPresent();
  }

  /** The plan for a build whose image may serve. */
  static BuildPlan succeeded(BuildInputs inputs, BuildHistory history) {
    return built(history, endOfWheels(inputs));
  }

  /** The plan for a build that has its image. */
  static BuildPlan built(BuildHistory history, Step step) {
    BuildResult result = history.result().orElseThrow();
    return new BuildPlan(
        result
            .update()
            .map(BuildDecisions::looked)
            .or(() -> previewed(result))
            .orElseGet(() -> Verdict.ready("Built", "The image is %s".formatted(result.image()))),
        Phase.Succeeded,
        step,
        history,
        Optional.empty());
  }

  private static Verdict looked(LockChange update) {
    return update.lock() == null
        ? Verdict.ready("NothingToUpdate", "Nothing moves within scope " + update.scope())
        : Verdict.ready(
            "UpdateFound",
            "%d packages move; the candidate is %s".formatted(update.changed(), update.lock()));
  }

  private static Optional<Verdict> previewed(BuildResult result) {
    return result.image().isEmpty()
        ? Optional.of(Verdict.ready("Previewed", Previews.sentence(result.previews())))
        : Optional.empty();
  }

  private static BuildPlan underWay(BuildInputs inputs, BuildHistory history) {
    Attempt attempt = inputs.attempt().orElseThrow();
    Verdict verdict =
        attempt.state() instanceof Held held
            ? Verdict.reconciling(held.reason(), held.message())
            : building(inputs);
    return new BuildPlan(
        verdict,
        Phase.Building,
        attempt.state() instanceof Prepared ? Step.START : Step.REST,
        history,
        attempt.state() instanceof Ending ending ? Optional.of(ending.until()) : Optional.empty());
  }

  /** Wheels that nobody wants any more need not be given away; the log of a failure stays. */
  private static Step endOfWheels(BuildInputs inputs) {
    return inputs.wheels().filter(job -> !WheelDecisions.hasEnded(job)).isPresent()
        ? Step.END_WHEELS
        : Step.REST;
  }

  private static BuildPlan start(BuildInputs inputs, BuildHistory history) {
    BuildHistory started = history.started(history.nextAttempt(), inputs.now(), inputs.trigger());
    return history
        .wheels()
        .map(lacking ->
            WheelDecisions.objection(inputs, lacking)
                .map(objection ->
                    failed(
                        history.refused(inputs.now(), inputs.trigger(), objection),
                        endOfWheels(inputs)))
                .orElseGet(() -> WheelDecisions.plan(inputs, started, lacking)))
        .orElseGet(() ->
            new BuildPlan(building(inputs), Phase.Building, Step.START, started, Optional.empty()));
  }

  /** The verdict while an image is built. */
  static Verdict building(BuildInputs inputs) {
    return Verdict.reconciling(
        "Building",
        "The image is being built in namespace %s".formatted(inputs.buildNamespace().orElse("")));
  }

  private static BuildPlan abandoned(BuildInputs inputs, BuildHistory history) {
    Verdict verdict = verdictOn(history);
    String superseder = BuildHistory.supersederOf(inputs.build()).orElseThrow();
    return new BuildPlan(
        Verdict.stalled(
            verdict.reason(),
            "%s (%s has replaced it, so it is not tried again by itself)"
                .formatted(verdict.message(), superseder)),
        Phase.Failed,
        endOfWheels(inputs),
        history.restingForGood(),
        Optional.empty());
  }

  /** A build that failed: without a platform that is what people have to know first. */
  private static BuildPlan resting(BuildInputs inputs, BuildHistory history, Verdict verdict) {
    boolean isDue = history.isDue(inputs.now(), inputs.trigger());
    boolean isHopeless =
        history.failure().filter(failure -> Backoff.helpsNot(failure.reason())).isPresent();
    return new BuildPlan(
        verdict,
        Phase.Failed,
        isHopeless ? endOfWheels(inputs) : Step.REST,
        history,
        isDue ? lineCheck(inputs, verdict) : history.nextAttemptAt());
  }

  private static BuildPlan waiting(BuildInputs inputs, BuildHistory history, Verdict verdict) {
    return new BuildPlan(
        verdict,
        Phase.Pending,
        inputs.platform().isEmpty() ? Step.STOP : Step.REST,
        history,
        lineCheck(inputs, verdict));
  }

  private static Optional<Instant> lineCheck(BuildInputs inputs, Verdict verdict) {
    return verdict.reason().equals(WAITS)
        ? Optional.of(inputs.now().plus(LINE_CHECK))
        : Optional.empty();
  }

  /** The plan for a build whose last attempt failed. */
  static BuildPlan failed(BuildHistory history, Step step) {
    return new BuildPlan(verdictOn(history), Phase.Failed, step, history, history.nextAttemptAt());
  }

  static Optional<Verdict> platformExists(BuildInputs inputs) {
    if (inputs.platform().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.stalled(
            "PlatformNotFound",
            "spec.platform names the PythonPlatform %s, which does not exist; apply it"
                .formatted(inputs.build().getSpec().platform())));
  }

  private static Optional<Verdict> hasRested(BuildInputs inputs) {
    BuildHistory history = inputs.history();
    return history.isDue(inputs.now(), inputs.trigger())
        ? Optional.empty()
        : Optional.of(verdictOn(history));
  }

  private static Verdict verdictOn(BuildHistory history) {
    Failure failure = history.failure().orElseThrow();
    boolean maySoonPass =
        switch (failure.reason()) {
          case Registry, Network, Machine, Evicted -> history.attempts() < PATIENCE;
          case Input, Policy, Checks, OutOfMemory, Deadline, Refused, Internal -> false;
        };
    return maySoonPass
        ? Verdict.reconciling(reasonOf(failure), failure.message())
        : Verdict.stalled(reasonOf(failure), failure.message());
  }

  private static String reasonOf(Failure failure) {
    return switch (failure.reason()) {
      case Input -> "InputFailure";
      case Policy -> "PolicyFailure";
      case Checks -> "ChecksFailed";
      case Registry -> "RegistryFailure";
      case Network -> "NetworkFailure";
      case Machine -> "MachineFailure";
      case Internal -> "InternalFailure";
      case OutOfMemory -> "OutOfMemory";
      case Evicted -> "Evicted";
      case Deadline -> "DeadlineExceeded";
      case Refused -> "JobRefused";
    };
  }

  private static Optional<Verdict> builderImageIsSet(BuildInputs inputs) {
    if (inputs.builder().reference().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.stalled(
            "BuilderImageNotSet",
            ("The operator's setting %s is empty, so there is nothing to build with; set it to the"
                    + " image of pythonservice-builder, as the environment variable"
                    + " PYTHONSERVICE_BUILDER_IMAGE of the operator's container")
                .formatted(BuilderImage.SETTING)));
  }

  private static Optional<Verdict> buildNamespaceIsServed(BuildInputs inputs) {
    String namespace = inputs.buildNamespace().orElseThrow();
    if (inputs.scope().buildNamespaces().contains(namespace)) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.stalled(
            "BuildNamespaceNotServed",
            ("The PythonPlatform %s builds in namespace %s, where this operator does not work;"
                    + " those who look after it see the remedy with 'kubectl describe"
                    + " pythonplatform %s'")
                .formatted(platform(inputs), namespace, platform(inputs))));
  }

  /** What a build mounts is looked up with the platform. */
  private static Optional<Verdict> platformWasLookedAt(BuildInputs inputs) {
    return PlatformReadiness.wasLookedAt(inputs.platform().orElseThrow());
  }

  /** A pod that mounts what is not there would wait for it until its deadline. */
  private static Optional<Verdict> platformIsReady(BuildInputs inputs) {
    return PlatformReadiness.isReady(inputs.platform().orElseThrow());
  }

  private static Optional<Verdict> hasItsTurn(BuildInputs inputs) {
    if (inputs.line().hasRoom(inputs.maximum())) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.reconciling(
            WAITS,
            ("Older builds of the PythonPlatform %s come first; it runs as many at a time as its"
                    + " spec.builds.maxConcurrent says, %d")
                .formatted(platform(inputs), inputs.maximum())));
  }

  private static String platform(BuildInputs inputs) {
    return inputs.build().getSpec().platform();
  }
}
