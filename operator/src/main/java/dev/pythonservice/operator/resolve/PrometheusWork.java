package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * What a service's pods did on each architecture, from what Prometheus has of them. The label
 * {@code node} of its PodMonitor says where they ran; nodes that are gone say no architecture.
 *
 * @param server the server
 * @param series the service's series
 * @param nodes the architecture of a node, by its name
 */
record PrometheusWork(
    PrometheusServer server, ServiceSeries series, Function<String, Optional<Architecture>> nodes) {

  private static final String NODE = "node";

  private static final String BY_NODE =
      "sum by (%s, %s) (%%s)".formatted(PrometheusFigures.BUILD, NODE);

  /** When a series was first there, looked at every five minutes. */
  private static final String AGE =
      "time() - min by (%s, %s) (min_over_time(timestamp(%%s)[%s:5m]))"
          .formatted(PrometheusFigures.BUILD, NODE, ServiceSeries.WINDOW);

  /** A release on an architecture. */
  private record Place(String build, Architecture architecture) {}

  /**
   * The work, by build.
   *
   * @throws IOException when the server does not say it
   */
  Map<String, Map<Architecture, Work>> ask() throws IOException, InterruptedException {
    Map<Place, Double> requests =
        ask(BY_NODE.formatted(series.increase(Exposition.DURATION + "_count", "")), Double::sum);
    Map<Place, Double> cpu =
        ask(BY_NODE.formatted(series.increase(Exposition.CPU, "")), Double::sum);
    Map<Place, Double> ages = ask(AGE.formatted(series.of(Exposition.CPU, "")), Math::max);
    Map<String, Map<Architecture, Work>> work = new HashMap<>();
    requests.forEach((place, count) ->
        work.computeIfAbsent(place.build(), _ -> new HashMap<>())
            .put(
                place.architecture(),
                Work.of(
                    Math.round(count),
                    cpu.getOrDefault(place, 0.0),
                    Duration.ofSeconds(ages.getOrDefault(place, 0.0).longValue()))));
    return work;
  }

  private Map<Place, Double> ask(String query, BinaryOperator<Double> together)
      throws IOException, InterruptedException {
    Map<Place, Double> values = new HashMap<>();
    for (PrometheusAnswer.Sample sample : server.ask(query).samples()) {
      nodes
          .apply(sample.label(NODE))
          .filter(_ -> Double.isFinite(sample.value()))
          .map(architecture -> new Place(sample.label(PrometheusFigures.BUILD), architecture))
          .ifPresent(place -> values.merge(place, sample.value(), together));
    }
    return values;
  }
}
