package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.averagingLong;
import static java.util.stream.Collectors.groupingBy;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Run;
import dev.pythonservice.operator.plan.MeasuredCosts.Measurement;
import dev.pythonservice.operator.plan.MeasuredCosts.Unit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What runs of a job cost on each architecture: the time that they took, at the price of a pod on
 * the cheapest node. Of a run in partitions it is the one that took longest.
 */
final class RunCosts {

  private static final BigDecimal MILLISECONDS_OF_AN_HOUR = BigDecimal.valueOf(3_600_000);

  private RunCosts() {}

  /** The costs; empty where no run on a node with a price was measured. */
  static Optional<MeasuredCosts> of(
      List<Run> runs, NodePrices prices, NodeSummary nodes, PodDemand demand) {
    Map<Architecture, List<Run>> byArchitecture =
        runs.stream()
            .filter(run -> run.result() == Result.Succeeded)
            .filter(run -> run.architecture() != null && run.milliseconds() != null)
            .collect(groupingBy(run -> Objects.requireNonNull(run.architecture())));
    Map<Architecture, Measurement> measurements = new EnumMap<>(Architecture.class);
    byArchitecture.forEach((architecture, measured) ->
        prices
            .cheapest(architecture, nodes.offer(architecture), demand)
            .map(price -> measurement(measured, price))
            .ifPresent(measurement -> measurements.put(architecture, measurement)));
    return measurements.isEmpty()
        ? Optional.empty()
        : Optional.of(new MeasuredCosts(Unit.RUN, prices.prices().currency(), measurements));
  }

  private static Measurement measurement(List<Run> runs, NodePrices.PodCost price) {
    double milliseconds =
        runs.stream().collect(averagingLong(run -> Objects.requireNonNull(run.milliseconds())));
    BigDecimal hours =
        new BigDecimal(milliseconds).divide(MILLISECONDS_OF_AN_HOUR, MathContext.DECIMAL64);
    return new Measurement(price.perHour().multiply(hours), runs.size(), Duration.ZERO);
  }
}
