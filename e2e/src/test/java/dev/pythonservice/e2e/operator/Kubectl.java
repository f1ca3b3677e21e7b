package dev.pythonservice.e2e.operator;

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
record Kubectl(List<String> start) {

  static Kubectl of(Tools tools, Cluster cluster) {
    return new Kubectl(
        List.of(tools.path(Tool.KUBECTL).toString(), "--kubeconfig=" + cluster.kubeconfig()));
  }

  /** Runs it and gives back what it prints. */
  String run(String... arguments) {
    return command(arguments).run();
  }

  /** Runs it, whatever its exit code. */
  Command.Outcome attempt(String... arguments) {
    return command(arguments).attempt();
  }

  /** Applies objects on the server's side. */
  void apply(String yaml) {
    command("apply", "--server-side", "--filename=-").reading(yaml).run();
  }

  private Command command(String... arguments) {
    return Command.of(Stream.concat(start.stream(), Stream.of(arguments)).toList());
  }
}
