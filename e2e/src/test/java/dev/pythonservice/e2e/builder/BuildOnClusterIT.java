package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The images of the examples run as pods under the restricted standard, on a read-only root, as the
 * user that the image names.
 */
@OnCluster
@InWorkshop
class BuildOnClusterIT {

  private static final int PATIENCE_SECONDS = 180;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Workshop workshop;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final TestNamespace namespace;
  private final Kubectl kubectl;

  BuildOnClusterIT(
      Workshop workshop,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.workshop = workshop;
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace;
    this.kubectl = Kubectl.of(tools, cluster);
  }

  @ParameterizedTest
  @EnumSource
  void anExampleIsImportedInAPod(Example example) throws IOException {
    String code = example.statement() + "; import os; print(os.getuid(), os.getcwd())";
    try (Published image = publish(example)) {
      PodResource pod =
          start(image.reference(), "imports-" + example.title(), List.of("python", "-c", code));

      Pod ended =
          pod.waitUntilCondition(
              each -> ENDED.contains(each.getStatus().getPhase()),
              PATIENCE_SECONDS,
              TimeUnit.SECONDS);

      assertThat(ended.getStatus().getPhase()).as(pod.getLog()).isEqualTo("Succeeded");
      String folder = example.path().equals(".") ? "/app" : "/app/" + example.path();
      assertThat(pod.getLog().strip()).isEqualTo("65532 " + folder);
      pod.delete();
    }
  }

  @Test
  void theServiceAnswersFromAPod() throws IOException {
    List<String> command =
        List.of("granian", "--interface", "asgi", "--host", "0.0.0.0", "orders.api:app");
    try (Published image = publish(Example.ORDERS)) {

      PodResource pod = start(image.reference(), "serves-orders", command);
      pod.waitUntilReady(PATIENCE_SECONDS, TimeUnit.SECONDS);

      String question =
          "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000/healthz').status)";
      String answer =
          kubectl.run(
              "--namespace=" + namespace.name(),
              "exec",
              "serves-orders",
              "--",
              "python",
              "-c",
              question);
      assertThat(answer.strip()).isEqualTo("200");
      pod.delete();
    }
  }

  private PodResource start(String image, String name, List<String> command) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName("main")
            .withImage(image)
            .withCommand(command)
            .withNewSecurityContext()
            .withReadOnlyRootFilesystem(true)
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    if (command.contains("granian")) {
      container
          .withNewReadinessProbe()
          .withPeriodSeconds(1)
          .withNewHttpGet()
          .withPath("/healthz")
          .withNewPort(8000)
          .endHttpGet()
          .endReadinessProbe();
    }
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name.toLowerCase(Locale.ROOT))
            .withNamespace(namespace.name())
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withTerminationGracePeriodSeconds(1L)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withContainers(container.build())
            .endSpec()
            .build();
    client.resource(pod).create();
    return client.pods().inNamespace(namespace.name()).withName(pod.getMetadata().getName());
  }

  private Published publish(Example example) {
    BuiltImage built = workshop.built(example);
    String repository = "%s/%s".formatted(namespace.name(), example.title());
    String target = "%s/%s:it".formatted(cluster.registry(), repository);
    workshop.crane("copy", "--insecure", built.reference(), target);
    return new Published(cluster.registry(), repository, built.digest());
  }

  /** An image in the cluster's registry, until it is closed. */
  private record Published(String registry, String repository, String digest)
      implements AutoCloseable {

    String reference() {
      return "%s/%s@%s".formatted(registry, repository, digest);
    }

    @Override
    public void close() throws IOException {
      RegistryContent content = RegistryContent.of(registry);
      for (var platform : content.manifest(repository, digest).path("manifests")) {
        content.delete(repository, "manifests", platform.path("digest").asText());
      }
      content.delete(repository, "manifests", digest);
    }
  }
}
