package dev.pythonservice.builder.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.report.BuildReport;
import dev.pythonservice.builder.report.BuildReport.LayerReport;
import dev.pythonservice.builder.report.RefusedBuild;
import dev.pythonservice.builder.stack.Stack;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The builder as a server")
final class BuildServerTest {

  private static final String REQUEST =
      """
      {"source": {"folder": "/projects/orders"},
       "image": {"base": "registry.example/base/python:3.13", "repository": "registry.example/shop/orders"}}
      """;

  private static final BuildReport REPORT =
      new BuildReport(
          "registry.example/shop/orders@sha256:0",
          "sha256:0",
          false,
          "",
          "",
          "",
          "3.13.5",
          List.of(),
          Map.of(),
          "",
          Stack.none(),
          PolicyVerdict.CLEAN,
          new LayerReport(0, 0, 0, 0, 0, 0),
          List.of(),
          1,
          List.of(),
          Map.of(),
          "",
          List.of(),
          Optional.empty(),
          List.of());

  private final HttpClient client = HttpClient.newHttpClient();
  private final StringWriter faults = new StringWriter();
  private Optional<BuildServer> server = Optional.empty();

  @AfterEach
  void stop() {
    server.ifPresent(BuildServer::close);
    client.close();
  }

  @Test
  @DisplayName("answers a request with the report, platforms and layers' place as usual")
  void builds() throws Exception {
    start(
        Optional.empty(),
        body -> {
          var image =
              body.request(anyPolicy(), dev.pythonservice.builder.request.Limits.USUAL).image();
          assertThat(image.platforms()).hasToString("[linux/amd64, linux/arm64]");
          assertThat(image.layerRepository()).isEqualTo("registry.example/shop/layers");
          return REPORT;
        });

    HttpResponse<String> answer = post(REQUEST, Optional.empty());

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(JsonMapper.shared().readValue(answer.body(), BuildReport.class)).isEqualTo(REPORT);
  }

  @Test
  @DisplayName("answers a failure with its class, exit code and sentence")
  void answersFailures() throws Exception {
    start(
        Optional.empty(),
        body -> {
          throw new BuildFailure(ExitCode.POLICY, "git sources are forbidden");
        });

    HttpResponse<String> answer = post(REQUEST, Optional.empty());

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("POLICY", "\"exitCode\":3", "git sources are forbidden");
  }

  @Test
  @DisplayName("answers a build that is refused with what stands in each platform's way")
  void answersRefusals() throws Exception {
    start(
        Optional.empty(),
        body -> {
          throw new RefusedBuild("x".repeat(5000), REPORT, Optional.empty());
        });

    HttpResponse<String> answer = post(REQUEST, Optional.empty());

    assertThat(answer.statusCode()).isEqualTo(422);
    assertThat(answer.body()).contains("\"platforms\":[", "x".repeat(5000));
  }

  @Test
  @DisplayName("says that the disk is full when it is")
  void answersFullDisks() throws Exception {
    start(
        Optional.empty(),
        body -> {
          throw new UncheckedIOException(
              new FileSystemException("/cache/layer", null, "No space left on device"));
        });

    HttpResponse<String> answer = post(REQUEST, Optional.empty());

    assertThat(answer.statusCode()).isEqualTo(507);
    assertThat(answer.body()).contains("The disk is full", "/cache/layer");
    assertThat(faults.toString()).isEmpty();
  }

  @Test
  @DisplayName("names an unknown field and a missing one")
  void namesWrongFields() throws Exception {
    start(
        Optional.empty(),
        body -> {
          body.request(anyPolicy(), dev.pythonservice.builder.request.Limits.USUAL);
          return REPORT;
        });

    assertThat(post("{\"sauce\": {}}", Optional.empty()).body()).contains("sauce");
    assertThat(post("{\"source\": {\"folder\": \"/\"}}", Optional.empty()).body())
        .contains("image is missing");
    assertThat(post("{\"image\": {\"tags\": \"one\"}}", Optional.empty()).body())
        .contains("image.tags");
    assertThat(post("{", Optional.empty()).statusCode()).isEqualTo(422);
    assertThat(post(image("\"platforms\": []"), Optional.empty()).body())
        .contains("image.platforms is empty");
    assertThat(post(image("\"tags\": [null]"), Optional.empty()).body())
        .contains("an element of image.tags is missing");
    assertThat(post(image("\"environment\": {\"A\": null}"), Optional.empty()).body())
        .contains("image.environment.A is missing");
    assertThat(faults.toString()).isEmpty();
  }

