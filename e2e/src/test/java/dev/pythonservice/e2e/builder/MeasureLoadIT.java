package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.pythonservice.e2e.measure.EngineCommand;
import dev.pythonservice.e2e.measure.Metrics;
import dev.pythonservice.e2e.measure.RunningServer;
import dev.pythonservice.e2e.measure.ServiceRoot;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The same application on three engines, each under the same load: what they show is what wrk saw
 * from outside, and they show the same.
 */
@InWorkshop
@Isolated("its figures are compared with a load generator's")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("What is measured under load")
class MeasureLoadIT {

  private static final Path PROJECT =
      Path.of("src/test/resources/projects/engines").toAbsolutePath();
  private static final Path TOLD = Path.of("src/test/resources/measure/told.lua").toAbsolutePath();

  /** So few that none waits for another, which wrk would see and an application would not. */
  private static final int CONNECTIONS = 32;

  /** Enough for some 1,800 answers, of which 18 are slower than p99. */
  private static final int SECONDS = 15;

  private static final Duration SOON = Duration.ofSeconds(30);

  private final Workshop workshop;
  private final Map<Engine, Load> loads = new EnumMap<>(Engine.class);

  MeasureLoadIT(Workshop workshop) {
    this.workshop = workshop;
  }

  /** The engines that serve ASGI. */
  private enum Engine {
    GRANIAN(EngineCommand.granian("asgi", "spread:app", 1)),
    UVICORN(EngineCommand.uvicorn("spread:app", 1)),
    GUNICORN_WITH_UVICORN(EngineCommand.gunicornWithUvicorn("spread:app", 1));

    private final EngineCommand command;

    Engine(EngineCommand command) {
      this.command = command;
    }
  }

  /**
   * What was seen of an engine.
   *
   * @param told by wrk
   * @param before what it showed before
   * @param after what it showed once all was answered
   */
  private record Load(Told told, Metrics before, Metrics after) {

    /** Requests that the engine counted meanwhile. */
    long counted() {
      return after.requests("2xx") - before.requests("2xx");
    }
  }

  /** What wrk says at its end, in the words of {@code told.lua}. */
  private record Told(String text) {

    double number(String name) {
      Matcher found = Pattern.compile("(?m)^%s ([0-9.]+)$".formatted(name)).matcher(text);
      assertThat(found.find()).as("'%s' in what wrk said: %s", name, text).isTrue();
      return Double.parseDouble(found.group(1));
    }
  }

  @BeforeAll
  void load(@TempDir Path folder) throws IOException {
    SystemPackages.of(System.getenv())
        .ensure(Map.of("wrk", "wrk"), Progress.onto(System.err, Clock.systemUTC()));
    BuiltImage image =
        workshop.build(workshop.order(Example.ORDERS).of(PROJECT).to("measure/engines"));
    try (ServiceRoot root =
        ServiceRoot.unpack(
            workshop.tools().path(Tool.CRANE), image.reference(), folder.resolve("unpacked"))) {
      for (Engine engine : Engine.values()) {
        Path log = folder.resolve(engine + ".log");
        try (RunningServer server = RunningServer.start(root, engine.command, true, 1, "/", log)) {
          loads.put(engine, load(server));
        }
      }
    }
  }

  private static Load load(RunningServer server) {
    Metrics before = server.metrics();
    String told =
        Command.of(
                "wrk",
                "--threads=1",
                "--connections=" + CONNECTIONS,
                "--duration=%ds".formatted(SECONDS),
                "--script=" + TOLD,
                "http://127.0.0.1:%d/".formatted(server.port()))
            .run();
    assertThat(Eventually.within(SOON, () -> active(server) == 0)).as("all is answered").isTrue();
    return new Load(new Told(told), before, server.metrics());
  }

  private Load of(Engine engine) {
    return Objects.requireNonNull(loads.get(engine));
  }

  private static double active(RunningServer server) {
    return server.metrics().value("pythonservice_http_server_active_requests");
  }

  @ParameterizedTest(name = "by {0} has the quantiles that a client sees, within a tenth")
  @EnumSource
  void hasTheClientsQuantiles(Engine engine) {
    Load load = of(engine);

    for (int percent : new int[] {50, 95, 99}) {
      assertThat(load.after().quantile(percent / 100.0, "2xx"))
          .as("p%d", percent)
          .isCloseTo(load.told().number("p" + percent), withPercentage(10));
    }
  }

  @ParameterizedTest(name = "by {0} has each request of a client once")
  @EnumSource
  void hasEachRequestOnce(Engine engine) {
    Load load = of(engine);
    long answers = (long) load.told().number("answers");

    assertThat(load.told().number("failed")).isZero();
    // When its time is over wrk leaves, on each connection, a request that nobody waits for.
    assertThat(load.counted()).isBetween(answers, answers + CONNECTIONS);
  }

  @Test
  @DisplayName("has the same names and labels, whatever the engine")
  void hasTheSameSeries() {
    Map<String, Double> granian = of(Engine.GRANIAN).after().series();

    assertThat(granian)
        .containsKey("pythonservice_event_loop_lag_seconds_count")
        .containsKey("pythonservice_cold_start_seconds");
    for (Engine engine : Engine.values()) {
      assertThat(of(engine).after().series().keySet())
          .as(engine.toString())
          .containsExactlyInAnyOrderElementsOf(granian.keySet());
    }
  }
}
