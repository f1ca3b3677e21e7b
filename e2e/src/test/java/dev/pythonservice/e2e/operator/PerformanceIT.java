package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static dev.pythonservice.e2e.support.Conditions.message;
import static dev.pythonservice.e2e.support.Conditions.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.tuple;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Figures;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Percentiles;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Performance;
import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.api.v1alpha1.Stack.Engine;
import dev.pythonservice.api.v1alpha1.Stack.Layer;
import dev.pythonservice.api.v1alpha1.Stack.NativeExtension;
import dev.pythonservice.api.v1alpha1.Stack.Place;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.charts.Dashboards;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.PrometheusServer;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.stage.RequestLoop;
import dev.pythonservice.e2e.tools.SystemPackages;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of a service's releases, and who tells it: pods, Prometheus, Grafana. */
@OnStage
@DisplayName("The performance of a PythonService")
class PerformanceIT {

  private static final Duration DEADLINE = Duration.ofSeconds(240);
  private static final String API = "src/orders/api.py";
  private static final String SLOW =
      "async def terms() -> Terms:\n    import asyncio\n\n    await asyncio.sleep(%s)\n";

  /** One that is not as it should be, for the panels that show such services. */
  private static final String WITHOUT_SOURCE =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: without-source}
      spec:
        source: {configMap: {name: nowhere, items: [{key: worker, path: worker.py}]}}
        python: "3.13"
        process: {command: [python, -m, worker]}
      """;

  private static final String PRICES =
      "{\"currency\": \"EUR\", \"nodes\": [{\"architecture\": \"amd64\", \"perCPUHour\":"
          + " \"0.05\"}]}";

  /** For some tenths of a millisecond to some milliseconds of CPU time for a request. */
  private static final Pattern COST = Pattern.compile("(0\\.0[0-9]+|0\\.[1-9][0-9]?) EUR");

  private static final String IMAGES =
      "sum(pythonservice_image_pull_seconds_count) + sum(pythonservice_image_present_total) > 0";

  private static final Pattern P95_RATIO =
      Pattern.compile("p95 is [0-9.]+ ms, ([0-9.]+) times as much as before");

  private final ServiceStage stage;
  private final String registry;

  @TempDir private Path folder;

  PerformanceIT(ServiceStage stage, Cluster cluster) {
    this.registry = cluster.registry();
    this.stage = stage;
  }

  @BeforeAll
  void installPrometheus() {
    PrometheusServer.install(
        SystemPackages.of(System.getenv()), Progress.onto(System.err, Clock.systemUTC()));
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @Test
  @DisplayName("has its releases side by side, and a slower one is told with the ratio")
  void tellsOfASlowerRelease() throws IOException {
    // given
    measuredBy("{\"pods\": {\"intervalSeconds\": 5}}");
    GitRepository repository = stage.repository("orders");
    repository.replace(API, "async def terms() -> Terms:\n", SLOW.formatted("0.02"));
    String slow = repository.commit("Take twenty milliseconds");
    stage.apply(stage.example("orders"));
    stage.serving("orders", slow);
    RequestLoop loop = stage.loop("http://orders/terms", "free_shipping_from_cents");

    // then
    PythonServiceStatus before = stage.when("orders", status -> isSaid("AsExpected", status));
    assertThat(current(before).build()).isEqualTo(release(before));
    assertThat(latency(current(before)).p50()).isBetween(20_000L, 60_000L);
    assertThat(current(before).memoryBytesPerReplica()).isGreaterThan(20_000_000L);
    assertThat(current(before).coldStartMilliseconds()).isPositive();

    // when
    repository.replace(API, "asyncio.sleep(0.02)", "asyncio.sleep(0.2)");
    String slower = repository.commit("Take two hundred milliseconds");
    stage.refresh("orders");
    stage.serving("orders", slower);

    // then
    PythonServiceStatus after = stage.when("orders", status -> isSaid("Regression", status));
    assertThat(condition("Performance", after).status()).isEqualTo(Condition.Status.False);
    assertThat(previous(after).build()).isEqualTo(release(before));
    assertThat(current(after).build()).isEqualTo(release(after));
    double real = (double) p95(current(after)) / p95(previous(after));
    Matcher told = P95_RATIO.matcher(message("Performance", after));
    assertThat(told.find()).as(message("Performance", after)).isTrue();
    assertThat(Double.parseDouble(told.group(1))).isCloseTo(real, Percentage.withPercentage(10));
    assertThat(real).isBetween(3.0, 12.0);
    assertThat(stage.toldNotes("orders", "Regression"))
        .singleElement()
        .asString()
        .startsWith("In comparison with %s: ".formatted(release(before)));
    assertThat(condition("Ready", after).status()).isEqualTo(Condition.Status.True);
    assertThat(loop.stop().failed()).isZero();
  }

  @Test
  @DisplayName("is the same by Prometheus as by the pods, and every panel of Grafana has data")
  void isTheSameByPrometheus() throws IOException {
    // given
    measuredBy("{\"pods\": {\"intervalSeconds\": 5}}");
    platformHas("prices", PRICES);
    GitRepository repository = stage.repository("orders");
    imagesGoTo(registry + "/stacks");
    repository.replace(
        "pyproject.toml", "[tool.uv]\n", "[tool.black]\n\n[tool.mypy]\n\n[tool.uv]\n");
    String formatted = repository.commit("Check with tools that have newer ones after them");
    stage.apply(stage.example("orders").replace("\"4000000\"", "\"100000\""));
    stage.apply(WITHOUT_SOURCE);
    hasItsStack(stage.serving("orders", formatted));
    Pod pod = stage.pods("orders", "process").getFirst();
    try (PrometheusServer prometheus = PrometheusServer.start(configuration(pod), folder)) {
      assertThat(Eventually.within(DEADLINE, () -> !isEmpty(prometheus, "pythonservice_workers")))
          .as("series of the pod")
          .isTrue();
      RequestLoop loop = stage.loop("http://orders/terms", "free_shipping_from_cents");
      stage.when("orders", status -> isSaid("AsExpected", status));
      stage.annotate("orders", "pythonservice.dev/run-jobs=report=1");
      stage.when(
          "orders",
          status -> status.jobs().stream().anyMatch(job -> job.result() == Result.Succeeded));

      // then
      everyPanelHasData(prometheus);
      assertThat(Eventually.within(DEADLINE, () -> !isEmpty(prometheus, IMAGES)))
          .as("images that the kubelet told of")
          .isTrue();

      // when
      loop.stop();
      Figures byPods = figuresFromTheStart();
      measuredBy("{\"prometheus\": {\"url\": \"%s\"}}".formatted(prometheus.url()));
      Figures byPrometheus = figuresFromTheStart();

      // then
      same(byPods, byPrometheus, Figures::requests);
      same(byPods, byPrometheus, figures -> latency(figures).p50());
      same(byPods, byPrometheus, figures -> latency(figures).p95());
      // The start's CPU time was before Prometheus' first look, and weighs among few requests.
      assertThat(byPrometheus.cpuMicrosecondsPerRequest()).isPositive();
      same(byPods, byPrometheus, Figures::memoryBytesPerReplica);
      same(byPods, byPrometheus, Figures::coldStartMilliseconds);
      assertThat(byPods.costPerMillionRequests()).matches(COST);
      assertThat(byPrometheus.costPerMillionRequests()).matches(COST);
    }

    // and once it is away
    stage.restartOperator();
    PythonServiceStatus away =
        stage.when("orders", status -> isSaid("PrometheusUnreachable", status));
    assertThat(condition("Performance", away).status()).isEqualTo(Condition.Status.Unknown);
    assertThat(current(away).requests()).as("the last good figures").isPositive();
    assertThat(condition("Ready", away).status()).isEqualTo(Condition.Status.True);
  }

  /** What the lock of the example and its wheels say. */
  private static void hasItsStack(PythonServiceStatus status) {
    Stack stack = Objects.requireNonNull(status.stack(), "no stack in " + status);
    assertThat(stack.engines())
        .filteredOn(engine -> engine.layer() != Layer.NativeExtensions)
        .extracting(Engine::layer, Engine::engine, Engine::from, Engine::servers)
        .containsExactly(
            tuple(Layer.Packages, "uv", Place.Lock, List.of()),
            tuple(Layer.Server, "granian", Place.Image, List.of("http")),
            tuple(Layer.Server, "uvicorn", Place.Image, List.of()),
            tuple(Layer.Validation, "pydantic-core", Place.Image, List.of()),
            tuple(Layer.JSON, "orjson", Place.Image, List.of()),
            tuple(Layer.DataFrames, "polars", Place.Image, List.of()),
            tuple(Layer.TypeChecker, "mypy", Place.Configuration, List.of()),
            tuple(Layer.Linter, "black", Place.Configuration, List.of()));
    assertThat(stack.engines())
        .filteredOn(engine -> engine.from() != Place.Configuration)
        .filteredOn(engine -> engine.layer() != Layer.NativeExtensions)
        .allSatisfy(engine -> assertThat(engine.version()).matches("[0-9]+\\.[0-9].*"));
    assertThat(stack.engines())
        .filteredOn(engine -> engine.engine().equals("maturin"))
        .singleElement()
        .satisfies(engine -> {
          assertThat(engine.version()).matches("[0-9]+\\.[0-9].*");
          assertThat(engine.packages()).isGreaterThan(3);
        });
    assertThat(stack.nativeExtensions())
        .filteredOn(extension -> extension.generator().startsWith("maturin "))
        .extracting(NativeExtension::name)
        .contains("granian", "orjson", "polars-runtime-32", "pydantic-core", "watchfiles");
    assertThat(stack.engines())
        .filteredOn(engine -> engine.suggestion() != null)
        .extracting(engine -> engine.engine() + ": " + engine.suggestion())
        .satisfiesExactly(
            mypy -> assertThat(mypy).startsWith("mypy: Try pyrefly: "),
            black -> assertThat(black).startsWith("black: Try ruff: "));
  }

  private void everyPanelHasData(PrometheusServer prometheus) {
    Map<String, String> values =
        Map.of("__rate_interval", "30s", "namespace", stage.namespace(), "service", "orders");
    List<Dashboards.Query> queries = Dashboards.of(Surroundings.checkout()).queries();
    assertThat(queries).isNotEmpty();
    Eventually.within(
        DEADLINE,
        () -> queries.stream().noneMatch(query -> isEmpty(prometheus, query.with(values))));
    assertThat(queries.stream().filter(query -> isEmpty(prometheus, query.with(values))))
        .as("queries without data")
        .isEmpty();
  }

  private static boolean isEmpty(PrometheusServer prometheus, String query) {
    return prometheus.query(query).isEmpty();
  }

  /** What an operator says that has just started, when nobody had said anything before. */
  private Figures figuresFromTheStart() {
    stage.operator().stop();
    stage
        .kubectl()
        .run(
            "patch",
            "pysvc",
            "orders",
            "--subresource=status",
            "--type=json",
            "--patch=[{\"op\": \"remove\", \"path\": \"/status/performance\"}]",
            "--namespace=" + stage.namespace());
    stage.restartOperator();
    return current(
        stage.when(
            "orders", status -> status.performance() != null && isSaid("AsExpected", status)));
  }

  private static void same(Figures one, Figures other, ToLongFunction<Figures> figure) {
    assertThat(figure.applyAsLong(other))
        .as("%s against %s", one, other)
        .isCloseTo(figure.applyAsLong(one), Percentage.withPercentage(5));
  }

  /** Layers that a builder made before it kept what built their wheels do not say it. */
  private void imagesGoTo(String registry) {
    stage
        .kubectl()
        .run(
            "patch",
            "pythonplatform",
            stage.namespace(),
            "--type=json",
            "--patch=[{\"op\": \"replace\", \"path\": \"/spec/registry/repository\", \"value\": \"%s\"}]"
                .formatted(registry));
  }

  private void measuredBy(String metrics) {
    platformHas("metrics", metrics);
  }

  private void platformHas(String field, String value) {
    stage
        .kubectl()
        .run(
            "patch",
            "pythonplatform",
            stage.namespace(),
            "--type=json",
            "--patch=[{\"op\": \"add\", \"path\": \"/spec/%s\", \"value\": %s}]"
                .formatted(field, value));
  }

  /** With the labels that the PodMonitors of services give; Debian's Prometheus finds no pods. */
  private String configuration(Pod pod) {
    return """
    global: {scrape_interval: 1s}
    scrape_configs:
    - job_name: operator
      metrics_path: /q/metrics
      static_configs: [{targets: ["%s"]}]
    - job_name: services
      static_configs:
      - targets: ["%s:9464"]
        labels: {namespace: %s, pod: %s, node: %s, python_service: orders, python_build: %s}
    """
        .formatted(
            stage.operator().address().getAuthority(),
            pod.getStatus().getPodIP(),
            stage.namespace(),
            pod.getMetadata().getName(),
            pod.getSpec().getNodeName(),
            pod.getMetadata().getAnnotations().get("pythonservice.dev/build"));
  }

  private static boolean isSaid(String reason, PythonServiceStatus status) {
    return reason("Performance", status).equals(reason);
  }

  private static String release(PythonServiceStatus status) {
    return Objects.requireNonNull(status.release()).build();
  }

  private static Figures current(PythonServiceStatus status) {
    return Optional.ofNullable(status.performance())
        .map(Performance::current)
        .orElseGet(() -> fail("no figures in " + status));
  }

  private static Figures previous(PythonServiceStatus status) {
    return Optional.ofNullable(status.performance())
        .map(Performance::previous)
        .orElseGet(() -> fail("no figures of the release before in " + status));
  }

  private static Percentiles latency(Figures figures) {
    return Objects.requireNonNull(figures.latencyMicroseconds());
  }

  private static long p95(Figures figures) {
    return Objects.requireNonNull(latency(figures).p95());
  }
}
