package dev.pythonservice.builder.serve;

import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** How servers come to listen. */
final class Listening {

  private Listening() {}

  /**
   * Makes sure that the address is known.
   *
   * @throws BuildFailure when it is not
   */
  static void requireKnown(InetSocketAddress address) {
    if (address.isUnresolved()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The host %s of --listen is not known; name an address of this machine"
              .formatted(address.getHostString()));
    }
  }

  /**
   * A server that is not started yet, with a thread for each request.
   *
   * @param address a known address
   * @throws BuildFailure when it is in use
   */
  static HttpServer at(InetSocketAddress address) {
    try {
      HttpServer server = HttpServer.create(address, 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      return server;
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "Cannot listen on %s: %s; choose another with --listen"
              .formatted(address, exception.getMessage()));
    }
  }
}
