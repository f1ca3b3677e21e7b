package dev.pythonservice.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.operator.plan.PreviewOutcome;
import dev.pythonservice.operator.plan.PreviewOutcome.State;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Metrics of versions of checkers that are tried")
final class PreviewMetricsTest {

  @Test
  @DisplayName("count the services of a platform by what would become of them")
  void countServices() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    new PreviewMetrics(registry)
        .watch(() ->
            Map.of(
                "default",
                List.of(outcome(State.FAILED), outcome(State.FAILED), outcome(State.PENDING))));

    assertThat(registry.scrape().lines().filter(line -> line.startsWith("pythonservice_checker")))
        .containsExactlyInAnyOrder(
            "pythonservice_checker_preview_services{platform=\"default\",checker=\"Ruff\",version=\"0.17.7\",result=\"failed\",}"
                + " 2.0",
            "pythonservice_checker_preview_services{platform=\"default\",checker=\"Ruff\",version=\"0.17.7\",result=\"pending\",}"
                + " 1.0");
  }

  private static PreviewOutcome outcome(State state) {
    return new PreviewOutcome(new CheckerVersion(Checker.Ruff, "0.17.7"), state, Optional.empty());
  }
}
