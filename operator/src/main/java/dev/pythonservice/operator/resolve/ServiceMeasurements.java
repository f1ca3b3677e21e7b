package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Metrics;
import dev.pythonservice.api.v1alpha1.Metrics.Pods;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.PodSample;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.Running;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
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
  private static final int USUAL_PODS = 10;

  private final LookupMachinery machinery;
  private final PodReader reader;
  private final Lookups<ResourceID, Map<String, ReleaseFigures>> lookups;
  private final Map<ResourceID, ServiceTotals> totals = new ConcurrentHashMap<>();

  ServiceMeasurements(LookupMachinery machinery, PodReader reader) {
    this.machinery = machinery;
    this.reader = reader;
    this.lookups = new Lookups<>(machinery);
  }

  /**
   * What is known of the releases of a service, by build, without waiting. From the first time on
   * its pods are read, and a reconcile of the service is triggered when there is something to tell.
   */
  public Lookup<Map<String, ReleaseFigures>> of(
      PythonService service, PythonPlatform platform, Running running) {
    ResourceID who = ResourceID.fromResource(service);
    List<MeasuredPod> pods =
        MeasuredPod.of(running.pods()).stream()
            .sorted(Comparator.comparing(MeasuredPod::name))
            .toList();
    if (pods.isEmpty()) {
      return Lookup.pending();
    }
    Optional<Pods> settings = Optional.ofNullable(platform.getSpec().metrics()).map(Metrics::pods);
    return lookups.of(
        who,
        new Asking<>(
            who,
            pods,
            Optional.of(
                settings
                    .map(Pods::intervalSeconds)
                    .map(seconds -> Duration.ofSeconds(seconds))
                    .orElse(USUAL_INTERVAL)),
            Optional.empty(),
            new Reading(who, pods, settings.map(Pods::maxPodsPerService).orElse(USUAL_PODS))),
        "");
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
      }

      @Override
      public void forget(ResourceID service) {
        lookups.forget(service);
        totals.remove(service);
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
          ("None of the service's pods says how it does on its port %s; a NetworkPolicy has to let"
                  + " the operator reach it, or the PythonPlatform name a Prometheus in"
                  + " spec.metrics.prometheus")
              .formatted(MeasuredPod.PORT));
    }

    @Override
    public LookupFailure tooLate() {
      return new LookupFailure(
          "PodsSlow",
          "The service's pods take too long to say how they do on their port %s"
              .formatted(MeasuredPod.PORT));
    }
  }
}
