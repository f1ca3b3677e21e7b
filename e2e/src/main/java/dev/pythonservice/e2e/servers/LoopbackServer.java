package dev.pythonservice.e2e.servers;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A server program on a port of loopback.
 *
 * @param process the process
 * @param port its port
 * @param log the file with all that it says
 */
public record LoopbackServer(Process process, int port, Path log) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** A port that is free now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Starts a program and waits until it listens.
   *
   * @throws ClusterProblem when it ends or does not listen in time
   */
  public static LoopbackServer start(
      List<String> words, Map<String, String> environment, int port, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    LoopbackServer server = new LoopbackServer(builder.start(), port, log);
    Eventually.within(PATIENCE, () -> server.listens() || !server.process.isAlive());
    if (!server.process.isAlive() || !server.listens()) {
      server.close();
      throw new ClusterProblem(
          "%s does not serve: %s".formatted(words.getFirst(), Files.readString(log)));
    }
    return server;
  }

  /** Host and port. */
  public String authority() {
    return "127.0.0.1:" + port;
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Ends it and waits until it is gone. */
  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
