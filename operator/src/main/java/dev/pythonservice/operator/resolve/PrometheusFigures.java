package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.Histogram;
import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.Work;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a service's releases from what Prometheus has of its pods. Its PodMonitor gives
 * the series the labels {@code python_service} and {@code python_build}.
 *
 * @param server the server
 * @param series the service's series
 * @param nodes the architecture of a node, by its name
 */
record PrometheusFigures(
    PrometheusServer server, ServiceSeries series, Function<String, Optional<Architecture>> nodes) {

  static final String BUILD = "python_build";

  /**
   * The figures, by build.
   *
   * @throws IOException when the server does not give them
   */
  Map<String, ReleaseFigures> ask() throws IOException, InterruptedException {
    Map<String, TreeMap<Double, Long>> buckets = new HashMap<>();
    PrometheusAnswer durations =
        server.ask(
            "sum by (%s, le) (%s)"
                .formatted(BUILD, series.increase(Exposition.DURATION + "_bucket", "")));
    for (PrometheusAnswer.Sample sample : durations.samples()) {
      buckets
          .computeIfAbsent(sample.label(BUILD), _ -> new TreeMap<>())
          .put(PrometheusAnswer.number(sample.label("le")), Math.round(sample.value()));
    }
    Map<String, Double> errors =
        byBuild("sum", series.increase(Exposition.DURATION + "_count", ",status_class=\"5xx\""));
    Map<String, Double> cpu = byBuild("sum", series.increase(Exposition.CPU, ""));
    String memoryOfPods =
        "sum by (%s, pod) (%s)".formatted(BUILD, series.of(Exposition.MEMORY, ""));
    Map<String, Double> memory = byBuild("avg", memoryOfPods);
    Map<String, Double> pods = byBuild("count", memoryOfPods);
    Map<String, Double> coldStarts = byBuild("avg", series.of(Exposition.COLD_START, ""));
    Map<String, Map<Architecture, Work>> work = new PrometheusWork(server, series, nodes).ask();
    Map<String, ReleaseFigures> figures = new TreeMap<>();
    buckets.forEach((build, counts) ->
        figures.put(
            build,
            ReleaseFigures.of(
                    build,
                    pods.getOrDefault(build, 0.0).intValue(),
                    new PodSample(
                        Histogram.ofCumulative(counts),
                        Math.round(errors.getOrDefault(build, 0.0)),
                        cpu.getOrDefault(build, 0.0),
                        0,
                        Optional.empty()),
                    known(memory.get(build)),
                    known(coldStarts.get(build)))
                .with(work.getOrDefault(build, Map.of()))));
    return figures;
  }

  private static OptionalDouble known(@Nullable Double value) {
    return value == null || !Double.isFinite(value)
        ? OptionalDouble.empty()
        : OptionalDouble.of(value);
  }

  private Map<String, Double> byBuild(String aggregation, String of)
      throws IOException, InterruptedException {
    Map<String, Double> values = new HashMap<>();
    for (PrometheusAnswer.Sample sample :
        server.ask("%s by (%s) (%s)".formatted(aggregation, BUILD, of)).samples()) {
      if (Double.isFinite(sample.value())) {
        values.put(sample.label(BUILD), sample.value());
      }
    }
    return values;
  }
}
