package dev.pythonservice.e2e.operator;

import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A running operator.
 *
 * @param process the process
 * @param log the file that it logs to
 * @param address where its HTTP endpoints are
 */
public record OperatorProcess(Process process, Path log, URI address) {

  private static final Duration START = Duration.ofSeconds(90);

  /** A training writes its AOT cache before it ends. */
  private static final Duration STOP = Duration.ofSeconds(90);

  /** Its start is measured, too. */
  private static final Duration PACE = Duration.ofMillis(10);

  private static final Pattern LISTENING = Pattern.compile("Listening on: http://[^:]+:([0-9]+)");

  /**
   * Starts an operator and waits until it is ready.
   *
   * @param command the program and its arguments
   * @param settings environment variables
   * @throws CommandFailed when it does not become ready; the message carries the errors of its log
   */
  public static OperatorProcess start(
      List<String> command, Map<String, String> settings, Path log) {
    Process process = launch(command, settings, log);
    if (!Eventually.within(START, PACE, () -> !process.isAlive() || port(log).find())) {
      process.destroyForcibly();
    }
    Matcher port = port(log);
    if (!process.isAlive() || !port.find()) {
      throw new CommandFailed("The operator did not start; its log is " + errors(log));
    }
    URI address = URI.create("http://127.0.0.1:" + port.group(1));
    OperatorProcess operator = new OperatorProcess(process, log, address);
    if (!Eventually.within(START, PACE, operator::isReady)) {
      process.destroyForcibly();
      throw new CommandFailed("The operator is not ready; its log is " + errors(log));
    }
    return operator;
  }

  private static Process launch(List<String> command, Map<String, String> settings, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
    builder.environment().put("QUARKUS_HTTP_PORT", "0");
    try {
      return builder.start();
    } catch (IOException exception) {
      throw new UncheckedIOException("The operator cannot be started", exception);
    }
  }

  /** Whether every informer watches. */
  public boolean isReady() {
    return get("/q/health/ready").statusCode() == 200;
  }

  /** The sum of a metric over all its labels; 0 when it is not there. */
  public double metric(String name, String label) {
    return new Metrics(get("/q/metrics").body()).sum(name, label);
  }

  /** All that it has logged. */
  public String logged() {
    return read(log);
  }

  /** The last ten lines that it has logged, each cut where it gets long. */
  public String lastWords() {
    List<String> lines = logged().lines().toList();
    return lines.subList(Math.max(0, lines.size() - 10), lines.size()).stream()
        .map(OperatorProcess::beginning)
        .collect(Collectors.joining("\n"));
  }

  /**
   * Tells it to stop, as the kubelet does.
   *
   * @throws CommandFailed when it does not end in time
   */
  public void stop() {
    process.destroy();
    try {
      if (!process.waitFor(STOP.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new CommandFailed("The operator did not stop within %s".formatted(STOP));
      }
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Waiting for the operator's end was interrupted");
    }
  }

  /** The timeout of a request ends with the answer's head, so that the whole has one, too. */
  private HttpResponse<String> get(String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .sendAsync(
              HttpRequest.newBuilder(address.resolve(path)).timeout(STOP).build(),
              BodyHandlers.ofString())
          .orTimeout(STOP.toSeconds(), TimeUnit.SECONDS)
          .whenComplete((_, _) -> client.shutdownNow())
          .join();
    } catch (CompletionException exception) {
      throw new UncheckedIOException(
          "The operator does not answer at " + address, new IOException(exception.getCause()));
    }
  }

  private static Matcher port(Path log) {
    return LISTENING.matcher(read(log));
  }

  /** Where its log is, and the beginnings of the errors in it: their stack traces are long. */
  private static String errors(Path log) {
    return read(log)
        .lines()
        .filter(line -> line.contains("ERROR"))
        .map(OperatorProcess::beginning)
        .collect(Collectors.joining("\n", log + "\n", ""));
  }

  private static String beginning(String line) {
    return line.substring(0, Math.min(line.length(), 800));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }
}
