package dev.pythonservice.e2e.measure;

import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A server that runs in a {@link ServiceRoot}.
 *
 * @param process what runs it
 * @param port where it answers
 * @param metricsPort where it shows metrics, if it is measured
 * @param log its output
 */
public record RunningServer(Process process, int port, int metricsPort, Path log)
    implements AutoCloseable {

  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Starts one; its first good answer is the one to this path.
   *
   * @param workers processes that serve
   * @throws IOException when it cannot be started
   */
  public static RunningServer start(
      ServiceRoot root, EngineCommand engine, boolean measured, int workers, String path, Path log)
      throws IOException {
    int port = freePort();
    int metricsPort = freePort();
    Map<String, String> environment =
        measured ? engine.environment(metricsPort, workers > 1) : Map.of();
    RunningServer server =
        new RunningServer(
            root.start(engine.line(port, measured), environment, log), port, metricsPort, log);
    if (!Eventually.within(STARTS_WITHIN, () -> server.answers(path))) {
      String words = Files.readString(log);
      server.close();
      throw new CommandFailed(
          "%s does not answer: %s".formatted(engine.line(port, measured), words));
    }
    return server;
  }

  private boolean answers(String path) {
    try {
      return get(port, path).statusCode() == 200;
    } catch (UncheckedIOException notYet) {
      return false;
    }
  }

  /** Asks the application. */
  public HttpResponse<String> ask(String path) {
    return get(port, path);
  }

  /** What it shows of itself. */
  public Metrics metrics() {
    return Metrics.of(get(metricsPort, "/metrics").body());
  }

  /** Processes that serve: those that have no children themselves. */
  public List<ProcessHandle> workers() {
    return process
        .descendants()
        .filter(each -> each.children().findAny().isEmpty())
        .sorted()
        .toList();
  }

  /** CPU time of all its processes so far. */
  public Duration cpu() {
    return process
        .descendants()
        .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static HttpResponse<String> get(int port, String path) {
    try {
      return CLIENT.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:%d%s".formatted(port, path)))
              .timeout(ANSWERS_WITHIN)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Asking port %d was interrupted".formatted(port));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** With it all that it started ends: its process numbers are its own. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new CommandFailed("A server does not end; its log is " + log);
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }
}
