package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Metrics;
import dev.pythonservice.api.v1alpha1.Metrics.Pods;
import dev.pythonservice.api.v1alpha1.Metrics.Prometheus;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.Running;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the releases of each service do, as their pods say. Pods are read at the platform's interval,
 * so many of a service as it says, and few services at a time.
 */
@Singleton
public final class ServiceMeasurements {

  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(30);

  /** Prometheus has all of it, whenever it is asked. */
  private static final Duration PROMETHEUS_INTERVAL = Duration.ofSeconds(60);

  private static final int USUAL_PODS = 10;

  private final LookupMachinery machinery;
  private final OperatorScope scope;
  private final PodReader reader;
  private final PrometheusServers servers;
  private final ClusterReads reads;
  private final NodeWatch nodes;
  private final Lookups<ResourceID, Map<String, ReleaseFigures>> lookups;
  private final Map<ResourceID, ServiceTotals> totals = new ConcurrentHashMap<>();
  private final Map<ResourceID, ToldFigures> told = new ConcurrentHashMap<>();

  ServiceMeasurements(
      LookupMachinery machinery,
      OperatorScope scope,
      PodReader reader,
      PrometheusServers servers,
      ClusterReads reads,
      NodeWatch nodes) {
    this.machinery = machinery;
    this.scope = scope;
    this.reader = reader;
    this.servers = servers;
    this.reads = reads;
    this.nodes = nodes;
    this.lookups = new Lookups<>(machinery);
  }

  /**
   * What is known of the releases of a service, by build, without waiting. From the first time on
   * its pods are read, and a reconcile of the service is triggered when there is something to tell.
   */
  public Lookup<Map<String, ReleaseFigures>> of(
      PythonService service, PythonPlatform platform, Running running) {
    ResourceID who = ResourceID.fromResource(service);
    List<MeasuredPod> pods = MeasuredPod.of(running);
    if (pods.isEmpty()) {
      // Otherwise those that are gone would be asked for ever.
      lookups.forget(who);
      return Lookup.pending();
    }
    Optional<Metrics> metrics = Optional.ofNullable(platform.getSpec().metrics());
    return lookups.of(
        who,
        metrics
            .map(Metrics::prometheus)
            .map(prometheus -> byPrometheus(who, platform, prometheus))
            .orElseGet(() -> byPods(who, pods, metrics.map(Metrics::pods))),
        "");
  }

  private Asking<ResourceID, Map<String, ReleaseFigures>> byPods(
      ResourceID service, List<MeasuredPod> pods, Optional<Pods> settings) {
    return new Asking<>(
        service,
        pods,
        Optional.of(
            settings
                .map(Pods::intervalSeconds)
                .map(seconds -> Duration.ofSeconds(seconds))
                .orElse(USUAL_INTERVAL)),
        Optional.empty(),
        new Reading(service, pods, settings.map(Pods::maxPodsPerService).orElse(USUAL_PODS)));
  }

  private Asking<ResourceID, Map<String, ReleaseFigures>> byPrometheus(
      ResourceID service, PythonPlatform platform, Prometheus settings) {
    PrometheusReading reading =
        new PrometheusReading(
            service,
            platform.getMetadata().getName(),
            scope.namespace(),
            settings,
            servers,
            reads,
            nodes::architectureOf);
    return new Asking<>(
        service,
        settings,
        Optional.of(PROMETHEUS_INTERVAL),
        Optional.empty(),
        new Asking.Query<>() {
          @Override
          public Map<String, ReleaseFigures> ask(Optional<Map<String, ReleaseFigures>> last) {
            return told.computeIfAbsent(service, _ -> new ToldFigures())
                .after(reading.ask(), machinery.clock().instant());
          }

          @Override
          public LookupFailure tooLate() {
            return reading.tooLate();
          }
        });
  }

  /** Triggers reconciles when there is something to tell. */
  public List<EventSource<?, PythonService>> eventSources(
      EventSourceContext<PythonService> context) {
    return List.of(
        new LookupEventSource(
            "measurements", context.getPrimaryCache(), news(), machinery.clock()));
  }

  private NewsSource news() {
    return new NewsSource() {
      @Override
      public void attach(NewsListener who) {
        lookups.attach(who);
      }

      @Override
      public void detach() {
        lookups.detach();
        totals.clear();
        told.clear();
      }

      @Override
      public void forget(ResourceID service) {
        lookups.forget(service);
        totals.remove(service);
        told.remove(service);
      }

      @Override
      public void tick() {
        lookups.tick();
      }
    };
  }

  private final class Reading implements Asking.Query<Map<String, ReleaseFigures>> {

    private final ResourceID service;
    private final List<MeasuredPod> pods;
    private final int most;

    Reading(ResourceID service, List<MeasuredPod> pods, int most) {
      this.service = service;
      this.pods = pods;
      this.most = most;
    }

    @Override
    public Map<String, ReleaseFigures> ask(Optional<Map<String, ReleaseFigures>> last) {
      Map<MeasuredPod, PodSample> samples = new HashMap<>();
      for (MeasuredPod pod : pods.subList(0, Math.min(most, pods.size()))) {
        try {
          samples.put(pod, reader.read(pod));
        } catch (IOException silent) {
          // A pod that starts or ends does not answer; that none does is told below.
        } catch (InterruptedException givenUp) {
          Thread.currentThread().interrupt();
          throw tooLate();
        }
      }
      if (samples.isEmpty()) {
        throw silent();
      }
      return totals
          .computeIfAbsent(service, _ -> new ServiceTotals())
          .after(samples, pods, machinery.clock().instant());
    }

    private LookupFailure silent() {
      return new LookupFailure(
          "PodsSilent",
          ("None of the service's pods says how it does at port %d; a NetworkPolicy has to let the"
                  + " operator reach it, or the PythonPlatform name a Prometheus in"
                  + " spec.metrics.prometheus")
              .formatted(port()));
    }

    @Override
    public LookupFailure tooLate() {
      return new LookupFailure(
          "PodsSlow",
          "The service's pods take too long to say how they do at port %d".formatted(port()));
    }

    private int port() {
      return pods.getFirst().addresses().getFirst().getPort();
    }
  }
}
