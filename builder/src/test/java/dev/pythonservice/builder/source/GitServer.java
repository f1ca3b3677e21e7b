package dev.pythonservice.builder.source;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Git's own server program ({@code git http-backend}) behind the JDK's HTTP server. */
public final class GitServer implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final Queue<Map.Entry<String, Fault>> faults = new ConcurrentLinkedQueue<>();
  private final Path root;
  private final String authorization;

  private GitServer(HttpServer server, Path root, String authorization) {
    this.server = server;
    this.root = root;
    this.authorization = authorization;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Serves the repositories in a folder to everybody. */
  public static GitServer open(Path root) throws IOException {
    return new GitServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), root, "");
  }

  /** Serves the repositories in a folder to who knows the password. */
  public static GitServer guarded(Path root, String user, String password) throws IOException {
    String basic =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    return new GitServer(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
        root,
        basic);
  }

  /** Serves the repositories in a folder to everybody, with TLS. */
  public static GitServer secure(Path root, SSLContext context) throws IOException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return new GitServer(server, root, "");
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public String url(String repository) {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return "%s://%s/%s".formatted(scheme, host(), repository);
  }

  public List<String> requests() {
    return requests;
  }

  /** Answers the next requests of this method by a fault each, before it serves again. */
  void spoil(String method, Fault... next) {
    for (Fault fault : next) {
      faults.add(Map.entry(method, fault));
    }
  }

  /** What can go wrong. */
  enum Fault {
    /** It answers 503. */
    UNAVAILABLE,
    /** It breaks off a few bytes into its answer. */
    CUT
  }

  private boolean isSpoiled(HttpExchange exchange) throws IOException {
    Map.Entry<String, Fault> next = faults.peek();
    if (next == null || !next.getKey().equals(exchange.getRequestMethod())) {
      return false;
    }
    faults.remove();
    exchange.getRequestBody().readAllBytes();
    switch (next.getValue()) {
      case UNAVAILABLE -> exchange.sendResponseHeaders(503, -1);
      case CUT -> {
        exchange.getResponseHeaders().add("Content-Type", "application/x-git-upload-pack-result");
        exchange.sendResponseHeaders(200, 1000);
        exchange.getResponseBody().write("00".getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    }
    return true;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      String given = exchange.getRequestHeaders().getFirst("Authorization");
      if (!authorization.isEmpty() && !authorization.equals(given)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      if (!isSpoiled(exchange)) {
        runBackend(exchange);
      }
    }
  }

  private void runBackend(HttpExchange exchange) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> variables = builder.environment();
    variables.put("GIT_PROJECT_ROOT", root.toString());
    variables.put("GIT_HTTP_EXPORT_ALL", "1");
    variables.put("GIT_CONFIG_COUNT", "1");
    variables.put("GIT_CONFIG_KEY_0", "safe.directory");
    variables.put("GIT_CONFIG_VALUE_0", "*");
    variables.put("PATH_INFO", exchange.getRequestURI().getPath());
    variables.put("REQUEST_METHOD", exchange.getRequestMethod());
    variables.put("REMOTE_USER", "somebody");
    variables.put("REMOTE_ADDR", "127.0.0.1");
    put(variables, "QUERY_STRING", exchange.getRequestURI().getQuery());
    put(variables, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
    put(
        variables,
        "HTTP_CONTENT_ENCODING",
        exchange.getRequestHeaders().getFirst("Content-Encoding"));
    put(variables, "GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (OutputStream input = process.getOutputStream()) {
      exchange.getRequestBody().transferTo(input);
    }
    try (InputStream output = new BufferedInputStream(process.getInputStream())) {
      int status = 200;
      for (String line = line(output); !line.isEmpty(); line = line(output)) {
        String[] header = line.split(": ", 2);
        if (header[0].equals("Status")) {
          status = Integer.parseInt(header[1].substring(0, 3));
        } else {
          exchange.getResponseHeaders().add(header[0], header[1]);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      output.transferTo(exchange.getResponseBody());
    }
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    variables.put(name, value == null ? "" : value);
  }

  private static String line(InputStream stream) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = stream.read(); next >= 0 && next != '\n'; next = stream.read()) {
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
