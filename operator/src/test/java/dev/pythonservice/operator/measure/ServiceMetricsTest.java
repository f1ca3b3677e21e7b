package dev.pythonservice.operator.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ImagePull;
import dev.pythonservice.operator.support.Yaml;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The metrics of services")
final class ServiceMetricsTest {

  private static final String SERVICE =
      """
      metadata: {name: orders, namespace: shop}
      status:
        resolved: {platform: default, python: "3.13", libc: Glibc}
        release: {build: orders-1, image: "r.example/a@sha256:1"}
        placement: {architectures: [arm64, amd64], reason: CheapestByPrice}
        jobs:
        - {name: report, result: Failed, startedAt: "2026-11-27T02:00:00Z", finishedAt: "2026-11-27T02:00:09Z", lastSuccessAt: "2026-11-26T02:00:09Z",
          runs: [{name: report-2, result: Failed, milliseconds: 8500, cpuMilliseconds: 4250, peakMemoryBytes: 1048576, rows: 7}, {name: report-1, result: Succeeded, cpuMilliseconds: 1}]}
        - {name: export, result: Running, startedAt: "2026-11-27T02:00:00Z"}
        stack:
          engines:
          - {layer: Server, engine: granian, version: "2.8.7", from: Image}
          - {layer: Server, engine: uvicorn, version: "0.54.0", from: Image, servers: [http]}
          - {layer: NativeExtensions, engine: maturin, version: "1.9.4", from: Image, packages: 5}
          - {layer: Linter, engine: black, from: Configuration}
          nativeExtensions:
          - {name: orjson, version: "3.13.0", generator: maturin 1.9.4}
        conditions:
        - {type: Ready, status: "True", reason: Serving, message: "", lastTransitionTime: "2026-11-27T08:00:00Z"}
        - {type: Jobs, status: "False", reason: JobFailed, message: "", lastTransitionTime: "2026-11-27T08:00:00Z"}
        - {type: Performance, status: "Unknown", reason: TooFewRequests, message: "", lastTransitionTime: "2026-11-27T08:00:00Z"}
      """;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final List<PythonService> services = new ArrayList<>();
  private final ServiceMetrics metrics = new ServiceMetrics(registry);

  ServiceMetricsTest() {
    metrics.watch(services::stream);
  }

  @Test
  @DisplayName("are announced before there is a list of services")
  void areAnnouncedFirst() {
    PrometheusMeterRegistry starting = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    AtomicBoolean asked = new AtomicBoolean();

    new ServiceMetrics(starting)
        .watch(() -> {
          asked.set(true);
          return Stream.of();
        });

    assertThat(asked).isFalse();
    assertThat(starting.scrape()).contains("pythonservice_service_info");
    assertThat(asked).isTrue();
  }

  @Test
  @DisplayName("show what each one is, and its conditions")
  void showServices() {
    services.add(Yaml.object(SERVICE, PythonService.class));

    assertThat(registry.scrape())
        .contains(
            "pythonservice_service_info{namespace=\"shop\",python_service=\"orders\",platform=\"default\",python=\"3.13\",libc=\"Glibc\",architecture=\"arm64\",python_build=\"orders-1\",}"
                + " 1.0")
        .contains(
            "pythonservice_service_condition{namespace=\"shop\",python_service=\"orders\",type=\"Ready\",reason=\"Serving\",}"
                + " 1.0")
        .contains("type=\"Jobs\",reason=\"JobFailed\",} 0.0")
        .contains("type=\"Performance\",reason=\"TooFewRequests\",} -1.0");
  }

  @Test
  @DisplayName("count how long a change took, once it is there")
  void countRollouts() {
    Instant now = Instant.parse("2026-11-27T08:00:42Z");
    PythonService ready = Yaml.object(SERVICE, PythonService.class);
    PythonService changing =
        Yaml.object(
            SERVICE.replace(
                "{type: Ready, status: \"True\"", "{type: Reconciling, status: \"True\""),
            PythonService.class);

    metrics.count(changing, changing, now);
    metrics.count(changing, ready, now);
    metrics.count(ready, ready, now);

    assertThat(registry.scrape())
        .contains("pythonservice_rollout_seconds_count 1.0")
        .contains("pythonservice_rollout_seconds_sum 42.0");
  }

  @Test
  @DisplayName("count pulls of images, and those that were there")
  void countPulls() {
    PullMetrics pulls = new PullMetrics(registry);

    pulls.count(new ImagePull.Pulled(Duration.ofMillis(1500), Optional.of(1000L)));
    pulls.count(new ImagePull.Pulled(Duration.ofMillis(500), Optional.empty()));
    pulls.count(new ImagePull.Present());

    assertThat(registry.scrape())
        .contains("pythonservice_image_pull_seconds_count 2.0")
        .contains("pythonservice_image_pull_seconds_sum 2.0")
        .contains("pythonservice_image_pull_bytes_total 1000.0")
        .contains("pythonservice_image_present_total 1.0");
  }

  @Test
  @DisplayName("show the last runs of jobs that have ended")
  void showJobs() {
    services.add(Yaml.object(SERVICE, PythonService.class));
    String job = "{namespace=\"shop\",python_service=\"orders\",job=\"report\",}";

    assertThat(registry.scrape())
        .contains("pythonservice_job_last_run_succeeded" + job + " 0.0")
        .contains("pythonservice_job_last_run_duration_seconds" + job + " 9.0")
        .contains("pythonservice_job_last_run_cpu_seconds" + job + " 4.25")
        .contains("pythonservice_job_last_run_peak_memory_bytes" + job + " 1048576.0")
        .contains("pythonservice_job_last_run_rows" + job + " 7.0")
        .contains("pythonservice_job_last_success_timestamp_seconds" + job + " 1.795658409E9")
        .doesNotContain("job=\"export\"");
  }

  @Test
  @DisplayName("show the engines that serve it, and what could be tried next")
  void showStacks() {
    services.add(Yaml.object(SERVICE, PythonService.class));
    String engine =
        "pythonservice_service_stack_info{namespace=\"shop\",python_service=\"orders\",layer=";

    assertThat(registry.scrape().lines().filter(line -> line.startsWith(engine)))
        .containsExactlyInAnyOrder(
            engine + "\"Server\",engine=\"uvicorn\",version=\"0.54.0\",next=\"granian\",} 1.0",
            engine + "\"NativeExtensions\",engine=\"maturin\",version=\"1.9.4\",next=\"\",} 1.0",
            engine + "\"Linter\",engine=\"black\",version=\"\",next=\"ruff\",} 1.0");
  }

  @Test
  @DisplayName("show a service that nobody has looked at yet, and forget one that is gone")
  void forgetServices() {
    services.add(Yaml.object("metadata: {name: fresh, namespace: shop}", PythonService.class));
    assertThat(registry.scrape()).contains("python_service=\"fresh\",platform=\"\"");

    services.clear();
    assertThat(registry.scrape()).doesNotContain("python_service=\"fresh\"");
  }
}
