package dev.pythonservice.e2e.builder;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.e2e.servers.Login;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Git's own server program, {@code git http-backend}, behind the JDK's HTTP server and a password.
 *
 * @param server the server
 * @param threads what it works with
 */
record GitServer(HttpServer server, ExecutorService threads) implements AutoCloseable {

  /** Serves the repositories in a folder. */
  static GitServer start(Path repositories, Login login) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server
        .createContext("/", exchange -> answer(exchange, repositories))
        .setAuthenticator(
            new BasicAuthenticator("git") {
              @Override
              public boolean checkCredentials(String user, String password) {
                return new Login(user, password).equals(login);
              }
            });
    server.start();
    return new GitServer(server, threads);
  }

  /** Where it is. */
  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  /** As a web server runs a program by the Common Gateway Interface (RFC 3875). */
  private static void answer(HttpExchange exchange, Path repositories) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git", "http-backend");
    Map<String, String> variables = builder.environment();
    variables.put("GIT_PROJECT_ROOT", repositories.toString());
    variables.put("GIT_HTTP_EXPORT_ALL", "1");
    variables.put("PATH_INFO", exchange.getRequestURI().getPath());
    variables.put("QUERY_STRING", orEmpty(exchange.getRequestURI().getQuery()));
    variables.put("REQUEST_METHOD", exchange.getRequestMethod());
    variables.put("REMOTE_ADDR", "127.0.0.1");
    variables.put("CONTENT_TYPE", header(exchange, "Content-Type"));
    variables.put("HTTP_CONTENT_ENCODING", header(exchange, "Content-Encoding"));
    variables.put("GIT_PROTOCOL", header(exchange, "Git-Protocol"));
    Process process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    try (exchange;
        OutputStream input = process.getOutputStream();
        InputStream output = new BufferedInputStream(process.getInputStream())) {
      exchange.getRequestBody().transferTo(input);
      input.close();
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

  private static String header(HttpExchange exchange, String name) {
    return orEmpty(exchange.getRequestHeaders().getFirst(name));
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String value) {
    return Optional.ofNullable(value).orElse("");
  }

  private static String line(InputStream stream) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = stream.read(); next >= 0 && next != '\n'; next = stream.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
