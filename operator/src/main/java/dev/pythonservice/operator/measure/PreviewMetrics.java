package dev.pythonservice.operator.measure;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.pythonservice.operator.plan.PreviewOutcome;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** Shows what would become of services with the versions of checkers that platforms try. */
@Singleton
public final class PreviewMetrics {

  private final PrometheusMeterRegistry registry;

  PreviewMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * From now on shows it.
   *
   * @param outcomes what is known of services, by platform; asked whenever the metrics are read
   */
  public void watch(Supplier<Map<String, List<PreviewOutcome>>> outcomes) {
    registry.getPrometheusRegistry().register(new Services(outcomes));
  }

  /** Describes itself without services: it is registered before the informers run. */
  private static final class Services extends Collector implements Collector.Describable {

    private final Supplier<Map<String, List<PreviewOutcome>>> outcomes;

    Services(Supplier<Map<String, List<PreviewOutcome>>> outcomes) {
      this.outcomes = outcomes;
    }

    @Override
    public List<MetricFamilySamples> describe() {
      return PreviewMetrics.collect(Map.of());
    }

    @Override
    public List<MetricFamilySamples> collect() {
      return PreviewMetrics.collect(outcomes.get());
    }
  }

  private static List<Collector.MetricFamilySamples> collect(
      Map<String, List<PreviewOutcome>> byPlatform) {
    GaugeMetricFamily services =
        new GaugeMetricFamily(
            "pythonservice_checker_preview_services",
            "PythonServices of a platform by what would become of them with the version of a"
                + " checker that it tries: passed, failed, error, or pending.",
            List.of("platform", "checker", "version", "result"));
    byPlatform.forEach((platform, outcomes) ->
        outcomes.stream()
            .collect(groupingBy(outcome -> labels(platform, outcome), counting()))
            .forEach(services::addMetric));
    return List.of(services);
  }

  private static List<String> labels(String platform, PreviewOutcome outcome) {
    return List.of(
        platform,
        outcome.version().checker().name(),
        outcome.version().version(),
        outcome.state().name().toLowerCase(Locale.ROOT));
  }
}
