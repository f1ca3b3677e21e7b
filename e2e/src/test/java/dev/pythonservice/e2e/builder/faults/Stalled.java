package dev.pythonservice.e2e.builder.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * A server that takes connections and never answers.
 *
 * @param socket where it listens
 */
public record Stalled(ServerSocket socket) implements AutoCloseable {

  private static final int PATIENCE_MILLISECONDS = 60_000;

  /** Starts it. */
  public static Stalled start() throws IOException {
    ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(PATIENCE_MILLISECONDS);
    return new Stalled(socket);
  }

  /** Host and port. */
  String authority() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** Waits until somebody asks it for something. */
  @SuppressWarnings("resource") // The connection stays open, as that of a stalled server does.
  public void awaitQuestion() throws IOException {
    socket.accept();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
