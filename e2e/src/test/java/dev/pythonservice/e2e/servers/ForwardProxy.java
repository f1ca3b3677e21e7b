package dev.pythonservice.e2e.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy as companies have it before the outside: it connects whoever asks by {@code CONNECT} (RFC
 * 9110, section 9.3.6) with any server, and remembers with which.
 *
 * @param socket where it listens
 * @param threads what it works with
 * @param asked host and port of each server that was asked for, in order
 */
public record ForwardProxy(ServerSocket socket, ExecutorService threads, List<String> asked)
    implements AutoCloseable {

  private static final String ESTABLISHED = "HTTP/1.1 200 Connection established\r\n\r\n";

  /** Starts it. */
  public static ForwardProxy start() throws IOException {
    ForwardProxy proxy =
        new ForwardProxy(
            new ServerSocket(0, 50, InetAddress.getLoopbackAddress()),
            Executors.newVirtualThreadPerTaskExecutor(),
            new CopyOnWriteArrayList<>());
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** Where it is, as in {@code HTTPS_PROXY}. */
  public URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  @Override
  public void close() throws IOException {
    socket.close();
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        threads.execute(() -> serve(client));
      }
    } catch (SocketException closed) {
      // That is how it ends.
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private void serve(Socket client) {
    try (client) {
      String[] question = line(client.getInputStream()).split(" ");
      while (!line(client.getInputStream()).isEmpty()) {
        // Headers say nothing that matters here.
      }
      String[] server = question[1].split(":");
      asked.add(question[1]);
      try (Socket upstream = new Socket(server[0], Integer.parseInt(server[1]))) {
        client.getOutputStream().write(ESTABLISHED.getBytes(StandardCharsets.US_ASCII));
        threads.execute(() -> pass(client, upstream));
        pass(upstream, client);
      }
    } catch (IOException ended) {
      // One side went away; the other is closed with it.
    }
  }

  private static void pass(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException ended) {
      // As above.
    }
  }

  private static String line(InputStream stream) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = stream.read(); next >= 0 && next != '\n'; next = stream.read()) {
      line.append((char) next);
    }
    return line.toString().strip();
  }
}
