package dev.pythonservice.e2e.cluster;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Container;
import dev.pythonservice.e2e.cluster.local.Layout;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * K3s in a container, with an image registry in another one, where a Docker engine answers. Both
 * containers outlive this program and are found again by Testcontainers' reuse.
 *
 * @param layout where the kubeconfig is kept
 * @param environment where {@code K3S_IMAGE} and {@code REGISTRY_IMAGE} name other images than the
 *     usual public ones, for machines that have them elsewhere
 */
public record K3sCluster(Layout layout, Map<String, String> environment)
    implements ClusterProvider {

  /** The word for this provider. */
  public static final String NAME = "k3s";

  private static final DockerImageName K3S = DockerImageName.parse("rancher/k3s");
  private static final String K3S_VERSION = "v1.34.1-k3s1";
  private static final String REGISTRY = "registry:3.0.0";
  private static final int REGISTRY_PORT = 5000;
  private static final int READY_SECONDS = 90;
  private static final Duration DOCKER_DEADLINE = Duration.ofSeconds(10);
  private static final String LABEL = "dev.pythonservice.cluster";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Cluster up(Progress progress) {
    requireDocker();
    try {
      progress.say("Starting the registry and K3s (their images are pulled the first time)");
      String registry = startRegistry();
      K3sContainer k3s = k3s(registry);
      k3s.start();
      Path kubeconfig = kubeconfig();
      PrivateFile.write(kubeconfig, k3s.getKubeConfigYaml());
      Cluster cluster = new Cluster(NAME, kubeconfig, registry);
      awaitPodsAccepted(cluster);
      progress.say("K3s takes pods");
      return cluster;
    } catch (ContainerLaunchException | ContainerFetchException | DockerException exception) {
      removeContainers();
      throw new ClusterProblem(
          "K3s does not start: %s; look at the Docker engine, or use CLUSTER=local"
              .formatted(rootCause(exception).getMessage()));
    }
  }

  @Override
  public void down(Progress progress) {
    requireDocker();
    removeContainers();
    try {
      Files.deleteIfExists(kubeconfig());
    } catch (IOException exception) {
      throw new UncheckedIOException(kubeconfig() + " cannot be removed", exception);
    }
    progress.say("K3s and its registry are gone");
  }

  @Override
  public boolean isUp() {
    return dockerAnswers() && containers().size() == 2;
  }

  /** Whether a Docker engine answers. */
  public boolean dockerAnswers() {
    // Testcontainers' own look pulls an image in some surroundings, which is too much for a
    // question.
    try {
      return Command.of("docker", "version", "--format", "{{.Server.Version}}")
          .within(DOCKER_DEADLINE)
          .succeeds();
    } catch (CommandFailed noDocker) {
      return false;
    }
  }

  private void requireDocker() {
    if (!dockerAnswers()) {
      throw new ClusterProblem(
          "CLUSTER=k3s needs a Docker engine that answers, and none does; start one, or use"
              + " CLUSTER=local");
    }
  }

  /** The registry's name is its container's address: the same for this machine, node and pods. */
  private String startRegistry() {
    GenericContainer<?> registry =
        new GenericContainer<>(image("REGISTRY_IMAGE", REGISTRY))
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forListeningPort())
            .withLabel(LABEL, layout.root().toString())
            .withReuse(true);
    registry.start();
    String address =
        registry.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
            .map(network -> String.valueOf(network.getIpAddress()))
            .findFirst()
            .orElseThrow(() -> new ContainerLaunchException("The registry has no address"));
    return address + ":" + REGISTRY_PORT;
  }

  private K3sContainer k3s(String registry) {
    // Without this entry, K3s expects any registry that is not localhost to speak HTTPS.
    String registries =
        """
        mirrors:
          "%1$s":
            endpoint: ["http://%1$s"]
        """
            .formatted(registry);
    return new K3sContainer(image("K3S_IMAGE", K3S + ":" + K3S_VERSION))
        .withCopyToContainer(Transferable.of(registries), "/etc/rancher/k3s/registries.yaml")
        .withLabel(LABEL, layout.root().toString())
        .withReuse(true);
  }

  /** A pod is refused until its namespace has a default service account. */
  private static void awaitPodsAccepted(Cluster cluster) {
    try (KubernetesClient client = cluster.client()) {
      client
          .serviceAccounts()
          .inNamespace("default")
          .withName("default")
          .waitUntilCondition(Objects::nonNull, READY_SECONDS, TimeUnit.SECONDS);
      String node = client.nodes().list().getItems().getFirst().getMetadata().getName();
      client.nodes().withName(node).waitUntilReady(READY_SECONDS, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException tooLate) {
      throw new ClusterProblem(
          "K3s takes no pods after %d s; 'docker logs' of its container says why"
              .formatted(READY_SECONDS));
    }
  }

  private DockerImageName image(String variable, String usual) {
    DockerImageName name = DockerImageName.parse(environment.getOrDefault(variable, usual));
    return variable.equals("K3S_IMAGE") ? name.asCompatibleSubstituteFor(K3S) : name;
  }

  private void removeContainers() {
    DockerClient docker = DockerClientFactory.instance().client();
    for (Container container : containers()) {
      docker.removeContainerCmd(container.getId()).withForce(true).withRemoveVolumes(true).exec();
    }
  }

  private List<Container> containers() {
    return DockerClientFactory.instance()
        .client()
        .listContainersCmd()
        .withShowAll(true)
        .withLabelFilter(Map.of(LABEL, layout.root().toString()))
        .exec();
  }

  private Path kubeconfig() {
    return layout.root().resolveSibling("k3s-kubeconfig.yaml");
  }

  private static Throwable rootCause(Throwable exception) {
    Throwable cause = exception.getCause();
    return cause == null ? exception : rootCause(cause);
  }
}
