package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration.State;
import dev.pythonservice.operator.plan.PodWords.PodTrouble;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whether some replicas, besides the service's own, explore the architecture that its pods do not
 * go to first, so that both are measured: questions in the order in which they are asked, and the
 * first answer counts.
 */
public final class ExplorationDecisions {

  private static final int HUNDRED = 100;

  private static final List<Function<ExplorationInputs, Optional<Exploration>>> CHAIN =
      List.of(
          ExplorationDecisions::thePlatformForbidsIt,
          ExplorationDecisions::onlyOneIsPossible,
          ExplorationDecisions::nothingIsMeasured,
          ExplorationDecisions::bothAreMeasured,
          ExplorationDecisions::theChoiceIsFrozen,
          ExplorationDecisions::oneHasNoNodes,
          ExplorationDecisions::oneHasNoPrice,
          ExplorationDecisions::anObjectiveIsMissed,
          ExplorationDecisions::theReleaseIsStillComing,
          ExplorationDecisions::theShareIsLessThanOne);

  private ExplorationDecisions() {}

  /**
   * That an image was found not to run on an architecture, now or before. It holds for as long as
   * that image is to serve, whatever is asked for then.
   *
   * @param service the service, with what was said so far
   * @param build the image's build
   * @param running what runs of the service
   */
  public static Optional<Exploration> failure(
      WithPlatform service, PythonBuild build, Running running) {
    String name = BuildStatus.name(build);
    Optional<Exploration> ofBuild =
        service
            .status()
            .map(PythonServiceStatus::exploration)
            .filter(said -> said.build().equals(name));
    return ofBuild
        .filter(said -> said.state() == State.Failed)
        .or(() ->
            ofBuild
                .filter(said -> said.state() == State.Exploring)
                .map(Exploration::architecture)
                .flatMap(architecture -> failure(architecture, name, running)));
  }

  /**
   * Only a container that ended says something of the architecture: an image that cannot be pulled
   * or a missing Secret is trouble anywhere.
   */
  private static Optional<Exploration> failure(
      Architecture architecture, String build, Running running) {
    return PodWords.all(
            running.pods().stream()
                .filter(WorkloadLabels::isExploring)
                .filter(pod -> ServingDecisions.runs(pod, build))
                .toList())
        .filter(PodTrouble::lasting)
        .filter(PodTrouble::isOfTheProgram)
        .findFirst()
        .map(trouble ->
            new Exploration(
                architecture,
                build,
                State.Failed,
                null,
                trouble.reason(),
                "On %s the image of %s does not run: %s"
                    .formatted(ClusterNode.spelled(architecture), build, trouble.message()),
                SmokeTest.moduleIn(trouble.message()).orElse(null)));
  }

  /** What is said of exploring; empty where it is not asked for. */
  static Optional<Exploration> decide(ExplorationInputs inputs) {
    return inputs
        .workload()
        .exploration()
        .filter(said -> said.state() == State.Failed)
        .or(() ->
            inputs.askedPercent() == 0
                ? Optional.empty()
                : Optional.of(
                    CHAIN.stream()
                        .map(question -> question.apply(inputs))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .orElseGet(() -> exploring(inputs))));
  }

  /** What people are told: that it begins, that it has an end, or that it failed. */
  static Optional<Verdict> news(Optional<Exploration> before, Optional<Exploration> now) {
    return now.filter(said -> before.filter(was -> isTheSame(was, said)).isEmpty())
        .flatMap(said ->
            switch (said.state()) {
              case Waiting -> Optional.empty();
              case Exploring -> Optional.of(Verdict.ready("ExplorationBegan", said.message()));
              case Measured ->
                  before
                      .filter(was -> was.state() == State.Exploring)
                      .map(_ -> Verdict.ready("ExplorationEnded", said.message()));
              case Failed -> Optional.of(Verdict.stalled("ExplorationFailed", said.message()));
            });
  }

  private static boolean isTheSame(Exploration one, Exploration other) {
    return one.state() == other.state()
        && one.build().equals(other.build())
        && one.architecture() == other.architecture();
  }

  private static Optional<Exploration> thePlatformForbidsIt(ExplorationInputs inputs) {
    return waitingIf(
        inputs.percent() == 0,
        inputs,
        "NotAllowed",
        "spec.policy.maximumExplorationPercent of the PythonPlatform %s is 0"
            .formatted(inputs.placement().platform()));
  }

  private static Optional<Exploration> onlyOneIsPossible(ExplorationInputs inputs) {
    return waitingIf(
        inputs.candidate().isEmpty(),
        inputs,
        "OnlyOne",
        Optional.ofNullable(inputs.decided().placement().message()).orElse(""));
  }

  private static Optional<Exploration> nothingIsMeasured(ExplorationInputs inputs) {
    WorkloadPlan workload = inputs.workload();
    return waitingIf(
        workload.service().servers().stream().noneMatch(server -> Measuring.isOn(workload, server)),
        inputs,
        "NotMeasured",
        "No server of %s is measured, and exploring would show nothing: let spec.measure be true, and PYTHONPATH in no server's env; an image of an earlier builder is measured after its next build"
            .formatted(inputs.build()));
  }

