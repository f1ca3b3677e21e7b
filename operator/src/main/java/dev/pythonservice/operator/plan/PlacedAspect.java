package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Set<String> notes = new LinkedHashSet<>(notes(first));
    Stream<String> ofOthers =
        all.stream()
            .skip(1)
            .flatMap(other ->
                notes(other).stream()
                    .filter(note -> !notes.contains(note))
                    .map(note -> "for %s: %s".formatted(other.spelled(), note)));
    String message =
        Stream.of(
                Optional.ofNullable(first.placement().message()).stream(), notes.stream(), ofOthers)
            .flatMap(words -> words)
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
  private static List<String> notes(DecidedPlacement decided) {
    PlacementInputs inputs = decided.inputs();
    List<String> notes = new ArrayList<>();
    if (inputs.nodes().isEmpty()) {
      return notes;
    }
    for (Architecture architecture : inputs.candidates()) {
      NodeSummary.Offer offer = inputs.offer(architecture);
      if (!offer.isThere()) {
        notes.add(ArchitectureTable.withoutNodes(architecture, offer));
      }
      inputs.prices().stream()
          .flatMap(prices -> prices.problems(architecture, offer))
          .forEach(notes::add);
    }
    if (inputs.nodes().filter(NodeSummary::someAreUnlabelled).isPresent()) {
      notes.add(
          "nodes without the label %s are left out, as the scheduler leaves them out; 'kubectl get nodes --selector=!%s' lists them, and a start of their kubelet labels them"
              .formatted(ClusterNode.ARCHITECTURE, ClusterNode.ARCHITECTURE));
    }
    return notes;
  }
}
