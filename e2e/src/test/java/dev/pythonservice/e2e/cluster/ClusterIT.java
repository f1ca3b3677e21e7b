package dev.pythonservice.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.Manifest;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The cluster")
class ClusterIT {

  private static final int READY_SECONDS = 90;

  private final Cluster cluster;
  private final KubernetesClient client;
  private final TestNamespace namespace;
  private final Kubectl kubectl;

  ClusterIT(Cluster cluster, KubernetesClient client, TestNamespace namespace, Tools tools) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace;
    this.kubectl = Kubectl.of(tools, cluster);
  }

  /** One pod for all tests: a native sidecar that serves HTTP beside a main container. */
  @BeforeAll
  void startPodWithSidecar() {
    String manifest = new Manifest("/cluster/pod-with-sidecar.yaml").on(cluster);
    client
        .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace.name())
        .serverSideApply();
    pod().waitUntilReady(READY_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("has only Ready nodes")
  void nodesAreReady() {
    List<Node> nodes = client.nodes().list().getItems();

    assertThat(nodes)
        .isNotEmpty()
        .allSatisfy(node ->
            assertThat(node.getStatus().getConditions())
                .filteredOn(condition -> condition.getType().equals("Ready"))
                .singleElement()
                .satisfies(ready -> assertThat(ready.getStatus()).isEqualTo("True")));
  }

  @Test
  @DisplayName("runs a pod with a native sidecar and resource limits, pulled from its registry")
  void runsSidecar() {
    Pod running = pod().get();

    assertThat(running.getSpec().getInitContainers().getFirst().getRestartPolicy())
        .isEqualTo("Always");
    assertThat(running.getStatus().getInitContainerStatuses())
        .singleElement()
        .satisfies(sidecar -> {
          assertThat(sidecar.getStarted()).isTrue();
          assertThat(sidecar.getImageID()).startsWith(cluster.registry() + "/base/python@");
        });
    assertThat(running.getStatus().getContainerStatuses())
        .extracting(ContainerStatus::getReady)
        .containsExactly(true);
  }

  @Test
  @DisplayName("holds a container to its memory limit")
  void limitsMemory() {
    Command.Outcome outcome =
        inPod("python3", "-c", "x = bytearray(200 * 1024 * 1024); print(len(x))");

    assertThat(outcome.exitCode()).isEqualTo(137);
  }

  @Test
  @DisplayName("resolves Services inside pods, and they answer")
  void resolvesServices() {
    String script = "import urllib.request as r; print(r.urlopen('http://web:8000/').status)";

    // Nodes learn of a Service after its pods are ready.
    assertThat(
            Eventually.within(
                Duration.ofSeconds(READY_SECONDS),
                () -> inPod("python3", "-c", script).output().strip().equals("200")))
        .isTrue();
  }

  @Test
  @DisplayName("resolves full names of Services inside pods")
  void resolvesFullNames() {
    String script =
        "import socket; print(socket.gethostbyname('kubernetes.default.svc.cluster.local'))";

    assertThat(inPod("python3", "-c", script).output().strip())
        .isEqualTo(
            client
                .services()
                .inNamespace("default")
                .withName("kubernetes")
                .get()
                .getSpec()
                .getClusterIP());
  }

  @Test
  @DisplayName("gives a pod's log")
  void givesLogs() {
    assertThat(kubectl("logs", "pod-with-sidecar", "--container=main").output())
        .contains("main has started");
  }

  @Test
  @DisplayName("shows what nodes and pods use")
  void givesMetrics() {
    boolean shown =
        Eventually.within(
            Duration.ofSeconds(READY_SECONDS),
            () ->
                kubectl("top", "pod", "pod-with-sidecar", "--containers").exitCode() == 0
                    && kubectl("top", "node").exitCode() == 0);

    assertThat(shown).isTrue();
    assertThat(kubectl("top", "pod", "pod-with-sidecar", "--containers").output())
        .contains("main", "server", "Mi");
  }

  @Test
  @DisplayName("has arm64 nodes when they are asked for, and schedules to them by architecture")
  void addsFakeNodes(Surroundings surroundings) {
    surroundings.fakeNodes().add(cluster, Map.of("arm64", 1), Progress.silent());
    try {
      client
          .load(ClusterIT.class.getResourceAsStream("/cluster/pod-for-arm64.yaml"))
          .inNamespace(namespace.name())
          .serverSideApply();
      Pod placed =
          client
              .pods()
              .inNamespace(namespace.name())
              .withName("pod-for-arm64")
              .waitUntilCondition(
                  pod -> pod.getStatus().getPhase().equals("Running"),
                  READY_SECONDS,
                  TimeUnit.SECONDS);

      assertThat(placed.getSpec().getNodeName()).isEqualTo("fake-arm64-0");
    } finally {
      surroundings.fakeNodes().remove(cluster);
    }
    assertThat(client.nodes().withName("fake-arm64-0").get()).isNull();
  }

  private io.fabric8.kubernetes.client.dsl.PodResource pod() {
    return client.pods().inNamespace(namespace.name()).withName("pod-with-sidecar");
  }

  private Command.Outcome inPod(String... words) {
    return kubectl(
        Stream.concat(
                Stream.of("exec", "pod-with-sidecar", "--container=main", "--"), Stream.of(words))
            .toArray(String[]::new));
  }

  private Command.Outcome kubectl(String... arguments) {
    Stream<String> words = Stream.of("--namespace=" + namespace.name());
    return kubectl.attempt(Stream.concat(words, Stream.of(arguments)).toArray(String[]::new));
  }
}
