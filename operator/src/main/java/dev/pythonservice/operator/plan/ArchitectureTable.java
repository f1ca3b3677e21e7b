package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What each architecture is to a service. */
final class ArchitectureTable {

  private ArchitectureTable() {}

  /**
   * The rows, in the order of the API.
   *
   * @param decided what was decided for the service's pods
   * @param built what the build says of each architecture
   * @param before what was said so far
   */
  static List<ArchitectureState> states(
      DecidedPlacement decided,
      List<ArchitectureState> built,
      Optional<PythonServiceStatus> before) {
    return built.stream()
        .map(state -> state(state, decided))
        .map(state -> withTheNumberBefore(state, before))
        .toList();
  }

  private static ArchitectureState state(ArchitectureState built, DecidedPlacement decided) {
    PlacementInputs inputs = decided.inputs();
    Architecture architecture = built.architecture();
    if (!inputs.allowed().contains(architecture)) {
      return built.state() == State.Infeasible
          ? built
          : state(
              architecture,
              State.Excluded,
              Optional.empty(),
              "NotAllowed",
              Optional.ofNullable(inputs.ruledOut().get(architecture)));
    }
    NodeSummary.Offer offer = inputs.offer(architecture);
    boolean isFirst = architecture == decided.choice().first();
    if (inputs.nodes().isPresent() && !offer.isThere()) {
      return state(
          architecture,
          State.WithoutNodes,
          Optional.of(0),
          PlacementDecisions.NO_NODES,
          Optional.of(withoutNodes(architecture, offer)));
    }
    return state(
        architecture,
        isFirst ? State.Preferred : State.Allowed,
        inputs.nodes().map(_ -> offer.number()),
        isFirst ? decided.placement().reason() : "Feasible",
        Optional.empty());
  }

  private static ArchitectureState state(
      Architecture architecture,
      State state,
      Optional<Integer> nodes,
      String reason,
      Optional<String> message) {
    return new ArchitectureState(
        architecture, state, nodes.orElse(null), reason, message.orElse(null), List.of());
  }

  /** Why an architecture has no node that counts. */
  static String withoutNodes(Architecture architecture, NodeSummary.Offer offer) {
    String spelled = ClusterNode.spelled(architecture);
    return offer.misfits().isEmpty()
        ? "There is no node of %s".formatted(spelled)
        : "No node of %s counts: they are %s"
            .formatted(spelled, offer.misfits().stream().sorted().collect(joining(", or ")));
  }

  /** How many nodes there are is told when something else is to be told. */
  private static ArchitectureState withTheNumberBefore(
      ArchitectureState state, Optional<PythonServiceStatus> before) {
    return before.map(PythonServiceStatus::architectures).stream()
        .flatMap(List::stream)
        .filter(known -> known.architecture() == state.architecture())
        .filter(known -> known.state() == state.state())
        .filter(known -> Objects.equals(known.reason(), state.reason()))
        .filter(known -> Objects.equals(known.message(), state.message()))
        .filter(known -> (known.nodes() == null) == (state.nodes() == null))
        .findFirst()
        .orElse(state);
  }
}
