package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Engine;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The port on which a server's engine shows metrics for Prometheus. Of the engines Granian alone
 * has one, and only when its arguments ask for it: {@code engineArgs: [--metrics]}.
 */
public final class MetricsPort {

  /** Granian's default of {@code --metrics-port}. */
  private static final int GRANIAN_DEFAULT = 9090;

  private static final String PORT = "--metrics-port";

  private MetricsPort() {}

  /** The port of a server; none when its engine shows no metrics. */
  public static OptionalInt of(Server server, Engine engine) {
    List<String> arguments = server.engineArgs();
    boolean shown = arguments.lastIndexOf("--metrics") > arguments.lastIndexOf("--no-metrics");
    return engine == Engine.Granian && shown
        ? OptionalInt.of(given(arguments).orElse(GRANIAN_DEFAULT))
        : OptionalInt.empty();
  }

  /** The last one counts, as for Granian; what is no port is Granian's to refuse. */
  private static Optional<Integer> given(List<String> arguments) {
    Optional<Integer> port = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals(PORT) && i + 1 < arguments.size()) {
        port = number(arguments.get(i + 1));
      } else if (argument.startsWith(PORT + "=")) {
        port = number(argument.substring(PORT.length() + 1));
      }
    }
    return port;
  }

  private static Optional<Integer> number(String text) {
    boolean digits = !text.isEmpty() && text.length() <= 5;
    return digits && text.chars().allMatch(character -> character >= '0' && character <= '9')
        ? Optional.of(Integer.parseInt(text)).filter(port -> port >= 1 && port <= 65535)
        : Optional.empty();
  }
}
