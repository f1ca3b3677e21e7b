package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.NodeSelector;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * What pods demand of a node.
 *
 * @param component what the pods are to their service: {@link WorkloadLabels#PROCESS}, or the name
 *     of a job
 * @param requests what a pod asks for, by resource: CPUs, bytes
 * @param tolerations the taints that do not keep it away
 * @param selector labels that the node must have
 * @param terms alternatives of its required node affinity
 */
public record PodDemand(
    String component,
    Map<String, BigDecimal> requests,
    List<Toleration> tolerations,
    Map<String, String> selector,
    List<NodeSelectorTerm> terms) {

  private static final BigDecimal LEAST_CPU = new BigDecimal("0.001");

  public PodDemand {
    requests = Map.copyOf(requests);
    tolerations = List.copyOf(tolerations);
    selector = Map.copyOf(selector);
    terms = List.copyOf(terms);
  }

  /** The demand of pods that are made from a template. */
  public static PodDemand of(String component, PodTemplateSpec template) {
    PodSpec pod = template.getSpec();
    return new PodDemand(
        component,
        requests(pod),
        Optional.ofNullable(pod.getTolerations()).orElse(List.of()),
        Optional.ofNullable(pod.getNodeSelector()).orElse(Map.of()),
        Optional.ofNullable(pod.getAffinity())
            .map(affinity -> affinity.getNodeAffinity())
            .map(affinity -> affinity.getRequiredDuringSchedulingIgnoredDuringExecution())
            .map(NodeSelector::getNodeSelectorTerms)
            .orElse(List.of()));
  }

  /**
   * As the scheduler adds them up: sidecars and main containers run together; an init container
   * that ends runs beside the sidecars before it.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers">
   *     Resource sharing within containers</a>
   */
  private static Map<String, BigDecimal> requests(PodSpec pod) {
    Map<String, BigDecimal> together = new HashMap<>();
    Map<String, BigDecimal> most = new HashMap<>();
    for (Container container : pod.getInitContainers()) {
      if ("Always".equals(container.getRestartPolicy())) {
        merge(together, requests(container), BigDecimal::add);
      } else {
        Map<String, BigDecimal> beside = new HashMap<>(together);
        merge(beside, requests(container), BigDecimal::add);
        merge(most, beside, BigDecimal::max);
      }
    }
    pod.getContainers().forEach(container -> merge(together, requests(container), BigDecimal::add));
    merge(most, together, BigDecimal::max);
    return most;
  }

  private static void merge(
      Map<String, BigDecimal> into,
      Map<String, BigDecimal> amounts,
      BinaryOperator<BigDecimal> operation) {
    amounts.forEach((resource, amount) -> into.merge(resource, amount, operation));
  }

  /** A limit without a request is the request, to Kubernetes. */
  private static Map<String, BigDecimal> requests(Container container) {
    Optional<ResourceRequirements> resources = Optional.ofNullable(container.getResources());
    Map<String, Quantity> quantities = new HashMap<>();
    resources.map(ResourceRequirements::getLimits).ifPresent(quantities::putAll);
    resources.map(ResourceRequirements::getRequests).ifPresent(quantities::putAll);
    Map<String, BigDecimal> amounts = new HashMap<>();
    quantities.forEach((name, quantity) -> amounts.put(name, quantity.getNumericalAmount()));
    return amounts;
  }

  /**
   * The CPUs that it asks for; one that asks for none counts for 1m, so that it can be compared.
   */
  BigDecimal leastCpu() {
    return request("cpu").max(LEAST_CPU);
  }

  /** What it asks for of a resource. */
  BigDecimal request(String resource) {
    return requests.getOrDefault(resource, BigDecimal.ZERO);
  }
}
