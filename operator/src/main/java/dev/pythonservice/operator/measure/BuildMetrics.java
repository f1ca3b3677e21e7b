package dev.pythonservice.operator.measure;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Layers;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.operator.plan.BuildHistory;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.BuildResult;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * Counts builds. Without labels by object, so that the number of series does not grow with the
 * cluster.
 */
@Singleton
public final class BuildMetrics {

  private final MeterRegistry registry;

  BuildMetrics(PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts the end of an attempt, when it was just written.
   *
   * @param before the build with its status before
   */
  public void count(PythonBuild before, BuildPlan plan) {
    BuildHistory history = plan.history();
    Optional<Instant> known =
        Optional.ofNullable(before.getStatus()).map(PythonBuildStatus::finishedAt);
    // What is taken over was counted where it was built.
    boolean isBuilt =
        before.getSpec().update() == null
            && before.getSpec().preview() == null
            && history.attempts() > 0;
    if (isBuilt && history.finishedAt().isPresent() && !history.finishedAt().equals(known)) {
      history
          .failure()
          .ifPresentOrElse(
              failure -> builds("failed", failure.reason().name()), () -> builds("succeeded", ""));
      history
          .startedAt()
          .ifPresent(start ->
              registry
                  .timer("pythonservice.build")
                  .record(Duration.between(start, history.finishedAt().get())));
      history.result().ifPresent(this::count);
    }
  }

  /**
   * From now on shows how many builds there are in each phase. A build that nobody has looked at
   * yet is pending.
   *
   * @param builds counts those in a phase; asked whenever the metrics are read
   */
  public void watch(ToLongFunction<Phase> builds) {
    for (Phase phase : Phase.values()) {
      Gauge.builder("pythonservice.builds.existing", () -> builds.applyAsLong(phase))
          .description("Builds that are there, by phase")
          .tag("phase", phase.name())
          .register(registry);
    }
  }

  private void builds(String result, String reason) {
    registry.counter("pythonservice.builds", "result", result, "reason", reason).increment();
  }

  private void count(BuildResult result) {
    result
        .steps()
        .forEach(step ->
            registry
                .timer("pythonservice.build.step", "step", step.name())
                .record(Duration.ofMillis(step.milliseconds())));
    result.layers().ifPresent(this::count);
  }

  private void count(Layers layers) {
    layers("reused", layers.reused(), Optional.ofNullable(layers.bytesReused()));
    layers("pushed", layers.pushed(), Optional.ofNullable(layers.bytesPushed()));
  }

  private void layers(String origin, int number, Optional<Long> bytes) {
    registry.counter("pythonservice.build.layers", "origin", origin).increment(number);
    registry
        .counter("pythonservice.build.layer.bytes", "origin", origin)
        .increment(bytes.orElse(0L));
  }
}
