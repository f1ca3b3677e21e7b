package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.MeasuredCosts.Measurement;
import dev.pythonservice.operator.plan.MeasuredCosts.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What requests cost on each architecture: the processors' time that they took, at the price of a
 * pod on the cheapest node for each second of the CPU that it asks for. What pods cost that wait
 * for requests is not in it: they wait at the same price wherever a node costs the same.
 */
final class RequestCosts {

  private static final BigDecimal SECONDS_OF_AN_HOUR = BigDecimal.valueOf(3600);

  private RequestCosts() {}

  /**
   * The costs; empty where nothing was measured on a node with a price.
   *
   * @param work what the pods did on each architecture
   */
  static Optional<MeasuredCosts> of(
      Map<Architecture, Work> work, NodePrices prices, NodeSummary nodes, PodDemand demand) {
    Map<Architecture, Measurement> measurements = new EnumMap<>(Architecture.class);
    work.forEach((architecture, done) ->
        prices
            .cheapest(architecture, nodes.offer(architecture), demand)
            .filter(_ -> done.requests() > 0)
            .map(price -> measurement(done, price, demand))
            .ifPresent(measurement -> measurements.put(architecture, measurement)));
    return measurements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MeasuredCosts(Unit.MILLION_REQUESTS, prices.prices().currency(), measurements));
  }

  private static Measurement measurement(Work done, NodePrices.PodCost price, PodDemand demand) {
    // So many microseconds for a request are so many seconds for a million.
    BigDecimal cpuSeconds = BigDecimal.valueOf(done.cpuPerRequest());
    BigDecimal perCpuSecond =
        price
            .perHour()
            .divide(demand.leastCpu().multiply(SECONDS_OF_AN_HOUR), MathContext.DECIMAL64);
    return new Measurement(cpuSeconds.multiply(perCpuSecond), done.requests(), done.watched());
  }
}
