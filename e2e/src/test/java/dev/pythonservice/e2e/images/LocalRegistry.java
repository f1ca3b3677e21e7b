package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A registry on a free port of this machine, whose log tells every request. */
final class LocalRegistry implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Duration PUSH = Duration.ofMinutes(2);

  private final Path crane;
  private final Path log;
  private final int port;
  private final Process process;

  private LocalRegistry(Path crane, Path log, int port, Process process) {
    this.crane = crane;
    this.log = log;
    this.port = port;
    this.process = process;
  }

  static LocalRegistry start(Path crane, Path folder) throws IOException {
    int port = freePort();
    Path blobs = Files.createDirectories(folder.resolve("blobs"));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                crane.toString(),
                "registry",
                "serve",
                "--address",
                "127.0.0.1:" + port,
                "--disk",
                blobs.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    LocalRegistry registry = new LocalRegistry(crane, log, port, process);
    if (!Eventually.within(PATIENCE, registry::answers)) {
      process.destroy();
      throw new IllegalStateException("No registry within 20 s: " + Files.readString(log));
    }
    return registry;
  }

  /** The program crane. */
  Path program() {
    return crane;
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** The requests since the start, one in each line. */
  List<String> requests() throws IOException {
    return Files.readAllLines(log);
  }

  /** Runs crane against this registry and gives what it wrote. */
  String crane(String... arguments) {
    return Command.of(Stream.concat(Stream.of(crane.toString()), Arrays.stream(arguments)).toList())
        .within(PUSH)
        .run();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
