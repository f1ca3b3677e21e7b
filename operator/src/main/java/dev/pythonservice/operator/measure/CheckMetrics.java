package dev.pythonservice.operator.measure;

import static java.util.stream.Collectors.groupingBy;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.operator.plan.CheckDecisions;
import dev.pythonservice.operator.plan.ServiceInputs;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Shows what checks found in the newest build of each service that has results. The series are made
 * of the operator's cache whenever the metrics are read.
 */
@Singleton
public final class CheckMetrics {

  private final PrometheusMeterRegistry registry;

  CheckMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * From now on shows the findings.
   *
   * @param builds those that have results of checks; asked whenever the metrics are read
   */
  public void watch(Supplier<Stream<PythonBuild>> builds) {
    registry.getPrometheusRegistry().register(new Findings(builds));
  }

  /** Describes itself without builds: it is registered before the informers run. */
  private static final class Findings extends Collector implements Collector.Describable {

    private final Supplier<Stream<PythonBuild>> builds;

    Findings(Supplier<Stream<PythonBuild>> builds) {
      this.builds = builds;
    }

    @Override
    public List<MetricFamilySamples> describe() {
      return CheckMetrics.collect(Stream.empty());
    }

    @Override
    public List<MetricFamilySamples> collect() {
      return CheckMetrics.collect(builds.get());
    }
  }

  private static List<Collector.MetricFamilySamples> collect(Stream<PythonBuild> builds) {
    GaugeMetricFamily findings =
        new GaugeMetricFamily(
            "pythonservice_check_findings",
            "Findings of a check in the newest checked build of a PythonService: debt is tolerated,"
                + " new is what its release before did not have.",
            List.of("namespace", "python_service", "check", "kind"));
    builds
        .collect(groupingBy(CheckMetrics::service))
        .values()
        .forEach(ofOne ->
            ofOne.stream()
                .min(ServiceInputs.NEWEST_FIRST)
                .ifPresent(
                    newest -> results(newest).forEach(result -> add(findings, newest, result))));
    return List.of(findings);
  }

  private static List<String> service(PythonBuild build) {
    return List.of(build.getMetadata().getNamespace(), build.getSpec().service());
  }

  private static List<CheckResult> results(PythonBuild build) {
    return Optional.ofNullable(build.getStatus()).map(PythonBuildStatus::checks).orElse(List.of());
  }

  private static void add(GaugeMetricFamily findings, PythonBuild build, CheckResult result) {
    add(findings, build, result, "debt", CheckDecisions.debt(result));
    add(findings, build, result, "new", Optional.ofNullable(result.newFindings()).orElse(0));
  }

  private static void add(
      GaugeMetricFamily findings, PythonBuild build, CheckResult result, String kind, int number) {
    findings.addMetric(
        List.of(
            build.getMetadata().getNamespace(),
            build.getSpec().service(),
            result.name().name(),
            kind),
        number);
  }
}
