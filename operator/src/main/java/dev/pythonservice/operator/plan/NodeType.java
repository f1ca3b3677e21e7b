package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Prices.NodePrice.Capacity;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * Nodes that cost the same and give a pod the same share. Amounts are rounded, so that nodes of one
 * kind are one type.
 *
 * @param instanceType what kind of machine they are
 * @param capacity how they were bought
 * @param labelledPrice what the label with the price says, whatever that is
 * @param cpus CPUs that are paid for
 * @param allocatableCpus CPUs that pods may ask for
 * @param allocatableBytes memory that pods may ask for, in bytes
 */
record NodeType(
    Optional<String> instanceType,
    Capacity capacity,
    Optional<String> labelledPrice,
    BigDecimal cpus,
    BigDecimal allocatableCpus,
    BigDecimal allocatableBytes) {

  /** Machines of one kind differ by some MiB in what they find at their start: 256 MiB. */
  private static final BigDecimal MEMORY_STEP = BigDecimal.valueOf(256L << 20);

  static NodeType of(ClusterNode node, Optional<String> priceLabel) {
    return new NodeType(
        node.instanceType(),
        node.capacity(),
        priceLabel.flatMap(label -> Optional.ofNullable(node.labels().get(label))),
        node.cpus(),
        amount(node, "cpu"),
        inSteps(amount(node, "memory")));
  }

  private static BigDecimal amount(ClusterNode node, String resource) {
    return node.allocatable().getOrDefault(resource, BigDecimal.ZERO);
  }

  private static BigDecimal inSteps(BigDecimal bytes) {
    return bytes.compareTo(MEMORY_STEP) < 0
        ? bytes
        : bytes.divideToIntegralValue(MEMORY_STEP).multiply(MEMORY_STEP);
  }

  /** The part of such a node that a pod takes: the greater of its shares of CPU and memory. */
  BigDecimal shareOf(PodDemand demand) {
    return share(demand.leastCpu(), allocatableCpus)
        .max(share(demand.request("memory"), allocatableBytes));
  }

  private static BigDecimal share(BigDecimal request, BigDecimal allocatable) {
    return allocatable.signum() == 0
        ? BigDecimal.ZERO
        : request.divide(allocatable, MathContext.DECIMAL64);
  }

  /** For people: {@code m8g.large, Spot}. */
  String spelled() {
    return instanceType.orElse("no instance type") + (capacity == Capacity.Spot ? ", Spot" : "");
  }
}
