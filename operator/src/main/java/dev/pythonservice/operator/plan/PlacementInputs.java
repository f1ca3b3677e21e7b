package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is decided on for pods of one kind.
 *
 * @param demand what the pods demand of a node
 * @param allowed the architectures that they may run on: the image has them, and policies allow
 *     them; at least one
 * @param ruledOut why each of the others is out, in words
 * @param nodes what the cluster's nodes offer; empty where they cannot be seen
 * @param nodesForbidden whether they cannot be seen for lack of a right
 * @param platform the platform's name
 * @param prices what it says of prices
 * @param measured what the pods were measured to cost
 * @param before the choice so far
 * @param frozen whether that is to stay
 * @param platformGeneration the {@code metadata.generation} of the platform
 * @param now the time
 */
record PlacementInputs(
    PodDemand demand,
    Set<Architecture> allowed,
    Map<Architecture, String> ruledOut,
    Optional<NodeSummary> nodes,
    boolean nodesForbidden,
    String platform,
    Optional<NodePrices> prices,
    Optional<MeasuredCosts> measured,
    Optional<Placement> before,
    boolean frozen,
    long platformGeneration,
    Instant now) {

  /**
   * How long a choice rests after it moved, unless the platform changes: nodes of other prices that
   * come and go would move it there and back.
   */
  static final Duration REST = Duration.ofHours(1);

  /** The architecture that came first so far, where it still may. */
  Optional<Architecture> current() {
    return before
        .map(Placement::architectures)
        .flatMap(order -> order.stream().findFirst())
        .filter(allowed::contains);
  }

  /**
   * The choice so far, where it was one among those that are allowed now; what was said while there
   * was nothing to choose from, or no node for any, is no choice.
   */
  Optional<Placement> chosenBefore() {
    return before
        .filter(choice -> Set.copyOf(choice.architectures()).equals(allowed))
        .filter(choice -> !choice.reason().equals(PlacementDecisions.NO_NODES));
  }

  /** The one that comes first where nothing speaks for another one. */
  Architecture byDefault() {
    return current().orElseGet(() -> candidates().getFirst());
  }

  /** Those that are allowed, in the order of the API. */
  List<Architecture> candidates() {
    return allowed.stream().sorted().toList();
  }

  /** Those that are allowed and have nodes, in the order of the API. */
  List<Architecture> withNodes() {
    return candidates().stream().filter(each -> offer(each).isThere()).toList();
  }

  NodeSummary.Offer offer(Architecture architecture) {
    return nodes
        .map(summary -> summary.offer(architecture))
        .orElseGet(() -> new NodeSummary.Offer(0, Set.of(), Set.of()));
  }

  /** Until when the choice rests; empty when it may move. */
  Optional<Instant> restsUntil() {
    return before
        .filter(choice -> Long.valueOf(platformGeneration).equals(choice.platformGeneration()))
        .map(Placement::movedAt)
        .map(movedAt -> movedAt.plus(REST))
        .filter(now::isBefore);
  }
}
