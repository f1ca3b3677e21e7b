package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes without what placement does not ask for: their images, addresses and managed fields. */
public final class PrunedNodes {

  private PrunedNodes() {}

  /** A store for nodes. */
  public static ItemStore<Node> store() {
    return new PrunedStore<>(PrunedNodes::prune);
  }

  static Node prune(Node node) {
    Optional<NodeSpec> spec = Optional.ofNullable(node.getSpec());
    Optional<NodeStatus> status = Optional.ofNullable(node.getStatus());
    return new NodeBuilder()
        .withNewMetadata()
        .withName(node.getMetadata().getName())
        .withUid(node.getMetadata().getUid())
        .withResourceVersion(node.getMetadata().getResourceVersion())
        .withLabels(node.getMetadata().getLabels())
        .endMetadata()
        .withNewSpec()
        .withTaints(spec.map(NodeSpec::getTaints).orElse(List.of()))
        .withUnschedulable(spec.map(NodeSpec::getUnschedulable).orElse(null))
        .endSpec()
        .withNewStatus()
        .withAllocatable(status.map(NodeStatus::getAllocatable).orElse(Map.of()))
        .withCapacity(cpus(status))
        .withConditions(ready(status))
        .endStatus()
        .build();
  }

  private static Map<String, Quantity> cpus(Optional<NodeStatus> status) {
    return status
        .map(NodeStatus::getCapacity)
        .map(capacity -> capacity.get("cpu"))
        .map(cpu -> Map.of("cpu", cpu))
        .orElse(Map.of());
  }

  private static List<NodeCondition> ready(Optional<NodeStatus> status) {
    return status.map(NodeStatus::getConditions).orElse(List.of()).stream()
        .filter(condition -> "Ready".equals(condition.getType()))
        .toList();
  }
}
