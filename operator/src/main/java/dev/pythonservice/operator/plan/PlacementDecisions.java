package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import dev.pythonservice.operator.plan.CostComparison.Cost;
import dev.pythonservice.operator.plan.MeasuredCosts.Measurement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which architecture pods of one kind go to first: questions in the order in which they are asked,
 * and the first answer counts.
 *
 * <p>That nodes go never moves a choice: it is a wish, and without nodes the scheduler takes others
 * anyway. Pods that are well are not replaced for it.
 */
final class PlacementDecisions {

  /** By which a choice is kept as it is, with any value but {@code false}. */
  static final String FREEZE = "pythonservice.dev/freeze-placement";

  /** The reason of a first choice without any node. */
  static final String NO_NODES = "NoNodes";

  /** The reason when measurements of all architectures were compared. */
  static final String CHEAPEST_BY_MEASUREMENT = "CheapestByMeasurement";

  private static final List<Function<PlacementInputs, Optional<PlacementChoice>>> CHAIN =
      List.of(
          PlacementDecisions::onlyOneIsPossible,
          PlacementDecisions::isFrozen,
          PlacementDecisions::nodesAreHidden,
          PlacementDecisions::noneHasNodes,
          PlacementDecisions::theNodesOfTheFirstAreAway,
          PlacementDecisions::onlyOneHasNodes,
          PlacementDecisions::oneIsMeasuredToBeCheapest,
          PlacementDecisions::oneWasMeasuredToBeCheapest,
          PlacementDecisions::oneHasTheCheapestNodes);

  private PlacementDecisions() {}

  static PlacementChoice decide(PlacementInputs inputs) {
    return CHAIN.stream()
        .map(question -> question.apply(inputs))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseGet(() -> nothingSaysWhichIsCheaper(inputs));
  }

  private static Optional<PlacementChoice> onlyOneIsPossible(PlacementInputs inputs) {
    return inputs.allowed().size() > 1
        ? Optional.empty()
        : Optional.of(
            PlacementChoice.of(
                inputs.candidates().getFirst(),
                "OnlyOne",
                "Only %s is possible: %s"
                    .formatted(
                        spelled(inputs.candidates().getFirst()),
                        inputs.ruledOut().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(Map.Entry::getValue)
                            .collect(joining("; ")))));
  }

  private static Optional<PlacementChoice> isFrozen(PlacementInputs inputs) {
    return inputs
        .current()
        .filter(_ -> inputs.frozen())
        .map(current ->
            PlacementChoice.of(
                current,
                "Frozen",
                "The annotation %s keeps %s first; remove it to have the cheapest chosen again"
                    .formatted(FREEZE, spelled(current))));
  }

  private static Optional<PlacementChoice> nodesAreHidden(PlacementInputs inputs) {
    Architecture first = inputs.byDefault();
    return inputs.nodes().isPresent()
        ? Optional.empty()
        : Optional.of(
            PlacementChoice.of(
                first,
                "NodesNotVisible",
                "%s, and %s comes first"
                    .formatted(
                        inputs.nodesForbidden()
                            ? "The operator may not list and watch nodes (rbac.nodes in its chart)"
                            : "The cluster's nodes cannot be read at the moment",
                        spelled(first))));
  }

  private static Optional<PlacementChoice> noneHasNodes(PlacementInputs inputs) {
    return inputs.withNodes().isEmpty()
        ? Optional.of(
            inputs
                .chosenBefore()
                .map(PlacementDecisions::asBefore)
                .orElseGet(() ->
                    PlacementChoice.of(
                        inputs.byDefault(),
                        NO_NODES,
                        "No node could take the pods so far, and %s comes first"
                            .formatted(spelled(inputs.byDefault())))))
        : Optional.empty();
  }

  private static Optional<PlacementChoice> theNodesOfTheFirstAreAway(PlacementInputs inputs) {
    return inputs
        .chosenBefore()
        .filter(_ -> inputs.current().filter(first -> !inputs.offer(first).isThere()).isPresent())
        .map(PlacementDecisions::asBefore);
  }

  private static Optional<PlacementChoice> onlyOneHasNodes(PlacementInputs inputs) {
    return inputs.withNodes().size() > 1
        ? Optional.empty()
        : Optional.of(
            PlacementChoice.of(
                inputs.withNodes().getFirst(),
                "OnlyOneHasNodes",
                "Only %s has nodes that could take the pods"
                    .formatted(spelled(inputs.withNodes().getFirst()))));
  }

  private static Optional<PlacementChoice> oneIsMeasuredToBeCheapest(PlacementInputs inputs) {
    return inputs
        .measured()
        .flatMap(measured -> {
          Map<Architecture, Cost> costs = new LinkedHashMap<>();
          for (Architecture architecture : inputs.withNodes()) {
            Optional.ofNullable(measured.measurements().get(architecture))
                .filter(measured::isSound)
                .map(Measurement::cost)
                .ifPresent(cost -> costs.put(architecture, new Cost(cost, "measured")));
          }
          return new CostComparison(
                  measured.unit().spelled(), measured.currency(), CHEAPEST_BY_MEASUREMENT)
              .choose(costs, inputs);
        });
  }

  /**
   * Where pods went by measurement, the other architecture is not measured any more, and a new
   * release begins unmeasured: that is no reason to go back to what prices alone say.
   */
  private static Optional<PlacementChoice> oneWasMeasuredToBeCheapest(PlacementInputs inputs) {
    return inputs
        .chosenBefore()
        .filter(before -> before.reason().equals(CHEAPEST_BY_MEASUREMENT))
        .filter(
            before -> Long.valueOf(inputs.platformGeneration()).equals(before.platformGeneration()))
        .map(PlacementDecisions::asBefore);
  }

  private static Optional<PlacementChoice> oneHasTheCheapestNodes(PlacementInputs inputs) {
    return inputs
        .prices()
        .flatMap(prices -> {
          Map<Architecture, Cost> costs = new LinkedHashMap<>();
          for (Architecture architecture : inputs.withNodes()) {
            prices
                .cheapest(architecture, inputs.offer(architecture), inputs.demand())
                .ifPresent(cost ->
                    costs.put(architecture, new Cost(cost.perHour(), cost.type().spelled())));
          }
          return new CostComparison(
                  "an hour of a pod costs", prices.prices().currency(), "CheapestByPrice")
              .choose(costs, inputs);
        });
  }

  private static PlacementChoice nothingSaysWhichIsCheaper(PlacementInputs inputs) {
    Architecture first = inputs.byDefault();
    String missing =
        inputs.prices().isPresent()
            ? "there are not two architectures whose nodes have prices"
            : "the PythonPlatform %s has no spec.prices".formatted(inputs.platform());
    return PlacementChoice.of(
        first,
        "NoPrices",
        "Nothing says which architecture is cheaper, and %s comes first: %s"
            .formatted(spelled(first), missing));
  }

  private static PlacementChoice asBefore(Placement before) {
    return PlacementChoice.of(
        before.architectures().getFirst(),
        before.reason(),
        Optional.ofNullable(before.message()).orElse(""));
  }

  private static String spelled(Architecture architecture) {
    return ClusterNode.spelled(architecture);
  }
}
