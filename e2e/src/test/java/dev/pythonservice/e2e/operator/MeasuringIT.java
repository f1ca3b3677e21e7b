package dev.pythonservice.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.measure.Metrics;
import dev.pythonservice.e2e.stage.ClientPod;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What pods show of themselves and runs leave behind, with real builds, requests and jobs. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A service that is measured")
class MeasuringIT {

  private static final int ANSWERED = 20;
  private static final int NOT_FOUND = 5;

  private final ServiceStage stage;

  MeasuringIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.stage = new ServiceStage(surroundings, cluster, client, namespace.name(), tools);
  }

  @BeforeAll
  void start() throws IOException {
    stage.start();
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @AfterAll
  void stop() {
    stage.stop();
  }

  @Test
  @DisplayName(
      "shows requests but no probes, its own metrics beside them; its runs say what they took")
  void isMeasured() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    stage.serving("orders", repository.head());
    assertThat(stage.builds("orders").getFirst().getStatus())
        .satisfies(status -> assertThat(Objects.requireNonNull(status).measure()).isEqualTo("1"));
    ClientPod requests = stage.requests();

    // when
    for (int number = 0; number < ANSWERED; number++) {
      assertThat(requests.get("http://orders/terms").status()).isEqualTo(200);
    }
    for (int number = 0; number < NOT_FOUND; number++) {
      String order = "http://orders/orders/" + UUID.randomUUID();
      assertThat(requests.get(order).status()).isEqualTo(404);
    }

    // then
    Pod pod = stage.pods("orders", "process").getFirst();
    Metrics metrics =
        Metrics.of(
            requests.get("http://%s:9464/metrics".formatted(pod.getStatus().getPodIP())).body());
    assertThat(metrics.requests("2xx")).isEqualTo(ANSWERED);
    assertThat(metrics.requests("4xx")).isEqualTo(NOT_FOUND);
    assertThat(metrics.requests("5xx")).isZero();
    assertThat(metrics.value("pythonservice_workers")).isEqualTo(1);
    assertThat(metrics.value("pythonservice_cold_start_seconds")).isBetween(0.05, 60.0);
    assertThat(metrics.value("pythonservice_process_resident_memory_bytes")).isBetween(20e6, 256e6);
    assertThat(metrics.series()).containsKey("orders_taken_total");

    // when
    stage.annotate("orders", "pythonservice.dev/run-jobs=report=1");

    // then
    JobState.Run run = run(Result.Succeeded);
    assertThat(run.rows()).isEqualTo(4_000_000);
    assertThat(run.milliseconds()).isPositive();
    assertThat(run.cpuMilliseconds()).isPositive();
    assertThat(run.peakMemoryBytes()).isBetween(50_000_000L, 1L << 30);
    assertThat(run.exit()).isNull();
  }

  @Test
  @DisplayName(
      "tells of a run that needed more memory than it may have, by name and with the limit")
  void tellsOfMemory() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    stage.serving("orders", repository.head());

    // when
    stage.patch(
        "orders",
        "{\"spec\": {\"jobs\": [{\"name\": \"report\", \"schedule\": \"0 2 * * *\","
            + " \"backoffLimit\": 0, \"command\": [\"python\", \"-c\", \"len(b'x' * 10**9)\"],"
            + " \"resources\": {\"limits\": {\"memory\": \"64Mi\"}}}]}}");
    stage.annotate("orders", "pythonservice.dev/run-jobs=report=1");

    // then
    assertThat(run(Result.Failed).exit()).isEqualTo("OOMKilled");
    PythonServiceStatus status =
        stage.when("orders", each -> each.jobs().getFirst().result() == Result.Failed);
    assertThat(status.jobs().getFirst().message())
        .contains("used more memory than its limit of 64Mi allows");
  }

  /** The last run of the job, once it ended and its record was read. */
  private JobState.Run run(Result result) {
    PythonServiceStatus status =
        stage.when(
            "orders",
            each ->
                lastRun(each)
                    .filter(run -> run.result() == result)
                    .filter(run -> run.milliseconds() != null || run.exit() != null)
                    .isPresent());
    return lastRun(status).orElseThrow();
  }

  private static Optional<JobState.Run> lastRun(PythonServiceStatus status) {
    return status.jobs().stream().flatMap(job -> job.runs().stream()).findFirst();
  }
}
