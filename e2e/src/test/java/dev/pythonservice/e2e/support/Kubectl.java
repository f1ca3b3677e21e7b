package dev.pythonservice.e2e.support;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.util.List;
import java.util.stream.Stream;

/**
 * kubectl, as the cluster's administrator.
 *
 * @param start the program and the way to the cluster
 */
public record Kubectl(List<String> start) {

  public static Kubectl of(Tools tools, Cluster cluster) {
    return new Kubectl(
        List.of(tools.path(Tool.KUBECTL).toString(), "--kubeconfig=" + cluster.kubeconfig()));
  }

  /** Runs it and gives back what it prints. */
  public String run(String... arguments) {
    return command(arguments).run();
  }

  /** Runs it, whatever its exit code. */
  public Command.Outcome attempt(String... arguments) {
    return command(arguments).attempt();
  }

  /** Applies objects on the server's side. */
  public void apply(String yaml) {
    command("apply", "--server-side", "--filename=-").reading(yaml).run();
  }

  /** A run of it that is not started yet. */
  public Command command(String... arguments) {
    return Command.of(Stream.concat(start.stream(), Stream.of(arguments)).toList());
  }
}
