package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.ToolCache;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Nodes that kwok plays: they are Ready, and pods on them are Running without running. For tests of
 * scheduling and of scale, on any cluster. They bear a taint, so that only pods that tolerate it go
 * there.
 */
public record FakeNodes(Layout layout, ToolCache toolCache) {

  /** The annotation and the taint's key by which kwok and pods know these nodes. */
  public static final String MARK = "kwok.x-k8s.io/node";

  private static final String LABEL = "pythonservice.dev/fake-node";
  private static final int READY_SECONDS = 30;

  /**
   * Adds nodes until there are as many as asked for, and waits until they are Ready.
   *
   * @param counts how many nodes for each architecture, by its name in {@code kubernetes.io/arch}
   */
  public void add(Cluster cluster, Map<String, Integer> counts, Progress progress) {
    List<Node> nodes =
        counts.entrySet().stream()
            .flatMap(entry ->
                IntStream.range(0, entry.getValue())
                    .mapToObj(number -> node(entry.getKey(), number)))
            .toList();
    try (KubernetesClient client = cluster.client()) {
      nodes.stream()
          .filter(node -> client.resource(node).get() == null)
          .forEach(node -> client.resource(node).create());
      runKwok(cluster);
      for (Node node : nodes) {
        client.resource(node).waitUntilReady(READY_SECONDS, TimeUnit.SECONDS);
        progress.say("%s is Ready".formatted(node.getMetadata().getName()));
      }
    } catch (KubernetesClientTimeoutException tooLate) {
      throw new ClusterProblem(
          "Fake nodes are not Ready after %d s; the log %s says why"
              .formatted(READY_SECONDS, layout.log("kwok")));
    }
  }

  /** Removes all fake nodes of the cluster; kwok ends with the local cluster. */
  public void remove(Cluster cluster) {
    try (KubernetesClient client = cluster.client()) {
      client.nodes().withLabel(LABEL).delete();
    }
  }

  private void runKwok(Cluster cluster) {
    Tools tools = toolCache.provide(Set.of(Tool.KWOK), Progress.silent());
    Component kwok = kwok(cluster, tools);
    Processes processes = new Processes(layout);
    Optional<ProcessHandle> running = processes.find(kwok);
    if (running.isPresent()) {
      if (playsFor(cluster, running.get())) {
        return;
      }
      running.get().destroyForcibly();
      running.get().onExit().join();
    }
    try {
      Files.createDirectories(layout.logs());
    } catch (IOException exception) {
      throw new UncheckedIOException(layout.logs() + " cannot be made", exception);
    }
    processes.start(kwok, tools);
  }

  /** One kwok serves one cluster: that of its kubeconfig. */
  private static boolean playsFor(Cluster cluster, ProcessHandle kwok) {
    String[] arguments = kwok.info().arguments().orElse(new String[0]);
    return List.of(arguments).contains("--kubeconfig=" + cluster.kubeconfig());
  }

  private static Component kwok(Cluster cluster, Tools tools) {
    Stream<String> settings =
        Stream.of(
            "--kubeconfig=" + cluster.kubeconfig(),
            "--manage-all-nodes=false",
            "--manage-nodes-with-annotation-selector=" + MARK + "=fake",
            "--node-lease-duration-seconds=40");
    return new Component(
        Tool.KWOK,
        Stream.concat(settings, stages(tools).map(file -> "--config=" + file)).toList(),
        List.of());
  }

  private static Stream<Path> stages(Tools tools) {
    try (Stream<Path> files = Files.list(tools.stages())) {
      return files.sorted().toList().stream();
    } catch (IOException exception) {
      throw new UncheckedIOException(tools.stages() + " cannot be read", exception);
    }
  }

  private static Node node(String architecture, int number) {
    String name = "fake-%s-%d".formatted(architecture, number);
    return new NodeBuilder()
        .withNewMetadata()
        .withName(name)
        .addToAnnotations(MARK, "fake")
        .addToLabels(LABEL, "true")
        .addToLabels("kubernetes.io/arch", architecture)
        .addToLabels("kubernetes.io/os", "linux")
        .addToLabels("kubernetes.io/hostname", name)
        .endMetadata()
        .withNewSpec()
        .addNewTaint("NoSchedule", MARK, null, "fake")
        .endSpec()
        .withNewStatus()
        .withNewNodeInfo()
        .withArchitecture(architecture)
        .withOperatingSystem("linux")
        .endNodeInfo()
        .endStatus()
        .build();
  }
}
