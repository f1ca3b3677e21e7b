package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A builder that stays up ({@code serve}).
 *
 * @param process the process
 * @param log what it says
 * @param address where it listens
 * @param client asks it
 */
public record BuildServer(Process process, Path log, URI address, HttpClient client)
    implements AutoCloseable {

  private static final Pattern LISTENING = Pattern.compile("Listening on (http://\\S+)");
  private static final Duration START = Duration.ofSeconds(30);
  private static final int OK = 200;

  /** Starts it on a free port, for the registry and with the cache of a build. */
  public static BuildServer start(BuilderProgram program, BuildArguments build, Path log) {
    Stream<String> options =
        Stream.of(
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--plain-http",
            build.registry(),
            "--cache",
            build.cache().toString());
    Stream<String> interpreters = BuildArguments.interpreters(program.runtime());
    Process process = program.start(Stream.concat(options, interpreters).toList(), log);
    if (!Eventually.within(START, () -> listening(log).find() || !process.isAlive())
        || !process.isAlive()) {
      process.destroyForcibly();
      throw new CommandFailed("The builder does not listen: " + said(log));
    }
    Matcher address = listening(log);
    if (!address.find()) {
      throw new CommandFailed("The builder does not say where it listens: " + said(log));
    }
    return new BuildServer(process, log, URI.create(address.group(1)), HttpClient.newHttpClient());
  }

  /**
   * Builds, and gives the answer.
   *
   * @throws CommandFailed when the answer is a failure
   */
  public String build(BuildArguments build) {
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve("/v1/builds"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(build.json()))
            .build();
    try {
      HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new CommandFailed(
            "The builder answered %d: %s".formatted(answer.statusCode(), answer.body()));
      }
      return answer.body();
    } catch (IOException problem) {
      throw new CommandFailed("The builder does not answer: %s; %s".formatted(problem, said(log)));
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Waiting for the builder was interrupted");
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    client.close();
  }

  private static Matcher listening(Path log) {
    return LISTENING.matcher(said(log));
  }

  private static String said(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException problem) {
      throw new UncheckedIOException(log + " cannot be read", problem);
    }
  }
}
