package dev.pythonservice.e2e.proxy;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/** One exchange on its way through the proxy. */
final class Passage {

  /** What belongs to one connection (RFC 9110, section 7.6.1), or is made anew for the next. */
  private static final Set<String> NOT_PASSED =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "te",
          "transfer-encoding",
          "upgrade");

  private static final int BUFFER = 64 * 1024;

  /** What com.sun.net.httpserver takes for "no body". */
  private static final long NO_BODY = -1;

  private final HttpExchange exchange;
  private final URI upstream;
  private final HttpClient client;
  private final CountingStream request;
  private long responseBytes;
  private int status;

  Passage(HttpExchange exchange, URI upstream, HttpClient client) {
    this.exchange = exchange;
    this.upstream = upstream;
    this.client = client;
    this.request = new CountingStream(exchange.getRequestBody());
  }

  Passed outcome() {
    return new Passed(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        request.count(),
        responseBytes,
        status);
  }

  /** Passes the request on and the server's answer back. */
  void pass() throws IOException {
    HttpResponse<InputStream> answer = ask();
    try (InputStream body = answer.body()) {
      long length = answer.headers().firstValueAsLong("content-length").orElse(0);
      boolean chunked = answer.headers().firstValue("transfer-encoding").isPresent();
      start(answer, chunked ? 0 : bodyLength(length));
      copy(body, Long.MAX_VALUE);
    }
  }

  /** Makes a fault of the exchange. */
  void fail(Fault fault) throws IOException {
    switch (fault) {
      case Fault.Status answer -> answer(answer);
      case Fault.Cut cut when hasBody() -> request.skipNBytes(cut.afterBytes());
      case Fault.Cut cut -> cut(cut.afterBytes());
      case Fault.Truncation cut ->
          replace(body -> Arrays.copyOf(body, Math.min(body.length, cut.bytes())));
      case Fault.Corruption _ -> replace(Passage::withOtherBit);
      case Fault.Stall _ -> throw new IllegalArgumentException("The proxy itself stalls");
    }
  }

  /** A server that refuses need not read what is sent to it, but most do. */
  private void answer(Fault.Status answer) throws IOException {
    request.transferTo(OutputStream.nullOutputStream());
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    status = answer.code();
    exchange.sendResponseHeaders(status, bodyLength(body.length));
    if (!isHead()) {
      exchange.getResponseBody().write(body);
      responseBytes += body.length;
    }
  }

  /** Closing an exchange before its announced end closes the connection. */
  private void cut(long afterBytes) throws IOException {
    HttpResponse<InputStream> answer = ask();
    try (InputStream body = answer.body()) {
      long length = answer.headers().firstValueAsLong("content-length").orElse(afterBytes + 1);
      start(answer, bodyLength(length));
      copy(body, Math.min(afterBytes, length - 1));
      exchange.getResponseBody().flush();
    }
  }

  private void replace(UnaryOperator<byte[]> change) throws IOException {
    HttpResponse<InputStream> answer = ask();
    try (InputStream body = answer.body()) {
      byte[] changed = change.apply(body.readAllBytes());
      start(answer, bodyLength(changed.length));
      exchange.getResponseBody().write(changed);
      responseBytes += changed.length;
    }
  }

  private static byte[] withOtherBit(byte[] body) {
    byte[] changed = body.clone();
    changed[changed.length / 2] ^= 1;
    return changed;
  }

  private HttpResponse<InputStream> ask() throws IOException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(upstream.resolve(exchange.getRequestURI()))
            .method(exchange.getRequestMethod(), body());
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> {
          if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    try {
      return client.send(builder.build(), BodyHandlers.ofInputStream());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking " + upstream, exception);
    }
  }

  private BodyPublisher body() {
    if (!hasBody()) {
      return BodyPublishers.noBody();
    }
    BodyPublisher stream = BodyPublishers.ofInputStream(() -> request);
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return length == null ? stream : BodyPublishers.fromPublisher(stream, Long.parseLong(length));
  }

  /** A request has a body when it says how long it is (RFC 9112, section 6). */
  private boolean hasBody() {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding")
        || (length != null && !length.equals("0"));
  }

  private void start(HttpResponse<?> answer, long length) throws IOException {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT))) {
            exchange.getResponseHeaders().put(name, values);
          }
        });
    if (isHead()) {
      answer
          .headers()
          .firstValue("content-length")
          .ifPresent(value -> exchange.getResponseHeaders().set("Content-Length", value));
    }
    status = answer.statusCode();
    exchange.sendResponseHeaders(status, length);
  }

  private void copy(InputStream body, long limit) throws IOException {
    OutputStream target = exchange.getResponseBody();
    byte[] buffer = new byte[BUFFER];
    long left = limit;
    while (left > 0) {
      int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      target.write(buffer, 0, read);
      responseBytes += read;
      left -= read;
    }
  }

  private long bodyLength(long length) {
    return isHead() || length == 0 ? NO_BODY : length;
  }

  private boolean isHead() {
    return exchange.getRequestMethod().equals("HEAD");
  }
}
