package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Prices.NodePrice.Capacity;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A node, as far as it matters to where pods go. A node that only tells that it is alive is equal
 * to what it was.
 *
 * @param name its name
 * @param labels its labels
 * @param taints what keeps pods away
 * @param allocatable what pods may ask for in all, by resource: CPUs, bytes
 * @param cpus all of its CPUs, those of the system included, by which it is paid for
 * @param ready whether its kubelet says that it can run pods
 * @param cordoned whether it takes no new pods
 */
public record ClusterNode(
    String name,
    Map<String, String> labels,
    List<Taint> taints,
    Map<String, BigDecimal> allocatable,
    BigDecimal cpus,
    boolean ready,
    boolean cordoned) {

  /**
   * By which the scheduler knows a node's architecture; each kubelet sets it. What the node's
   * status says besides is nothing to the scheduler, and so not to us.
   */
  static final String ARCHITECTURE = "kubernetes.io/arch";

  /** By which nodes of one kind are known; clouds set it. */
  static final String INSTANCE_TYPE = "node.kubernetes.io/instance-type";

  /**
   * How Karpenter, EKS, GKE and AKS mark nodes that were bought as spare capacity.
   *
   * @see <a href="https://karpenter.sh/docs/concepts/nodepools/">Karpenter</a>
   * @see <a
   *     href="https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html">EKS</a>
   * @see <a href="https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms">GKE</a>
   * @see <a href="https://learn.microsoft.com/azure/aks/spot-node-pool">AKS</a>
   */
  private static final Map<String, String> SPOT =
      Map.of(
          "karpenter.sh/capacity-type", "spot",
          "eks.amazonaws.com/capacityType", "spot",
          "cloud.google.com/gke-spot", "true",
          "cloud.google.com/gke-preemptible", "true",
          "kubernetes.azure.com/scalesetpriority", "spot");

  public ClusterNode {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    allocatable = Map.copyOf(allocatable);
  }

  /** What the API server says of a node. */
  public static ClusterNode of(Node node) {
    Optional<NodeSpec> spec = Optional.ofNullable(node.getSpec());
    Optional<NodeStatus> status = Optional.ofNullable(node.getStatus());
    return new ClusterNode(
        node.getMetadata().getName(),
        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()),
        spec.map(NodeSpec::getTaints).orElse(List.of()),
        amounts(status.map(NodeStatus::getAllocatable).orElse(Map.of())),
        amounts(status.map(NodeStatus::getCapacity).orElse(Map.of()))
            .getOrDefault("cpu", BigDecimal.ZERO),
        status.map(NodeStatus::getConditions).orElse(List.of()).stream()
            .filter(condition -> "Ready".equals(condition.getType()))
            .anyMatch(condition -> "True".equals(condition.getStatus())),
        spec.map(NodeSpec::getUnschedulable).orElse(false));
  }

  private static Map<String, BigDecimal> amounts(Map<String, Quantity> quantities) {
    Map<String, BigDecimal> amounts = new TreeMap<>();
    quantities.forEach((name, quantity) -> amounts.put(name, quantity.getNumericalAmount()));
    return amounts;
  }

  /** Its architecture; empty where it does not say, or has one that no image is made for. */
  public Optional<Architecture> architecture() {
    return Arrays.stream(Architecture.values())
        .filter(each -> spelled(each).equals(labels.get(ARCHITECTURE)))
        .findFirst();
  }

  /** Whether it says any architecture at all. */
  boolean saysItsArchitecture() {
    return labels.containsKey(ARCHITECTURE);
  }

  /** What kind of machine it is, in its provider's words. */
  Optional<String> instanceType() {
    return Optional.ofNullable(labels.get(INSTANCE_TYPE));
  }

  /** How it was bought: as spot where a label says so, on demand otherwise. */
  Capacity capacity() {
    boolean spot =
        SPOT.entrySet().stream()
            .anyMatch(mark -> mark.getValue().equalsIgnoreCase(labels.get(mark.getKey())));
    return spot ? Capacity.Spot : Capacity.OnDemand;
  }

  /** As in the label. */
  static String spelled(Architecture architecture) {
    return architecture.name().toLowerCase(Locale.ROOT);
  }
}
