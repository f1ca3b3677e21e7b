package dev.pythonservice.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.stage.LocalPlatform;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The API server takes the manifests of the examples as they are committed. */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExamplesIT {

  private static final Path EXAMPLES = Path.of("..", "examples");

  private final Cluster cluster;
  private final KubernetesClient client;
  private final Applier applier;

  ExamplesIT(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    this.cluster = cluster;
    this.client = client;
    this.applier = Applier.called("gitops", client, namespace.name());
  }

  @BeforeAll
  void install() {
    Definitions.committed().installOn(client);
  }

  static List<Path> manifests() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES, 2)) {
      return files
          .filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("manifests")
  void aManifestIsAccepted(Path manifest) throws IOException {
    GenericKubernetesResource resource =
        Serialization.unmarshal(Files.readString(manifest), GenericKubernetesResource.class);

    assertThatCode(() -> applier.tryOut(resource)).doesNotThrowAnyException();
  }

  @Test
  void everyExampleHasAManifest() throws IOException {
    try (Stream<Path> folders = Files.list(EXAMPLES)) {
      // Those of other tools get theirs when they are adopted.
      assertThat(
              folders
                  .filter(folder -> !folder.getFileName().toString().startsWith("legacy-"))
                  .filter(folder -> Files.exists(folder.resolve("pyproject.toml"))))
          .isNotEmpty()
          .allSatisfy(folder -> assertThat(folder.resolve("service.yaml")).isRegularFile());
    }
  }

  @Test
  void theLocalPlatformTrustsTheMachinesAuthoritiesOnlyWhereItHasItsOwn() {
    Path checkout = Path.of("..");
    LocalPlatform usual = LocalPlatform.of(checkout, "examples", "builds", Map.of());
    LocalPlatform own =
        LocalPlatform.of(checkout, "examples", "builds", Map.of("SSL_CERT_FILE", "pom.xml"));

    assertThat(usual.manifest(cluster))
        .contains("name: examples}", "namespace: builds,", cluster.registry())
        .doesNotContain("trustedCertificates:");
    assertThat(own.manifest(cluster)).contains("trustedCertificates:");
    assertThatCode(() ->
            applier.tryOut(
                Serialization.unmarshal(usual.manifest(cluster), GenericKubernetesResource.class)))
        .doesNotThrowAnyException();
  }
}
