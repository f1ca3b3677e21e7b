package dev.pythonservice.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The installation without Helm, in namespaces of the test's own: whoever has installed the
 * operator in the usual ones is not disturbed.
 */
@OnCluster
@DisplayName("kubectl apply -k")
class KustomizeInstallIT {

  private static final Path CHECKOUT = Path.of("..");

  private final String shop;
  private final String system;
  private final String builds;
  private final String registry;
  private final String operatorImage;
  private final Kubectl kubectl;
  private final Installation installation;

  @TempDir private Path folder;

  KustomizeInstallIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.shop = namespace.name();
    this.system = shop + "-system";
    this.builds = shop + "-builds";
    this.registry = cluster.registry();
    this.operatorImage = surroundings.publishOperator(cluster, Progress.silent());
    this.kubectl = Kubectl.of(tools, cluster);
    this.installation = new Installation(kubectl, client, system);
  }

  @BeforeEach
  @AfterEach
  void takeEverythingAway() {
    kubectl.run("delete", "pythonplatforms", shop, "--ignore-not-found");
    installation.deleteNamespace(builds);
    installation.deleteNamespace(system);
    for (String kind : List.of("clusterrole", "clusterrolebinding")) {
      kubectl.run("delete", kind, system + ":pythonservice-operator", "--ignore-not-found");
    }
    for (String kind : List.of("role", "rolebinding")) {
      kubectl.run(
          "delete",
          kind,
          system + ":pythonservice-operator:events",
          "--namespace=default",
          "--ignore-not-found");
    }
  }

  @Test
  @DisplayName("installs the API and an operator for all namespaces")
  void installs() throws IOException {
    // given
    Path overlay = overlay();

    // when
    kubectl.run("apply", "--server-side", "--force-conflicts", "--kustomize=" + overlay);

    // then
    installation.awaitRollout();
    assertThat(installation.readyPods())
        .singleElement()
        .satisfies(pod ->
            assertThat(pod.getSpec().getContainers().getFirst().getImage())
                .isEqualTo(operatorImage));
    kubectl.apply(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonPlatform
        metadata: {name: %s}
        spec:
        %s\
        """
            .formatted(shop, Installation.platformSpec(registry, builds).indent(2)));
    installation.awaitReadyPlatform(shop);
    installation.applyService(shop);
    installation.awaitStatus(shop);
  }

  /** An overlay as the documentation shows it, on a copy with the test's namespaces. */
  private Path overlay() throws IOException {
    copy(CHECKOUT.resolve("crds"), folder.resolve("crds"));
    copy(CHECKOUT.resolve("charts/kustomize"), folder.resolve("charts/kustomize"));
    Path overlay = Files.createDirectories(folder.resolve("overlay"));
    int at = operatorImage.indexOf('@');
    Files.writeString(
        overlay.resolve("kustomization.yaml"),
        """
        resources: [../charts/kustomize]
        images:
        - name: registry.example/pythonservice/operator
          newName: %s
          digest: %s
        """
            .formatted(operatorImage.substring(0, at), operatorImage.substring(at + 1)));
    return overlay;
  }

  private void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text =
            Files.readString(file)
                .replace("pythonservice-system", system)
                .replace("pythonservice-builds", builds);
        Files.writeString(to.resolve(file.getFileName()), text);
      }
    }
  }
}
