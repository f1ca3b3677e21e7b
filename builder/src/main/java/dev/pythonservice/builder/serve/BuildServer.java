package dev.pythonservice.builder.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import dev.pythonservice.builder.report.BuildReport;
import dev.pythonservice.builder.report.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small HTTP API: {@code POST /v1/builds} builds and answers with the report, {@code GET
 * /healthz} says that the server is up.
 */
public final class BuildServer implements AutoCloseable {

  private static final int LARGEST_BODY = 1 << 20;
  private static final String JSON = "application/json";

  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(localhost|127(\\.\\d{1,3}){3}|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

  private final HttpServer server;
  private final Optional<String> token;
  private final Semaphore places;
  private final Function<RequestBody, BuildReport> build;
  private final PrintWriter faults;
  private final Summary summary = new Summary();

  private BuildServer(
      HttpServer server,
      Optional<String> token,
      int atOnce,
      Function<RequestBody, BuildReport> build,
      PrintWriter faults) {
    this.server = server;
    this.token = token;
    this.places = new Semaphore(atOnce);
    this.build = build;
    this.faults = faults;
  }

  /**
   * Starts a server.
   *
   * @param address where it listens
   * @param token what a client must send as bearer token; absent for anybody who reaches it
   * @param atOnce builds at the same time; further ones are answered with 429
   * @param build builds
   * @param faults where the builder's own faults are printed
   * @throws BuildFailure when the address is in use, or is open to others without a token
   */
  public static BuildServer start(
      InetSocketAddress address,
      Optional<String> token,
      int atOnce,
      Function<RequestBody, BuildReport> build,
      PrintWriter faults) {
    Listening.requireKnown(address);
    if (!address.getAddress().isLoopbackAddress() && token.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s can be reached by others, so a token is needed: use --token-file, or listen on 127.0.0.1"
              .formatted(address));
    }
    HttpServer server = Listening.at(address);
    BuildServer self = new BuildServer(server, token, atOnce, build, faults);
    server.createContext("/healthz", exchange -> answer(exchange, 200, "text/plain", "ok\n"));
    server.createContext("/v1/builds", self::builds);
    server.start();
    return self;
  }

  /** Where it listens; the port is the real one where 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void builds(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      answer(exchange, 405, "text/plain", "Use POST\n");
    } else if (ofBrowser(exchange)) {
      answer(exchange, 403, "text/plain", "Pages of the web do not build\n");
    } else if (!saysJson(exchange)) {
      answer(exchange, 415, "text/plain", "Send JSON, with Content-Type: application/json\n");
    } else if (token.isEmpty() && !namesThisMachine(exchange)) {
      answer(exchange, 421, "text/plain", "Ask for 127.0.0.1 or localhost\n");
    } else if (!authorised(exchange)) {
      answer(exchange, 401, "text/plain", "Send the server's token as bearer token\n");
    } else if (!places.tryAcquire()) {
      exchange.getResponseHeaders().add("Retry-After", "5");
      answer(exchange, 429, "text/plain", "The builder is busy; try again later\n");
    } else {
      // Whoever has its answer finds the place free.
      Answer answer = builtInAPlace(exchange);
      answer(exchange, answer.status(), JSON, answer.text());
    }
  }

  private record Answer(int status, String text) {}

  private Answer builtInAPlace(HttpExchange exchange) throws IOException {
    try {
      return built(exchange.getRequestBody().readNBytes(LARGEST_BODY));
    } finally {
      places.release();
    }
  }

  private Answer built(byte[] body) {
    try {
      BuildReport report = build.apply(RequestBody.read(body));
      return new Answer(200, JsonMapper.shared().writeValueAsString(report));
    } catch (BuildFailure failure) {
      return failed(failure);
    } catch (RuntimeException exception) {
      return failed(MachineFailures.behind(exception).orElseGet(() -> fault(exception)));
    }
  }

  private Answer failed(BuildFailure failure) {
    return new Answer(status(failure.exitCode()), summary.whole(failure));
  }

  private BuildFailure fault(RuntimeException exception) {
    exception.printStackTrace(faults);
    faults.flush();
    return new BuildFailure(ExitCode.INTERNAL, "The builder has a fault: " + exception);
  }

  private static int status(ExitCode exitCode) {
    return switch (exitCode) {
      case SUCCESS -> 200;
      case INPUT -> 422;
      case POLICY -> 403;
      case REGISTRY, NETWORK -> 502;
      case MACHINE -> 507;
      case INTERNAL -> 500;
    };
  }

  /**
   * Browsers reach this machine for any page that is open in them, and say so in these headers
   * (Fetch Standard, "Origin header"; Fetch Metadata, "Sec-Fetch-Site").
   */
  private static boolean ofBrowser(HttpExchange exchange) {
    return exchange.getRequestHeaders().containsKey("Origin")
        || exchange.getRequestHeaders().containsKey("Sec-Fetch-Site");
  }

  /**
   * No page can send this type elsewhere without asking first (Fetch Standard, "CORS-safelisted").
   */
  private static boolean saysJson(HttpExchange exchange) {
    String type =
        String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")).split(";", 2)[0];
    return type.strip().equalsIgnoreCase(JSON);
  }

  /** Another name that leads here would be one that a page chose (DNS rebinding). */
  private static boolean namesThisMachine(HttpExchange exchange) {
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    return LOOPBACK.matcher(host).matches();
  }

  private boolean authorised(HttpExchange exchange) {
    if (token.isEmpty()) {
      return true;
    }
    String sent = exchange.getRequestHeaders().getFirst("Authorization");
    byte[] expected = ("Bearer " + token.get()).getBytes(StandardCharsets.UTF_8);
    // In constant time, so that the time tells nothing of the token.
    return sent != null && MessageDigest.isEqual(expected, sent.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getRequestBody().skip(LARGEST_BODY);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
