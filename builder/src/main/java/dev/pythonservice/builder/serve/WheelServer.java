package dev.pythonservice.builder.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.wheel.ListedWheels;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives built wheels away: {@code GET} of {@code wheels.json} and of the files that it lists, and
 * nothing else. Whoever asks checks what comes, so there is neither TLS nor a password.
 */
public final class WheelServer implements AutoCloseable {

  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  private final HttpServer server;
  private final ListedWheels wheels;
  private final CountDownLatch closed = new CountDownLatch(1);

  private WheelServer(HttpServer server, ListedWheels wheels) {
    this.server = server;
    this.wheels = wheels;
  }

  /**
   * Starts a server.
   *
   * @param address where it listens
   * @param wheels what it gives
   * @throws BuildFailure when the address is not known or in use
   */
  public static WheelServer start(InetSocketAddress address, ListedWheels wheels) {
    Listening.requireKnown(address);
    HttpServer server = Listening.at(address);
    WheelServer self = new WheelServer(server, wheels);
    server.createContext("/", self::answer);
    server.start();
    return self;
  }

  /** Where it listens; the port is the real one where 0 was asked for. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  /**
   * Waits until it is closed.
   *
   * @param longest how long at the most
   * @return whether it is closed
   */
  public boolean awaitClosed(Duration longest) throws InterruptedException {
    return closed.await(longest.toNanos(), TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    server.stop(0);
    closed.countDown();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("GET")) {
        exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
        return;
      }
      Optional<Path> file = wheels.file(exchange.getRequestURI().getPath().substring(1));
      if (file.isEmpty()) {
        exchange.sendResponseHeaders(NOT_FOUND, NO_BODY);
        return;
      }
      exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
      exchange.sendResponseHeaders(OK, Files.size(file.get()));
      try (OutputStream body = exchange.getResponseBody()) {
        Files.copy(file.get(), body);
      }
    }
  }
}
