package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.e2e.measure.EngineCommand;
import dev.pythonservice.e2e.measure.Metrics;
import dev.pythonservice.e2e.measure.RunningServer;
import dev.pythonservice.e2e.measure.ServiceRoot;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.tools.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Engines from the images of the examples, started with the layer that measures: what they show is
 * what a client saw.
 */
@InWorkshop
@DisplayName("What is measured")
class MeasureEnginesIT {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ACTIVE = "pythonservice_http_server_active_requests";
  private static final int SLOW = 200;
  private static final int REFUSED = 40;
  private static final int RAISED = 10;

  /** So few that none waits for another: engines measure what the application takes. */
  private static final int CLIENTS = 4;

  private final Workshop workshop;

  @TempDir private Path folder;

  MeasureEnginesIT(Workshop workshop) {
    this.workshop = workshop;
  }

  static Stream<Arguments> engines() {
    return Stream.of(
        arguments(
            "ASGI on Granian",
            Example.ORDERS,
            EngineCommand.granian("asgi", "shop:asgi", 1),
            1,
            false),
        arguments(
            "ASGI on Granian",
            Example.ORDERS,
            EngineCommand.granian("asgi", "shop:asgi", 2),
            2,
            false),
        arguments(
            "RSGI on Granian",
            Example.ORDERS,
            EngineCommand.granian("rsgi", "shop:rsgi", 2),
            2,
            false),
        arguments(
            "WSGI on Granian",
            Example.ORDERS,
            EngineCommand.granian("wsgi", "shop:wsgi", 2, "--blocking-threads", "8"),
            2,
            false),
        arguments(
            "ASGI on Uvicorn", Example.ORDERS, EngineCommand.uvicorn("shop:asgi", 1), 1, false),
        arguments(
            "ASGI on Uvicorn", Example.ORDERS, EngineCommand.uvicorn("shop:asgi", 2), 2, true),
        arguments(
            "WSGI on Gunicorn", Example.INVOICES, EngineCommand.gunicorn("shop:wsgi", 2), 2, true),
        arguments(
            "WSGI on Gunicorn with an application that is loaded before its workers",
            Example.INVOICES,
            EngineCommand.gunicorn("shop:wsgi", 2, "--preload"),
            2,
            true));
  }

  @ParameterizedTest(name = "of {0}, {3} workers, is what a client saw")
  @MethodSource("engines")
  void isWhatAClientSaw(
      String name, Example example, EngineCommand engine, int workers, boolean replaces)
      throws IOException, ExecutionException, InterruptedException {
    try (ServiceRoot root = unpack(example);
        RunningServer server =
            RunningServer.start(root, engine, true, workers, "/200/0", folder.resolve("log"))) {
      List<Double> seconds = new ArrayList<>(ask(server));

      // A request is over for the client before it is for the server.
      assertThat(Eventually.within(SOON, () -> server.metrics().value(ACTIVE) == 0)).isTrue();
      Metrics metrics = server.metrics();

      assertThat(metrics.requests("2xx")).isEqualTo(SLOW + 1);
      assertThat(metrics.requests("4xx")).isEqualTo(REFUSED);
      assertThat(metrics.requests("5xx")).isEqualTo(RAISED);
      assertThat(metrics.value("pythonservice_process_cpu_seconds_total")).isPositive();
      assertThat(metrics.value("pythonservice_cold_start_seconds")).isBetween(0.01, 60.0);
      Collections.sort(seconds);
      for (double share : List.of(0.25, 0.5, 0.9)) {
        assertThat(metrics.quantile(share, "2xx"))
            .as("quantile %.2f", share)
            .isCloseTo(seconds.get((int) (share * seconds.size())), withPercentage(10));
      }
      if (example == Example.ORDERS) {
        assertThat(metrics.value("shop_asked_total")).isEqualTo(SLOW + 1 + REFUSED + RAISED);
        assertThat(metrics.value("pythonservice_application_metrics_up")).isEqualTo(1);
      }
      if (replaces) {
        outlivesItsWorkers(server, metrics);
      }
    }
  }

  /** All workers that counted are killed, whoever of them shows the metrics among them. */
  private static void outlivesItsWorkers(RunningServer server, Metrics before) {
    double started = before.value("pythonservice_worker_starts_total");
    server.workers().forEach(ProcessHandle::destroyForcibly);

    assertThat(Eventually.within(SOON, () -> startedAfter(server) > started))
        .as("another worker shows the metrics")
        .isTrue();
    Metrics after = server.metrics();
    assertThat(after.requests("4xx")).isEqualTo(before.requests("4xx"));
    assertThat(after.requests("5xx")).isEqualTo(before.requests("5xx"));
    assertThat(after.requests("2xx")).isGreaterThanOrEqualTo(before.requests("2xx"));
    assertThat(after.value("pythonservice_process_cpu_seconds_total"))
        .isGreaterThanOrEqualTo(before.value("pythonservice_process_cpu_seconds_total"));
    assertThat(after.value("pythonservice_cold_start_seconds"))
        .isEqualTo(before.value("pythonservice_cold_start_seconds"));
  }

  /** Asked first, as a worker counts from its first request on. */
  private static double startedAfter(RunningServer server) {
    try {
      server.ask("/200/0");
      return server.metrics().value("pythonservice_worker_starts_total");
    } catch (UncheckedIOException notYet) {
      return 0;
    }
  }

  /** Slow answers, bad ones and exceptions, mixed. */
  private static List<Double> ask(RunningServer server)
      throws ExecutionException, InterruptedException {
    List<String> paths = new ArrayList<>();
    IntStream.range(0, SLOW).forEach(number -> paths.add("/200/" + (50 + number)));
    IntStream.range(0, REFUSED).forEach(number -> paths.add("/404/0"));
    IntStream.range(0, RAISED).forEach(number -> paths.add("/raise"));
    Collections.shuffle(paths, new Random(1));
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Double>> answers =
          paths.stream().map(path -> clients.submit(timed(server, path))).toList();
      List<Double> slow = new ArrayList<>();
      for (int number = 0; number < answers.size(); number++) {
        double seconds = answers.get(number).get();
        if (paths.get(number).startsWith("/200")) {
          slow.add(seconds);
        }
      }
      return slow;
    }
  }

  private static Callable<Double> timed(RunningServer server, String path) {
    return () -> {
      long start = System.nanoTime();
      int status = server.ask(path).statusCode();
      assertThat(status)
          .isEqualTo(path.equals("/raise") ? 500 : Integer.parseInt(path.substring(1, 4)));
      return (System.nanoTime() - start) / 1e9;
    };
  }

  private ServiceRoot unpack(Example example) throws IOException {
    ServiceRoot root =
        ServiceRoot.unpack(
            workshop.tools().path(Tool.CRANE),
            workshop.built(example).reference(),
            folder.resolve("unpacked"));
    String application = Files.readString(Path.of("src/test/resources/measure/shop.py"));
    root.addToProject(
        "shop.py", example == Example.ORDERS ? application : withoutMetrics(application));
    return root;
  }

  /** Flask's example has no prometheus_client. */
  private static String withoutMetrics(String application) {
    return application
        .replace("from prometheus_client import Counter\n", "")
        .replaceAll("(?m)^ *asked.*\n", "");
  }
}