  /**
   * Measurements live as long as the operator, and are taken anew of each release; what they showed
   * lives in the status.
   */
  private static Optional<Exploration> bothAreMeasured(ExplorationInputs inputs) {
    boolean areSound =
        inputs
            .placement()
            .measured()
            .filter(costs -> inputs.placement().candidates().stream().allMatch(costs::isSoundOn))
            .isPresent();
    boolean wereCompared =
        inputs.decided().placement().reason().equals(PlacementDecisions.CHEAPEST_BY_MEASUREMENT);
    if (inputs.was(State.Measured)) {
      return inputs.beforeOfBuild();
    }
    return areSound || wereCompared
        ? Optional.of(
            said(
                inputs,
                State.Measured,
                null,
                "Measured",
                "Requests were measured on both architectures; status.placement says what came of"
                    + " it"))
        : Optional.empty();
  }

  private static Optional<Exploration> theChoiceIsFrozen(ExplorationInputs inputs) {
    return waitingIf(
        inputs.placement().frozen(),
        inputs,
        "Frozen",
        "The annotation %s keeps the choice as it is, whatever would be measured; remove it to explore"
            .formatted(PlacementDecisions.FREEZE));
  }

  private static Optional<Exploration> oneHasNoNodes(ExplorationInputs inputs) {
    PlacementInputs placement = inputs.placement();
    if (placement.nodes().isEmpty()) {
      return Optional.of(
          waiting(
              inputs,
              "NodesNotVisible",
              "The cluster's nodes cannot be seen; rbac.nodes in the operator's chart is the right"
                  + " to"));
    }
    return placement.candidates().stream()
        .filter(architecture -> !placement.offer(architecture).isThere())
        .findFirst()
        .map(architecture ->
            waiting(
                inputs,
                PlacementDecisions.NO_NODES,
                ArchitectureTable.withoutNodes(architecture, placement.offer(architecture))));
  }

  private static Optional<Exploration> oneHasNoPrice(ExplorationInputs inputs) {
    PlacementInputs placement = inputs.placement();
    if (placement.prices().isEmpty()) {
      return Optional.of(
          waiting(
              inputs,
              "NoPrices",
              "Without prices a measurement would decide nothing; add spec.prices to the PythonPlatform %s"
                  .formatted(placement.platform())));
    }
    NodePrices prices = placement.prices().orElseThrow();
    return placement.candidates().stream()
        .filter(architecture ->
            prices
                .cheapest(architecture, placement.offer(architecture), placement.demand())
                .isEmpty())
        .findFirst()
        .map(architecture ->
            waiting(
                inputs,
                "NoPrices",
                "Without a price for nodes of %s a measurement would decide nothing; add it to spec.prices.nodes of the PythonPlatform %s"
                    .formatted(ClusterNode.spelled(architecture), placement.platform())));
  }

  private static Optional<Exploration> anObjectiveIsMissed(ExplorationInputs inputs) {
    return waitingIf(
        inputs.observed().missesObjective(),
        inputs,
        "ObjectiveMissed",
        "Nothing is explored while one of spec.objectives is missed; the condition Performance says"
            + " which");
  }

  /** Once it has begun, a pod that starts anew, or one more replica, is no reason to end it. */
  private static Optional<Exploration> theReleaseIsStillComing(ExplorationInputs inputs) {
    boolean goesOn =
        inputs.was(State.Exploring)
            && inputs.beforeOfBuild().map(Exploration::architecture).equals(inputs.candidate());
    return waitingIf(
        !goesOn
            && ServingDecisions.decide(inputs.build(), inputs.observed().running()).outlook()
                != Outlook.READY,
        inputs,
        "RollingOut",
        "Exploring begins when the pods of %s have replaced those before"
            .formatted(inputs.build()));
  }

  private static Optional<Exploration> theShareIsLessThanOne(ExplorationInputs inputs) {
    return waitingIf(
        share(inputs) == 0,
        inputs,
        "TooFewReplicas",
        "%d%% of %d replicas is less than one; have at least %d replicas (spec.scaling)%s"
            .formatted(
                inputs.percent(),
                inputs.replicas(),
                Math.ceilDiv(HUNDRED, inputs.percent()),
                inputs.percent() == ExplorationInputs.GREATEST_PERCENT
                    ? ""
                    : ", or raise " + bound(inputs)));
  }

  /** The field that stands in the way of more. */
  private static String bound(ExplorationInputs inputs) {
    return inputs.percent() < inputs.askedPercent()
        ? "spec.policy.maximumExplorationPercent of the PythonPlatform %s"
            .formatted(inputs.placement().platform())
        : "spec.architectures.explorationPercent";
  }

  private static Exploration exploring(ExplorationInputs inputs) {
    int replicas = share(inputs);
    return said(
        inputs,
        State.Exploring,
        replicas,
        "Exploring",
        "%d %s on %s besides the service's %d, until enough requests are measured on both architectures"
            .formatted(
                replicas,
                replicas == 1 ? "replica runs" : "replicas run",
                inputs.candidate().map(ClusterNode::spelled).orElseThrow(),
                inputs.replicas()));
  }

  private static int share(ExplorationInputs inputs) {
    return inputs.replicas() * inputs.percent() / HUNDRED;
  }

  private static Optional<Exploration> waitingIf(
      boolean condition, ExplorationInputs inputs, String reason, String message) {
    return condition ? Optional.of(waiting(inputs, reason, message)) : Optional.empty();
  }

  private static Exploration waiting(ExplorationInputs inputs, String reason, String message) {
    return said(inputs, State.Waiting, null, reason, message);
  }

  private static Exploration said(
      ExplorationInputs inputs,
      State state,
      @Nullable Integer replicas,
      String reason,
      String message) {
    return new Exploration(
        inputs.candidate().orElse(null), inputs.build(), state, replicas, reason, message, null);
  }
}