  private static String image(String field) {
    return """
    {"source": {"folder": "/"}, "image": {"base": "r/b:1", "repository": "r/a", %s}}
    """
        .formatted(field);
  }

  @Test
  @DisplayName("wants its token")
  void wantsToken() throws Exception {
    start(Optional.of("secret"), body -> REPORT);

    assertThat(post(REQUEST, Optional.empty()).statusCode()).isEqualTo(401);
    assertThat(post(REQUEST, Optional.of("wrong")).statusCode()).isEqualTo(401);
    assertThat(post(REQUEST, Optional.of("secret")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @DisplayName("does nothing for a page that is open in a browser of its machine")
  @CsvSource({
    "403, Content-Type: application/json; Origin: https://evil.example",
    "403, Content-Type: application/json; Origin: null",
    "403, Content-Type: application/json; Sec-Fetch-Site: cross-site",
    "415, Content-Type: text/plain",
    "415, Accept: */*",
    "421, Content-Type: application/json; Host: evil.example",
    "421, Content-Type: application/json; Host: 127.0.0.1.evil.example:8750",
    "200, Content-Type: application/json;charset=utf-8; Host: localhost:8750"
  })
  void refusesPages(int status, String headers) throws IOException {
    start(Optional.empty(), body -> REPORT);

    assertThat(raw(headers)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  @DisplayName("may have any name where it wants a token")
  void mayHaveAnyName() throws IOException {
    start(Optional.of("secret"), body -> REPORT);

    assertThat(
            raw(
                "Content-Type: application/json; Host: builder.example; Authorization: Bearer"
                    + " secret"))
        .startsWith("HTTP/1.1 200");
  }

  /** Headers that an HTTP client would not let through. */
  private String raw(String headers) throws IOException {
    InetSocketAddress address = server.orElseThrow().address();
    String host = headers.contains("Host:") ? "" : "Host: 127.0.0.1\r\n";
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      String text =
          "POST /v1/builds HTTP/1.1\r\n%s%s\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(host, headers.replace("; ", "\r\n"), REQUEST.length(), REQUEST);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @DisplayName("does not listen to others without a token")
  void refusesOpenDoors() {
    assertThatThrownBy(() ->
            BuildServer.start(
                new InetSocketAddress("0.0.0.0", 0),
                Optional.empty(),
                1,
                body -> REPORT,
                new PrintWriter(faults)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("--token-file");
  }

  @Test
  @DisplayName("is busy when all places are taken, and free again afterwards")
  void limitsBuildsAtOnce() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    start(
        Optional.empty(),
        body -> {
          started.countDown();
          await(goOn);
          return REPORT;
        });
    CompletableFuture<HttpResponse<String>> first =
        client.sendAsync(request(REQUEST, Optional.empty()), BodyHandlers.ofString());
    await(started);

    HttpResponse<String> second = post(REQUEST, Optional.empty());
    goOn.countDown();

    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("Retry-After")).isPresent();
    assertThat(first.join().statusCode()).isEqualTo(200);
    assertThat(post(REQUEST, Optional.empty()).statusCode()).isEqualTo(200);
  }

  private static dev.pythonservice.builder.request.Policy anyPolicy() {
    return new dev.pythonservice.builder.request.Policy(java.util.Set.of(), List.of());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private void start(Optional<String> token, Function<RequestBody, BuildReport> build) {
    server =
        Optional.of(
            BuildServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                token,
                1,
                build,
                new PrintWriter(faults)));
  }

  private HttpResponse<String> post(String body, Optional<String> token)
      throws IOException, InterruptedException {
    return client.send(request(body, token), BodyHandlers.ofString());
  }

  private HttpRequest request(String body, Optional<String> token) {
    int port = server.orElseThrow().address().getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d/v1/builds".formatted(port)))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request.build();
  }
}
