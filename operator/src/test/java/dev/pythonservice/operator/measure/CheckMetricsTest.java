package dev.pythonservice.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.support.Yaml;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Metrics of checks")
final class CheckMetricsTest {

  private static final String BUILD =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonBuild
      metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
      spec: {service: orders}
      status: {checks: [{name: Lint, verdict: Passed, findings: %d, newFindings: %d}]}
      """;

  @Test
  @DisplayName("are those of the newest build of a service, debt apart from what is new")
  void areOfTheNewestBuild() {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    PythonBuild old = build("orders-a", "2026-11-23T02:00:00Z", 9, 9);
    PythonBuild newest = build("orders-b", "2026-11-23T03:00:00Z", 5, 2);

    new CheckMetrics(registry).watch(() -> Stream.of(old, newest));

    assertThat(registry.scrape().lines().filter(line -> line.startsWith("pythonservice_check")))
        .containsExactlyInAnyOrder(
            "pythonservice_check_findings{namespace=\"shop\",python_service=\"orders\",check=\"Lint\",kind=\"debt\",}"
                + " 3.0",
            "pythonservice_check_findings{namespace=\"shop\",python_service=\"orders\",check=\"Lint\",kind=\"new\",}"
                + " 2.0");
  }

  private static PythonBuild build(String name, String created, int findings, int fresh) {
    return Yaml.object(BUILD.formatted(name, created, findings, fresh), PythonBuild.class);
  }
}
