package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The condition that speaks of where the pods of a service can go. */
final class PlacedAspect {

  private PlacedAspect() {}

  /** Holds when each kind of pods has a node that it could run on. */
  static Aspect of(List<DecidedPlacement> all) {
    String without =
        all.stream()
            .filter(decided -> decided.inputs().nodes().isPresent())
            .filter(decided -> decided.inputs().withNodes().isEmpty())
            .map(PlacedAspect::unplaced)
            .collect(joining("; "));
    if (!without.isEmpty()) {
      return new Aspect(
          "Placed",
          Status.False,
          PlacementDecisions.NO_NODES,
          "No node can take %s; they wait for one".formatted(without));
    }
    DecidedPlacement first = all.getFirst();
    String message =
        Stream.concat(
                Optional.ofNullable(first.placement().message()).stream(),
                all.stream().flatMap(PlacedAspect::notes).distinct())
            .collect(joining("; "));
    return new Aspect("Placed", Status.True, first.placement().reason(), message);
  }

  private static String unplaced(DecidedPlacement decided) {
    return "%s: %s"
        .formatted(
            decided.spelled(),
            decided.inputs().candidates().stream()
                .map(each -> ArchitectureTable.withoutNodes(each, decided.inputs().offer(each)))
                .collect(joining("; ")));
  }

  /** What else is to be known: what has no node at the moment, and what is wrong with nodes. */
  private static Stream<String> notes(DecidedPlacement decided) {
    PlacementInputs inputs = decided.inputs();
    List<String> notes = new ArrayList<>();
    if (inputs.nodes().isEmpty()) {
      return Stream.empty();
    }
    for (Architecture architecture : inputs.candidates()) {
      NodeSummary.Offer offer = inputs.offer(architecture);
      if (!offer.isThere()) {
        notes.add(ArchitectureTable.withoutNodes(architecture, offer));
      }
      if (!decided.placement().reason().equals(PlacementDecisions.NO_PRICES)) {
        inputs.prices().stream()
            .flatMap(prices -> prices.problems(architecture, offer))
            .forEach(notes::add);
      }
    }
    if (inputs.nodes().filter(NodeSummary::someAreUnlabelled).isPresent()) {
      notes.add(
          "nodes without the label %s are left out, as the scheduler leaves them out; 'kubectl get nodes --selector=!%s' lists them, and a start of their kubelet labels them"
              .formatted(ClusterNode.ARCHITECTURE, ClusterNode.ARCHITECTURE));
    }
    return notes.stream();
  }
}
