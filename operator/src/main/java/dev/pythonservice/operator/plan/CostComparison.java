package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * The choice of the cheapest architecture, and the patience with which it moves.
 *
 * @param what what costs, as the beginning of a sentence
 * @param currency the currency of the costs
 * @param reason the reason when the cheapest comes first
 */
record CostComparison(String what, String currency, String reason) {

  /**
   * By how much another architecture must be cheaper than the one that comes first: pods are
   * replaced for it, and prices and measurements are not more exact than that. 10%.
   */
  static final BigDecimal THRESHOLD = new BigDecimal("0.10");

  private static final int DIGITS = 3;

  /**
   * What an architecture costs.
   *
   * @param amount above zero
   * @param source where the number is from
   */
  record Cost(BigDecimal amount, String source) {}

  /** The choice; empty where there are not at least two to compare. */
  Optional<PlacementChoice> choose(Map<Architecture, Cost> costs, PlacementInputs inputs) {
    if (costs.size() < 2) {
      return Optional.empty();
    }
    Architecture cheapest = cheapest(costs);
    Architecture current = inputs.current().filter(costs::containsKey).orElse(cheapest);
    if (current == cheapest) {
      return Optional.of(first(cheapest, costs));
    }
    if (advantage(cheapest, current, costs).compareTo(THRESHOLD) <= 0) {
      return Optional.of(
          ofTheMoment(
              current,
              "AdvantageTooSmall",
              "%s stays first: %s, and it moves for more than %s%% alone"
                  .formatted(spelled(current), comparison(cheapest, costs), percent(THRESHOLD))));
    }
    return Optional.of(
        inputs
            .restsUntil()
            .map(until -> rest(current, until, comparison(cheapest, costs)))
            .orElseGet(() -> first(cheapest, costs)));
  }

  private PlacementChoice first(Architecture cheapest, Map<Architecture, Cost> costs) {
    return ofTheMoment(
        cheapest,
        reason,
        "%s comes first: %s".formatted(spelled(cheapest), comparison(cheapest, costs)));
  }

  private static PlacementChoice ofTheMoment(Architecture first, String reason, String message) {
    return new PlacementChoice(first, reason, message, true, Optional.empty());
  }

  private static PlacementChoice rest(Architecture current, Instant until, String comparison) {
    return new PlacementChoice(
        current,
        "MovedRecently",
        "%s stays first until %s, an hour after it became that: %s"
            .formatted(spelled(current), until, comparison),
        true,
        Optional.of(until));
  }

  /** Of two with the same cost the first in the order of the API. */
  private static Architecture cheapest(Map<Architecture, Cost> costs) {
    return costs.entrySet().stream()
        .min(
            Comparator.comparing((Map.Entry<Architecture, Cost> each) -> each.getValue().amount())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElseThrow();
  }

  private static BigDecimal advantage(
      Architecture cheaper, Architecture dearer, Map<Architecture, Cost> costs) {
    BigDecimal ratio = amount(cheaper, costs).divide(amount(dearer, costs), MathContext.DECIMAL64);
    return BigDecimal.ONE.subtract(ratio);
  }

  private static BigDecimal amount(Architecture architecture, Map<Architecture, Cost> costs) {
    return Optional.ofNullable(costs.get(architecture)).map(Cost::amount).orElseThrow();
  }

  /** an hour of a pod costs 0.0018 EUR on arm64 (m8g.large), 20% less than 0.00225 on amd64 (…). */
  private String comparison(Architecture cheapest, Map<Architecture, Cost> costs) {
    return costs.entrySet().stream()
        .filter(other -> other.getKey() != cheapest)
        .map(other ->
            "%s than %s"
                .formatted(
                    difference(advantage(cheapest, other.getKey(), costs)),
                    spelled(other.getKey(), costs)))
        .collect(joining(", ", "%s %s, ".formatted(what, spelled(cheapest, costs)), ""));
  }

  private static String difference(BigDecimal advantage) {
    return advantage.signum() == 0 ? "no less" : percent(advantage) + "% less";
  }

  private String spelled(Architecture architecture, Map<Architecture, Cost> costs) {
    Cost cost = costs.getOrDefault(architecture, new Cost(BigDecimal.ZERO, ""));
    return "%s %s on %s (%s)"
        .formatted(
            cost.amount().round(new MathContext(DIGITS)).stripTrailingZeros().toPlainString(),
            currency,
            spelled(architecture),
            cost.source());
  }

  private static String percent(BigDecimal share) {
    return share.movePointRight(2).setScale(0, RoundingMode.HALF_UP).toPlainString();
  }

  private static String spelled(Architecture architecture) {
    return ClusterNode.spelled(architecture);
  }
}
