package dev.pythonservice.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Layers;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Step;
import dev.pythonservice.operator.plan.BuildHistory;
import dev.pythonservice.operator.plan.BuildHistory.Trigger;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.BuildResult;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.support.Yaml;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of builds")
final class BuildMetricsTest {

  private static final Instant START = Instant.parse("2026-11-23T02:00:00Z");
  private static final Instant END = START.plusSeconds(7);

  private static final BuildResult RESULT =
      new BuildResult(
          "r/a@sha256:1",
          "sha256:1",
          List.of(),
          List.of(),
          List.of(new Step("install", null, 1500L, null)),
          Optional.of(new Layers(3, 2, 300L, 20L)),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final BuildMetrics metrics = new BuildMetrics(registry);

  @Test
  @DisplayName("count a good end with its steps and layers")
  void countsSuccess() {
    metrics.count(build("{attempts: 1}"), plan(Optional.of(RESULT), Optional.empty()));

    assertThat(registry.scrape())
        .contains("pythonservice_builds_total{reason=\"\",result=\"succeeded\",} 1.0")
        .contains("pythonservice_build_seconds_sum 7.0")
        .contains("pythonservice_build_step_seconds_sum{step=\"install\",} 1.5")
        .contains("pythonservice_build_layers_total{origin=\"reused\",} 3.0")
        .contains("pythonservice_build_layer_bytes_total{origin=\"pushed\",} 20.0");
  }

  @Test
  @DisplayName("show how many there are in each phase, as it is when they are read")
  void showsPhases() {
    EnumMap<Phase, Long> now = new EnumMap<>(Map.of(Phase.Building, 2L));
    metrics.watch(phase -> now.getOrDefault(phase, 0L));
    now.put(Phase.Failed, 1L);

    assertThat(registry.scrape())
        .contains("pythonservice_builds_existing{phase=\"Building\",} 2.0")
        .contains("pythonservice_builds_existing{phase=\"Failed\",} 1.0")
        .contains("pythonservice_builds_existing{phase=\"Succeeded\",} 0.0");
  }

  @Test
  @DisplayName("count a failure by its reason")
  void countsFailure() {
    metrics.count(
        build("{attempts: 1}"),
        plan(Optional.empty(), Optional.of(new Failure(Reason.Network, "unreachable"))));

    assertThat(registry.scrape())
        .contains("pythonservice_builds_total{reason=\"Network\",result=\"failed\",} 1.0");
  }

  @Test
  @DisplayName("count an end once, however often the status is written")
  void countsOnce() {
    metrics.count(
        build("{attempts: 1, finishedAt: '2026-11-23T02:00:07Z'}"),
        plan(Optional.of(RESULT), Optional.empty()));

    assertThat(registry.scrape()).doesNotContain("pythonservice_builds_total");
  }

  @Test
  @DisplayName("do not count an image that was taken over: it was counted where it was built")
  void countsWhereItWasBuilt() {
    metrics.count(build("{}"), plan(0, Optional.of(RESULT), Optional.empty()));

    assertThat(registry.scrape())
        .doesNotContain("pythonservice_builds_total", "pythonservice_build_step_seconds");
  }

  private static BuildPlan plan(Optional<BuildResult> result, Optional<Failure> failure) {
    return plan(1, result, failure);
  }

  private static BuildPlan plan(
      int attempts, Optional<BuildResult> result, Optional<Failure> failure) {
    return new BuildPlan(
        Verdict.ready("Built", ""),
        Phase.Succeeded,
        BuildPlan.Step.REST,
        new BuildHistory(
            attempts,
            Optional.of(START),
            Optional.of(END),
            failure,
            Optional.empty(),
            new Trigger(Optional.empty(), Optional.empty()),
            result,
            List.of(),
            Optional.empty()),
        Optional.empty());
  }

  private static PythonBuild build(String status) {
    return Yaml.object(
        "metadata: {name: orders-1, namespace: shop}\nspec: {service: orders}\nstatus: %s\n"
            .formatted(status),
        PythonBuild.class);
  }
}
