package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.net.InetSocketAddress;

/** The option {@code --listen} of the commands that serve. */
final class ListenAddress {

  private ListenAddress() {}

  /** Host and port; the host may have colons, too. */
  static InetSocketAddress of(String listen) {
    int colon = listen.lastIndexOf(':');
    try {
      return new InetSocketAddress(
          listen.substring(0, Math.max(colon, 0)), Integer.parseInt(listen.substring(colon + 1)));
    } catch (IllegalArgumentException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--listen %s is not host and port; write it as 127.0.0.1:8750".formatted(listen));
    }
  }
}
