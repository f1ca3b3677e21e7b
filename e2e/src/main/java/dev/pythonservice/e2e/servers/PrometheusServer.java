package dev.pythonservice.e2e.servers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Prometheus of our own on loopback: the distribution's package, with data that nobody shares.
 *
 * @param server the process
 */
public record PrometheusServer(LoopbackServer server) implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Sees that this machine has Prometheus and promtool. */
  public static void install(SystemPackages packages, Progress progress) {
    packages.ensure(Map.of("prometheus", "prometheus", "promtool", "prometheus"), progress);
  }

  /**
   * Starts one, and waits until it answers queries: it listens before.
   *
   * @param configuration its configuration file's content
   * @param folder for its files
   * @throws ClusterProblem when it does not get ready
   */
  public static PrometheusServer start(String configuration, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve("prometheus.yaml");
    Files.writeString(file, configuration);
    int port = LoopbackServer.freePort();
    PrometheusServer prometheus =
        new PrometheusServer(
            LoopbackServer.start(
                List.of(
                    "prometheus",
                    "--config.file=" + file,
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + port),
                Map.of(),
                port,
                folder.resolve("log")));
    if (!Eventually.within(PATIENCE, prometheus::isReady)) {
      prometheus.close();
      throw new ClusterProblem(
          "Prometheus does not get ready: %s".formatted(Files.readString(folder.resolve("log"))));
    }
    return prometheus;
  }

  private boolean isReady() {
    return get("/-/ready").statusCode() == 200;
  }

  /** Its address. */
  public String url() {
    return "http://" + server.authority();
  }

  /**
   * The answer to a query at this moment: the samples of an instant vector.
   *
   * @throws ClusterProblem when the query is none
   */
  public List<JsonNode> query(String promql) {
    JsonNode answer = ask("query?query=" + URLEncoder.encode(promql, StandardCharsets.UTF_8));
    if (!answer.path("status").asText().equals("success")) {
      throw new ClusterProblem("%s: %s".formatted(promql, answer.path("error").asText()));
    }
    return answer.path("data").path("result").valueStream().toList();
  }

  private JsonNode ask(String path) {
    try {
      return JSON.readTree(get("/api/v1/" + path).body());
    } catch (JsonProcessingException problem) {
      throw new UncheckedIOException("Prometheus answers no JSON", problem);
    }
  }

  private HttpResponse<String> get(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE).build();
      return client.send(request, BodyHandlers.ofString());
    } catch (IOException problem) {
      throw new UncheckedIOException("Prometheus does not answer", problem);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterProblem("Asking Prometheus was interrupted");
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
