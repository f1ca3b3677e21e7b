package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What pods of one kind find in the cluster.
 *
 * @param architectures what each architecture offers; each has an entry
 * @param someAreUnlabelled whether there are nodes that do not say their architecture
 */
public record NodeSummary(Map<Architecture, Offer> architectures, boolean someAreUnlabelled) {

  public NodeSummary {
    architectures = Map.copyOf(architectures);
  }

  /**
   * What an architecture offers.
   *
   * @param number how many nodes the pods could run on
   * @param types their types
   * @param misfits where the number is 0: why the others do not count; none where there are none
   */
  record Offer(int number, Set<NodeType> types, Set<String> misfits) {

    Offer {
      types = Set.copyOf(types);
      misfits = Set.copyOf(misfits);
    }

    boolean isThere() {
      return number > 0;
    }
  }

  /** What nodes offer to pods. */
  public static NodeSummary of(
      Collection<ClusterNode> nodes, PodDemand demand, Optional<String> priceLabel) {
    Map<Architecture, Offer> offers = new EnumMap<>(Architecture.class);
    for (Architecture architecture : Architecture.values()) {
      offers.put(architecture, offer(architecture, nodes, demand, priceLabel));
    }
    return new NodeSummary(offers, nodes.stream().anyMatch(node -> !node.saysItsArchitecture()));
  }

  private static Offer offer(
      Architecture architecture,
      Collection<ClusterNode> nodes,
      PodDemand demand,
      Optional<String> priceLabel) {
    int number = 0;
    Set<NodeType> types = new LinkedHashSet<>();
    Set<String> misfits = new TreeSet<>();
    for (ClusterNode node : nodes) {
      if (node.architecture().filter(architecture::equals).isPresent()) {
        Optional<String> misfit = NodeFit.misfit(node, demand);
        misfit.ifPresent(misfits::add);
        if (misfit.isEmpty()) {
          number++;
          types.add(NodeType.of(node, priceLabel));
        }
      }
    }
    return new Offer(number, types, number == 0 ? misfits : Set.of());
  }

  /** What an architecture offers. */
  Offer offer(Architecture architecture) {
    return architectures.getOrDefault(architecture, new Offer(0, Set.of(), Set.of()));
  }

  /** Whether nothing is different that a decision depends on: how many nodes there are does not. */
  public boolean meansTheSameAs(NodeSummary other) {
    return someAreUnlabelled == other.someAreUnlabelled
        && architectures.keySet().equals(other.architectures.keySet())
        && architectures.entrySet().stream()
            .allMatch(entry -> meanTheSame(entry.getValue(), other.offer(entry.getKey())));
  }

  private static boolean meanTheSame(Offer one, Offer other) {
    return one.types().equals(other.types()) && one.misfits().equals(other.misfits());
  }
}
