package dev.pythonservice.operator.measure;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.SaidBefore;
import dev.pythonservice.operator.plan.VulnerabilityScan;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Shows the services: what each one is, and its conditions. The series are made of the operator's
 * cache whenever the metrics are read, and kept nowhere.
 */
@Singleton
public final class ServiceMetrics {

  private static final String PREFIX = "pythonservice_service_";

  private final PrometheusMeterRegistry registry;
  private final Timer rollouts;
  private final VulnerabilityFamily vulnerabilities = new VulnerabilityFamily();

  ServiceMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
    this.rollouts =
        Timer.builder("pythonservice.rollout")
            .description("Time from a change of a service until it was Ready again")
            .register(registry);
  }

  /**
   * From now on shows the services.
   *
   * @param services those that are there; asked whenever the metrics are read
   */
  public void watch(Supplier<Stream<PythonService>> services) {
    registry.getPrometheusRegistry().register(new Services(services, vulnerabilities));
  }

  /**
   * Shows from now on what was last found to be vulnerable in a service; nothing where nobody
   * looks.
   */
  public void vulnerable(PythonService service, Optional<Lookup<VulnerabilityScan>> scan) {
    vulnerabilities.know(service, scan.flatMap(Lookup::last).map(Lookup.Found::value));
  }

  /**
   * Counts how long a change took, from the moment when the operator saw it until the service was
   * as it says, when that was just written.
   *
   * @param before the service with its status before
   * @param after the service with the status that was written
   */
  public void count(PythonService before, PythonService after, Instant now) {
    if (is("Ready", Condition.Status.True, after).isPresent()) {
      is("Reconciling", Condition.Status.True, before)
          .map(Condition::lastTransitionTime)
          .ifPresent(since -> rollouts.record(Duration.between(since, now)));
    }
  }

  private static Optional<Condition> is(
      String type, Condition.Status status, PythonService service) {
    return SaidBefore.of(type, service).filter(condition -> condition.status() == status);
  }

  /**
   * Describes itself without services: it is registered before the informers run, and the registry
   * would collect once, to learn its names.
   */
  private static final class Services extends Collector implements Collector.Describable {

    private final Supplier<Stream<PythonService>> services;

    private final VulnerabilityFamily vulnerabilities;

    Services(Supplier<Stream<PythonService>> services, VulnerabilityFamily vulnerabilities) {
      this.services = services;
      this.vulnerabilities = vulnerabilities;
    }

    @Override
    public List<MetricFamilySamples> describe() {
      return ServiceMetrics.collect(List.of(), vulnerabilities);
    }

    @Override
    public List<MetricFamilySamples> collect() {
      return ServiceMetrics.collect(services.get().toList(), vulnerabilities);
    }
  }

  private static List<Collector.MetricFamilySamples> collect(
      List<PythonService> services, VulnerabilityFamily vulnerabilities) {
    GaugeMetricFamily information = information();
    GaugeMetricFamily conditions = conditions();
    JobFamilies jobs = new JobFamilies();
    StackFamily stacks = new StackFamily();
    for (PythonService service : services) {
      add(information, service);
      Optional.ofNullable(service.getStatus())
          .map(PythonServiceStatus::stack)
          .ifPresent(stack -> stacks.add(service, stack));
      Optional.ofNullable(service.getStatus()).map(PythonServiceStatus::jobs).stream()
          .flatMap(List::stream)
          .forEach(job -> jobs.add(service, job));
      Optional.ofNullable(service.getStatus()).map(PythonServiceStatus::conditions).stream()
          .flatMap(List::stream)
          .forEach(condition -> add(conditions, service, condition));
    }
    return Stream.concat(
            Stream.of(information, conditions, stacks.family(), vulnerabilities.of(services)),
            jobs.all())
        .toList();
  }

  private static GaugeMetricFamily information() {
    return new GaugeMetricFamily(
        PREFIX + "info",
        "A PythonService: what it runs on, and the architecture that comes first.",
        List.of(
            "namespace",
            "python_service",
            "platform",
            "python",
            "libc",
            "architecture",
            "python_build"));
  }

  private static GaugeMetricFamily conditions() {
    return new GaugeMetricFamily(
        PREFIX + "condition",
        "A condition of a PythonService: 1 when it is True, 0 when it is False, -1 when it is"
            + " Unknown.",
        List.of("namespace", "python_service", "type", "reason"));
  }

  private static void add(GaugeMetricFamily information, PythonService service) {
    Optional<PythonServiceStatus> status = Optional.ofNullable(service.getStatus());
    Optional<Resolved> resolved = status.map(PythonServiceStatus::resolved);
    information.addMetric(
        List.of(
            service.getMetadata().getNamespace(),
            service.getMetadata().getName(),
            resolved.map(Resolved::platform).orElse(""),
            resolved.map(Resolved::python).orElse(""),
            resolved.map(Resolved::libc).map(Enum::name).orElse(""),
            status
                .map(PythonServiceStatus::placement)
                .map(Placement::architectures)
                .flatMap(architectures -> architectures.stream().findFirst())
                .map(architecture -> architecture.name().toLowerCase(Locale.ROOT))
                .orElse(""),
            status.map(PythonServiceStatus::release).map(Release::build).orElse("")),
        1);
  }

  private static void add(
      GaugeMetricFamily conditions, PythonService service, Condition condition) {
    conditions.addMetric(
        List.of(
            service.getMetadata().getNamespace(),
            service.getMetadata().getName(),
            condition.type(),
            condition.reason()),
        switch (condition.status()) {
          case True -> 1;
          case False -> 0;
          case Unknown -> -1;
        });
  }
}
