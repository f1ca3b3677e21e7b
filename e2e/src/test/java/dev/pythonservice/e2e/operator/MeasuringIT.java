package dev.pythonservice.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.e2e.measure.Metrics;
import dev.pythonservice.e2e.stage.ClientPod;
import dev.pythonservice.e2e.stage.GitRepository;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What pods show of themselves and runs leave behind, with real builds, requests and jobs. */
@OnStage
@DisplayName("A service that is measured")
class MeasuringIT {

  private static final String ACTIVE = "pythonservice_http_server_active_requests";
  private static final int ANSWERED = 20;
  private static final int NOT_FOUND = 5;

  /** Some 300 MB for either engine. */
  private static final int TWIN_ROWS = 1_000_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ServiceStage stage;

  MeasuringIT(ServiceStage stage) {
    this.stage = stage;
  }

  @AfterEach
  void clear() {
    stage.clear();
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
    stage.reach("http://orders/terms");
    for (int number = 1; number < ANSWERED; number++) {
      assertThat(requests.get("http://orders/terms").status()).isEqualTo(200);
    }
    for (int number = 0; number < NOT_FOUND; number++) {
      String order = "http://orders/orders/" + UUID.randomUUID();
      assertThat(requests.get(order).status()).isEqualTo(404);
    }

    // then
    Pod pod = stage.pods("orders", "process").getFirst();
    // A request is over for the client before it is for the server.
    stage.await("no request is left", () -> metrics(pod).value(ACTIVE) == 0);
    Metrics metrics = metrics(pod);
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
    JobState.Run run = run("orders", "report", Result.Succeeded);
    assertThat(run.rows()).isEqualTo(4_000_000);
    assertThat(run.milliseconds()).isPositive();
    assertThat(run.cpuMilliseconds()).isPositive();
    assertThat(run.peakMemoryBytes()).isBetween(50_000_000L, 1L << 30);
    assertThat(run.exit()).isNull();
  }

  private Metrics metrics(Pod pod) {
    String address = "http://%s:9464/metrics".formatted(pod.getStatus().getPodIP());
    return Metrics.of(stage.requests().get(address).body());
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
    assertThat(run("orders", "report", Result.Failed).exit()).isEqualTo("OOMKilled");
    PythonServiceStatus status =
        stage.when("orders", each -> each.jobs().getFirst().result() == Result.Failed);
    assertThat(status.jobs().getFirst().message())
        .contains("used more memory than its limit of 64Mi allows");
  }

  @Test
  @DisplayName("has what a job by Polars and its twin by pandas took, by the kernel's own figures")
  void comparesTwins() throws IOException {
    // given
    GitRepository repository = stage.repository("sales-report");
    stage.apply(stage.example("sales-report"));
    stage.patch(
        "sales-report",
        Serialization.asJson(
            Map.of("spec", Map.of("jobs", List.of(twin("polars"), twin("pandas"))))));
    stage.serving("sales-report", repository.head());

    // when
    stage.annotate("sales-report", "pythonservice.dev/run-jobs=polars=1,pandas=1");

    // then
    for (String engine : List.of("polars", "pandas")) {
      JobState.Run run = run("sales-report", engine, Result.Succeeded);
      JsonNode own = said(run.name());
      assertThat(run.rows()).as("%s: rows", engine).isEqualTo(TWIN_ROWS);
      // The command makes the sales first, which its own figures of time leave out.
      assertThat(run.milliseconds())
          .as("%s: time", engine)
          .isGreaterThan((long) (own.path("seconds").asDouble() * 1000));
      assertThat(run.cpuMilliseconds())
          .as("%s: CPU time", engine)
          .isGreaterThan((long) (own.path("cpuSeconds").asDouble() * 1000));
      assertThat(run.peakMemoryBytes())
          .as("%s: memory", engine)
          .isCloseTo(own.path("kernelPeakBytes").asLong(), withPercentage(10));
    }
  }

  private static Map<String, Object> twin(String engine) throws IOException {
    String script = Files.readString(Path.of("src/test/resources/measure/twin.py"));
    return Map.of(
        "name",
        engine,
        "schedule",
        "0 2 * * *",
        "backoffLimit",
        0,
        "command",
        List.of("python", "-c", script, engine, Integer.toString(TWIN_ROWS)));
  }

  /** What a job said in lines of JSON, all together. */
  private JsonNode said(String job) throws IOException {
    ObjectNode all = JSON.createObjectNode();
    for (String line : stage.logsOfJob(job).lines().filter(each -> each.startsWith("{")).toList()) {
      all.setAll((ObjectNode) JSON.readTree(line));
    }
    return all;
  }

  /** The last run of a job, once it ended and its record was read. */
  private JobState.Run run(String service, String job, Result result) {
    PythonServiceStatus status =
        stage.when(
            service,
            each ->
                lastRun(each, job)
                    .filter(run -> run.result() == result)
                    .filter(run -> run.milliseconds() != null || run.exit() != null)
                    .isPresent());
    return lastRun(status, job).orElseThrow();
  }

  private static Optional<JobState.Run> lastRun(PythonServiceStatus status, String job) {
    return status.jobs().stream()
        .filter(each -> each.name().equals(job))
        .flatMap(each -> each.runs().stream())
        .findFirst();
  }
}
