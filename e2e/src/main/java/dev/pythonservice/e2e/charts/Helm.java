package dev.pythonservice.e2e.charts;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Helm.
 *
 * @param start the program, and the way to a cluster for those commands that need one
 */
public record Helm(List<String> start) {

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  public Helm {
    start = List.copyOf(start);
  }

  /** Helm without a cluster: it renders and checks. */
  public static Helm of(Tools tools) {
    return new Helm(List.of(tools.path(Tool.HELM)));
  }

  /** Helm as the administrator of a cluster. */
  public static Helm of(Tools tools, Path kubeconfig) {
    return new Helm(List.of(tools.path(Tool.HELM), "--kubeconfig=" + kubeconfig));
  }

  /** Runs it and gives back what it prints. */
  public String run(String... arguments) {
    return command(arguments).run();
  }

  /** Runs it, whatever its exit code. */
  public Command.Outcome attempt(String... arguments) {
    return command(arguments).attempt();
  }

  /**
   * Renders a chart for a cluster of the version that Helm knows.
   *
   * @param chart the chart's folder
   * @param more further arguments, such as {@code --values=FILE}
   */
  public String template(Path chart, String release, String namespace, String... more) {
    return run(
        Stream.concat(
                Stream.of("template", release, chart.toString(), "--namespace=" + namespace),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private Command command(String... arguments) {
    return Command.of(Stream.concat(start.stream(), Stream.of(arguments)).toList())
        .within(DEADLINE);
  }
}
