package dev.pythonservice.e2e.servers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A mirror of a server of packages, as companies have it: it fetches a file when it is asked for it
 * first, keeps it, and speaks plain HTTP.
 *
 * @param upstream the server that is mirrored
 * @param folder where the files are kept
 * @param server the mirror
 * @param threads what it works with
 * @param files the kept files by path
 */
public record PackageMirror(
    URI upstream, Path folder, HttpServer server, ExecutorService threads, Map<String, Path> files)
    implements AutoCloseable {

  private static final Duration DEADLINE = Duration.ofMinutes(4);
  private static final int OK = 200;
  private static final int BAD_GATEWAY = 502;
  private static final int NO_BODY = -1;

  /** Starts one that has nothing yet. */
  public static PackageMirror start(URI upstream, Path folder) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    PackageMirror mirror =
        new PackageMirror(
            upstream,
            folder,
            server,
            Executors.newVirtualThreadPerTaskExecutor(),
            new ConcurrentHashMap<>());
    server.setExecutor(mirror.threads);
    server.createContext("/", mirror::answer);
    server.start();
    return mirror;
  }

  /** Where it is, without a path. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Optional<Path> file = file(exchange.getRequestURI().getRawPath());
      exchange.sendResponseHeaders(
          file.isPresent() ? OK : BAD_GATEWAY, file.isPresent() ? Files.size(file.get()) : NO_BODY);
      if (file.isPresent()) {
        Files.copy(file.get(), exchange.getResponseBody());
      }
    }
  }

  private Optional<Path> file(String path) {
    try {
      return Optional.of(files.computeIfAbsent(path, this::fetched));
    } catch (CommandFailed failure) {
      return Optional.empty();
    }
  }

  private Path fetched(String path) {
    Path file = folder.resolve(path.substring(1));
    Command.of(
            "curl",
            "--fail",
            "--silent",
            "--show-error",
            "--retry",
            "5",
            "--retry-all-errors",
            "--create-dirs",
            "--output",
            file.toString(),
            upstream.resolve(path).toString())
        .within(DEADLINE)
        .run();
    return file;
  }
}
