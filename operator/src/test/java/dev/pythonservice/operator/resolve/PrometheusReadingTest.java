package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.KeyReference;
import dev.pythonservice.api.v1alpha1.Metrics.Prometheus;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.Work;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A Prometheus")
final class PrometheusReadingTest {

  private static final String EMPTY =
      "{\"status\": \"success\", \"data\": {\"resultType\": \"vector\", \"result\": []}}";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  PrometheusReadingTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  @DisplayName("is asked for the series of a service, with the token of a Secret")
  void isAsked() {
    String buckets =
        """
        {"status": "success", "data": {"resultType": "vector", "result": [
          {"metric": {"python_build": "orders-1", "le": "0.1"}, "value": [1, "900"]},
          {"metric": {"python_build": "orders-1", "le": "+Inf"}, "value": [1, "1000"]}]}}
        """;
    answers(query -> query.contains("_bucket") ? buckets : EMPTY, 200);

    Map<String, ReleaseFigures> figures =
        reading(url(), new KeyReference("prometheus", "token")).ask();

    assertThat(figures).containsOnlyKeys("orders-1");
    ReleaseFigures first = Objects.requireNonNull(figures.get("orders-1"));
    assertThat(first.requests()).isEqualTo(1000);
    assertThat(first.p50()).contains(56_000L);
    assertThat(first.memory()).isEmpty();
    assertThat(asked)
        .isNotEmpty()
        .allSatisfy(
            query -> assertThat(query).contains("namespace=\"shop\",python_service=\"orders\""));
    assertThat(tokens).containsOnly("Bearer secret-of-prometheus");
  }

  @Test
  @DisplayName("says what was done on nodes whose architecture is seen")
  void saysWhatWasDone() {
    answers(
        query -> {
          if (query.contains("_bucket")) {
            return vector("\"le\": \"+Inf\"", "1000");
          }
          if (query.contains("time() - ")) {
            return vector("\"node\": \"a\"", "1800");
          }
          if (!query.contains("by (python_build, node)")) {
            return EMPTY;
          }
          return query.contains("cpu")
              ? vector("\"node\": \"a\"", "2.5")
              : vector("\"node\": \"a\"", "1000", "\"node\": \"gone\"", "70");
        },
        200);

    ReleaseFigures figures = Objects.requireNonNull(reading(url(), null).ask().get("orders-1"));

    assertThat(figures.work())
        .isEqualTo(Map.of(Architecture.ARM64, new Work(1000, 2500, Duration.ofMinutes(30))));
  }

  private static String vector(String... labelsAndValues) {
    StringBuilder results = new StringBuilder();
    for (int at = 0; at < labelsAndValues.length; at += 2) {
      results
          .append(at == 0 ? "" : ", ")
          .append("{\"metric\": {\"python_build\": \"orders-1\", ")
          .append(labelsAndValues[at])
          .append("}, \"value\": [1, \"")
          .append(labelsAndValues[at + 1])
          .append("\"]}");
    }
    return EMPTY.replace("[]", "[" + results + "]");
  }

  @ParameterizedTest(name = "that answers {0} with ''{1}'' is told of as {2}")
  @CsvSource({
    "200, <html>, PrometheusUnreachable, does not answer as Prometheus does",
    "200, {}, PrometheusUnreachable, does not answer as Prometheus does",
    "500, {}, PrometheusUnreachable, (status 500)",
    "403, {}, PrometheusRefused, refuses the operator (status 403); correct tokenSecretKeyRef",
  })
  void isToldOf(int status, String answer, String reason, String message) {
    answers(_ -> answer, status);

    LookupFailure failure = failure(reading(url(), null));

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.sentence())
        .contains(message)
        .contains("spec.metrics.prometheus.url of the PythonPlatform default, " + url());
  }

  @Test
  @DisplayName("with more to say than anybody wants to hear is not listened to")
  void isNotListenedTo() {
    answers(_ -> "x".repeat(5 << 20), 200);

    assertThat(failure(reading(url(), null)).sentence()).contains("longer than 4 MiB");
  }

  @Test
  @DisplayName("that is away is told of, without anything that differs from time to time")
  void isAway() {
    String address = url();
    server.stop(0);

    LookupFailure failure = failure(reading(address, null));

    assertThat(failure.reason()).isEqualTo("PrometheusUnreachable");
    assertThat(failure.sentence()).isEqualTo(failure(reading(address, null)).sentence());
  }

  @Test
  @DisplayName("whose token is missing is told of with the way to make it")
  void lacksItsToken() {
    assertThat(failure(reading(url(), new KeyReference("other", "token"))).sentence())
        .contains("spec.metrics.prometheus.tokenSecretKeyRef", "other", "kubectl create secret");
  }

  private static LookupFailure failure(PrometheusReading reading) {
    return catchThrowableOfType(LookupFailure.class, reading::ask);
  }

  private String url() {
    return "http://127.0.0.1:%d".formatted(server.getAddress().getPort());
  }

  private void answers(UnaryOperator<String> answer, int status) {
    server.createContext(
        "/api/v1/query",
        exchange -> {
          String query =
              URLDecoder.decode(
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                  StandardCharsets.UTF_8);
          asked.add(query);
          tokens.add(
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization"))
                  .orElse("none"));
          byte[] content = answer.apply(query).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, content.length);
          exchange.getResponseBody().write(content);
          exchange.close();
        });
    server.start();
  }

  private static PrometheusReading reading(String url, @Nullable KeyReference token) {
    return new PrometheusReading(
        new ResourceID("orders", "shop"),
        "default",
        "operators",
        new Prometheus(url, token, null),
        new PrometheusServers(),
        reads(),
        node -> node.equals("a") ? Optional.of(Architecture.ARM64) : Optional.empty());
  }

  private static ClusterReads reads() {
    FakeReads reads = new FakeReads();
    reads.secret("operators", "prometheus", Map.of("token", "secret-of-prometheus\n"));
    return reads;
  }
}
