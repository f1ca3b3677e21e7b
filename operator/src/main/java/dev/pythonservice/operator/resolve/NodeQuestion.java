package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.NodeSummary;
import dev.pythonservice.operator.plan.PodDemand;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a service wants to know of the cluster's nodes.
 *
 * @param demands what each kind of its pods demands
 * @param priceLabel the label that has a node's price
 */
public record NodeQuestion(List<PodDemand> demands, Optional<String> priceLabel) {

  public NodeQuestion {
    demands = List.copyOf(demands);
  }

  /** The answer, by component. */
  Map<String, NodeSummary> answerBy(Collection<ClusterNode> nodes) {
    Map<String, NodeSummary> answer = new HashMap<>();
    demands.forEach(
        demand -> answer.put(demand.component(), NodeSummary.of(nodes, demand, priceLabel)));
    return answer;
  }
}
