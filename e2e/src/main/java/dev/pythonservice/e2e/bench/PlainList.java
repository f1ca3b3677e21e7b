package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.operator.ManyServices;
import dev.pythonservice.e2e.process.Command;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A program that lists what the operator watches, once, and ends: what a restart of the operator is
 * compared with. Both begin as cold as a program is that was just started.
 */
public final class PlainList {

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private PlainList() {}

  /** The program. */
  public static void main(String[] words) {
    try (KubernetesClient client = new KubernetesClientBuilder().build()) {
      new ManyServices(client, 0).list();
    }
  }

  /**
   * The command that runs it, with the Java and the collector that the operator has.
   *
   * @param environment says where the API server is, as it tells the operator
   */
  static Command command(Map<String, String> environment) {
    return Command.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            PlainList.class.getName())
        .with(environment)
        .within(DEADLINE);
  }
}
