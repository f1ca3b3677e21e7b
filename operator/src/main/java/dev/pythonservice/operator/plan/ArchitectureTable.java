package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState.State;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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
        .map(state -> withWhatIsKnown(state, decided, before))
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
        architecture, state, nodes.orElse(null), reason, message.orElse(null), List.of(), null);
  }

  /** Why an architecture has no node that counts. */
  static String withoutNodes(Architecture architecture, NodeSummary.Offer offer) {
    String spelled = ClusterNode.spelled(architecture);
    return offer.misfits().isEmpty()
        ? "There is no node of %s".formatted(spelled)
        : "No node of %s counts: they are %s"
            .formatted(spelled, offer.misfits().stream().sorted().collect(joining(", or ")));
  }

  /**
   * How many nodes there are is told when something else is to be told; what requests cost is known
   * until it is known better.
   */
  private static ArchitectureState withWhatIsKnown(
      ArchitectureState state, DecidedPlacement decided, Optional<PythonServiceStatus> before) {
    Optional<ArchitectureState> known =
        before.map(PythonServiceStatus::architectures).stream()
            .flatMap(List::stream)
            .filter(row -> row.architecture() == state.architecture())
            .findFirst();
    return with(
        state,
        known
            .filter(row -> isTheSame(row, state))
            .map(ArchitectureState::nodes)
            .orElse(state.nodes()),
        decided
            .inputs()
            .measured()
            .flatMap(costs -> costs.spelledOn(state.architecture()))
            .or(() -> known.map(ArchitectureState::costPerMillionRequests))
            .orElse(null));
  }

  private static boolean isTheSame(ArchitectureState known, ArchitectureState state) {
    return known.state() == state.state()
        && Objects.equals(known.reason(), state.reason())
        && Objects.equals(known.message(), state.message())
        && (known.nodes() == null) == (state.nodes() == null);
  }

  private static ArchitectureState with(
      ArchitectureState state, @Nullable Integer nodes, @Nullable String cost) {
    return new ArchitectureState(
        state.architecture(),
        state.state(),
        nodes,
        state.reason(),
        state.message(),
        state.blockers(),
        cost);
  }
}
