package dev.pythonservice.e2e.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A package index on loopback that has one file of each package, and tells who published it (PEP
 * 691, PEP 740). The files themselves are where the lock has them.
 *
 * @param server the index
 * @param file the file's name
 * @param provenance what it has of attestations; absent where it has none
 * @param asked the paths that it was asked for
 */
public record AttestingIndex(
    HttpServer server,
    String file,
    AtomicReference<Optional<String>> provenance,
    List<String> asked)
    implements AutoCloseable {

  private static final String DOCUMENT = "/provenance";
  private static final int OK = 200;

  /** Starts one that has a file without attestations. */
  public static AttestingIndex start(String file) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    AttestingIndex index =
        new AttestingIndex(
            server, file, new AtomicReference<>(Optional.empty()), new CopyOnWriteArrayList<>());
    server.createContext("/", index::answer);
    server.start();
    return index;
  }

  /** Where its simple API is. */
  public URI simple() {
    return URI.create("http://127.0.0.1:%d/simple".formatted(server.getAddress().getPort()));
  }

  /** Has these attestations of its file from now on. */
  public void has(String document) {
    provenance.set(Optional.of(document));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      byte[] body =
          (path.equals(DOCUMENT) ? provenance.get().orElseThrow() : page())
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(OK, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String page() {
    return """
    {"meta": {"api-version": "1.3"}, "files": [{"filename": "%s", "provenance": %s}]}
    """
        .formatted(file, provenance.get().isPresent() ? '"' + DOCUMENT + '"' : "null");
  }
}
