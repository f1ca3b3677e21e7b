package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Prices;
import dev.pythonservice.api.v1alpha1.Prices.NodePrice;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What pods cost on nodes, by what a platform says of prices.
 *
 * @param platform name of the platform
 * @param prices what it says
 */
record NodePrices(String platform, Prices prices) {

  /** As the API has it for prices in the table. */
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,18}([.][0-9]{1,9})?");

  private static final Comparator<NodePrice> SAYS_MOST =
      Comparator.comparing((NodePrice price) -> price.instanceType() != null)
          .thenComparing(price -> price.capacity() != null);

  /**
   * What a pod costs for an hour on a type of node.
   *
   * @param perHour in the platform's currency
   * @param type the type of node
   */
  record PodCost(BigDecimal perHour, NodeType type) {}

  /** The cheapest node of an architecture that the pods could run on; none where no price is. */
  Optional<PodCost> cheapest(Architecture architecture, NodeSummary.Offer offer, PodDemand demand) {
    return offer.types().stream()
        .flatMap(type ->
            perHour(architecture, type)
                .map(price ->
                    new PodCost(price.multiply(type.shareOf(demand), MathContext.DECIMAL64), type))
                .stream())
        .filter(cost -> cost.perHour().signum() > 0)
        .min(Comparator.comparing(PodCost::perHour).thenComparing(cost -> cost.type().spelled()));
  }

  /** What is wrong with prices of nodes, and what to do about it; in a fixed order. */
  Stream<String> problems(Architecture architecture, NodeSummary.Offer offer) {
    List<NodeType> types =
        offer.types().stream().sorted(Comparator.comparing(NodeType::spelled)).toList();
    String unpriced =
        types.stream()
            .filter(type -> perHour(architecture, type).isEmpty())
            .map(NodeType::spelled)
            .distinct()
            .collect(joining("; "));
    return Stream.concat(
            types.stream().flatMap(type -> wrongLabel(architecture, type).stream()),
            unpriced.isEmpty() ? Stream.empty() : Stream.of(missing(architecture, unpriced)))
        .distinct();
  }

  private String missing(Architecture architecture, String types) {
    return "nodes of %s have no price and are not compared (%s): add them to spec.prices.nodes of the PythonPlatform %s"
        .formatted(ClusterNode.spelled(architecture), types, platform);
  }

  private Optional<String> wrongLabel(Architecture architecture, NodeType type) {
    return type.labelledPrice()
        .filter(text -> decimal(text).isEmpty())
        .map(text ->
            "the label %s of nodes of %s (%s) says '%s', which is no decimal number above zero, and is ignored: correct it, or remove it"
                .formatted(
                    prices.nodeLabel(), ClusterNode.spelled(architecture), type.spelled(), text));
  }

  /** A node's own label wins over the table. */
  private Optional<BigDecimal> perHour(Architecture architecture, NodeType type) {
    return type.labelledPrice()
        .flatMap(NodePrices::decimal)
        .or(() -> fromTable(architecture, type));
  }

  private Optional<BigDecimal> fromTable(Architecture architecture, NodeType type) {
    return prices.nodes().stream()
        .filter(price -> price.architecture() == architecture)
        .filter(price ->
            price.instanceType() == null
                || type.instanceType().filter(price.instanceType()::equals).isPresent())
        .filter(price -> price.capacity() == null || price.capacity() == type.capacity())
        .max(SAYS_MOST)
        .map(price -> perHour(price, type));
  }

  /** The API sees to it that there is exactly one of the two, above zero. */
  private static BigDecimal perHour(NodePrice price, NodeType type) {
    return price.perNodeHour() != null
        ? new BigDecimal(price.perNodeHour())
        : new BigDecimal(price.perCPUHour()).multiply(type.cpus());
  }

  private static Optional<BigDecimal> decimal(String text) {
    return Optional.of(text)
        .filter(DECIMAL.asMatchPredicate())
        .map(BigDecimal::new)
        .filter(number -> number.signum() > 0);
  }
}
