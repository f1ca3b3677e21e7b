package dev.pythonservice.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.charts.Helm;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnCluster
@DisplayName("Helm")
class HelmInstallIT {

  private static final Path CHARTS = Path.of("..", "charts");
  private static final String RELEASE = "pythonservice";
  private static final String DEFINITIONS = "pythonservice-crds";

  /** More than the 15 seconds that a lease lasts. */
  private static final Duration TAKEOVER = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final String shop;
  private final String system;
  private final String builds;
  private final String operatorImage;
  private final String builderImage;
  private final Helm helm;
  private final Installation installation;

  @TempDir private Path folder;

  HelmInstallIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.cluster = cluster;
    this.shop = namespace.name();
    this.system = shop + "-system";
    this.builds = shop + "-builds";
    this.operatorImage = surroundings.publishOperator(cluster, Progress.silent());
    this.builderImage = surroundings.publishBuilder(cluster, Progress.silent());
    this.helm = Helm.of(tools, cluster.kubeconfig());
    this.installation = new Installation(Kubectl.of(tools, cluster), client, system);
  }

  @BeforeEach
  void installTheApi() {
    installation.createNamespace();
    installation.deleteNamespace(builds);
    // Other tests may have applied the same definitions with kubectl.
    helm.run(
        "upgrade",
        DEFINITIONS,
        CHARTS.resolve(DEFINITIONS).toString(),
        "--install",
        "--namespace=" + system,
        "--set=labels.test=" + system,
        "--take-ownership",
        "--force-conflicts",
        "--wait");
  }

  @AfterEach
  void takeEverythingAway() {
    helm.attempt("uninstall", RELEASE, "--namespace=" + system, "--ignore-not-found", "--wait");
    helm.attempt("uninstall", DEFINITIONS, "--namespace=" + system, "--ignore-not-found");
    installation.deleteNamespace(builds);
    installation.deleteNamespace(system);
  }

  @Test
  @DisplayName("installs an operator for all namespaces, upgrades it, and leaves only the API")
  void forAllNamespaces() throws IOException {
    // when
    install("platform: {create: true, name: %s, spec: %s}".formatted(shop, platform()));
    installation.applyService(shop);

    // then
    installation.awaitRollout();
    assertThat(installation.readyPods())
        .singleElement()
        .satisfies(pod ->
            assertThat(pod.getSpec().getContainers().getFirst().getImage())
                .isEqualTo(operatorImage));
    installation.awaitReadyPlatform(shop);
    installation.awaitStatus(shop);
    assertThat(installation.may("list", "pythonservices", "default")).isTrue();
    assertThat(installation.may("list", "secrets", shop)).isFalse();
    assertThat(installation.may("list", "secrets", builds)).isTrue();
    assertThat(installation.remains())
        .as("what the uninstallation is to take away")
        .contains("namespace/" + builds, "pythonplatform.pythonservice.dev/" + shop);

    // when
    install(
        "{replicas: 2, log: {level: DEBUG}, platform: {create: true, name: %s, spec: %s}}"
            .formatted(shop, platform()));

    // then
    installation.awaitRollout();
    assertThat(Eventually.within(TAKEOVER, () -> installation.readyPods().size() == 2)).isTrue();
    installation.awaitReadyPlatform(shop);

    // when
    helm.run("uninstall", RELEASE, "--namespace=" + system, "--wait");
    helm.run("uninstall", DEFINITIONS, "--namespace=" + system);

    // then
    assertThat(Eventually.within(TAKEOVER, () -> !installation.has(builds))).isTrue();
    assertThat(installation.remains()).isEmpty();
    assertThat(installation.kubectl().run("get", "crd", "--output=name"))
        .contains("pythonservices.pythonservice.dev");
  }

  @Test
  @DisplayName("installs an operator for one namespace, without rights on others")
  void forOneNamespace() throws IOException {
    // given
    String elsewhere = "default";

    // when
    install("watchedNamespaces: [%s]".formatted(shop));
    installation.awaitRollout();
    installation.applyService(shop);

    // then
    installation.awaitStatus(shop);
    assertThat(installation.may("list", "pythonservices", shop)).isTrue();
    assertThat(installation.may("patch", "deployments.apps", shop)).isTrue();
    assertThat(installation.may("list", "pythonservices", elsewhere)).isFalse();
    assertThat(installation.may("patch", "deployments.apps", elsewhere)).isFalse();
    assertThat(installation.may("get", "secrets", elsewhere)).isFalse();
    assertThat(installation.may("update", "pythonservices", shop)).isFalse();
  }

  @Test
  @DisplayName("installs two replicas of which one leads; when that is killed, another does")
  void takesOver() throws IOException {
    // given
    install("{replicas: 2, watchedNamespaces: [%s]}".formatted(shop));
    installation.awaitRollout();
    assertThat(Eventually.within(TAKEOVER, () -> installation.leader().isPresent())).isTrue();
    String first = installation.leader().orElseThrow();
    List<String> pods = names(installation.readyPods());
    assertThat(pods).hasSize(2).contains(first);

    // when
    installation
        .kubectl()
        .run("delete", "pod", first, "--namespace=" + system, "--grace-period=0", "--force");

    // then
    assertThat(
            Eventually.within(
                TAKEOVER,
                () ->
                    installation
                        .leader()
                        .filter(leader -> !leader.equals(first))
                        .filter(names(installation.readyPods())::contains)
                        .isPresent()))
        .as("another leads; the lease is held by %s", installation.leader())
        .isTrue();
    installation.applyService(shop);
    installation.awaitStatus(shop);
  }

  private static List<String> names(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
  }

  private String platform() {
    return "{runtimes: [{python: '3.13', libc: Glibc, image: '%1$s/base/python:3.13'}], registry: {repository: '%1$s/services', scheme: HTTP}}"
        .formatted(cluster.registry());
  }

  private void install(String values) throws IOException {
    Path file = folder.resolve("values.yaml");
    Files.writeString(file, values);
    helm.run(
        Stream.of(
                Stream.of(
                    "upgrade",
                    RELEASE,
                    CHARTS.resolve("pythonservice-operator").toString(),
                    "--install",
                    "--namespace=" + system,
                    "--values=" + file,
                    "--set=labels.test=" + system,
                    "--set=builds.namespaces={%s}".formatted(builds),
                    // An AOT cache that does not fit is an error here; usually it costs time only.
                    "--set=extraEnv[0].name=JDK_JAVA_OPTIONS",
                    "--set=extraEnv[0].value=-XX:AOTMode=on"),
                image("image", operatorImage),
                image("builder.image", builderImage))
            .flatMap(each -> each)
            .toArray(String[]::new));
  }

  /** The values of an image that is given by digest. */
  private static Stream<String> image(String value, String reference) {
    int at = Optional.of(reference.indexOf('@')).filter(index -> index > 0).orElseThrow();
    return Stream.of(
        "--set-string=%s.repository=%s".formatted(value, reference.substring(0, at)),
        "--set-string=%s.digest=%s".formatted(value, reference.substring(at + 1)));
  }
}
