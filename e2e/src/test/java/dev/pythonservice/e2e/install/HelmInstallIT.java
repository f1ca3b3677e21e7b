package dev.pythonservice.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@OnCluster
@DisplayName("Helm")
class HelmInstallIT {

  /** More than the 15 seconds that a lease lasts. */
  private static final Duration TAKEOVER = Duration.ofSeconds(60);

  private final Cluster cluster;
  private final String shop;
  private final String system;
  private final String builds;
  private final HelmRelease release;
  private final Installation installation;

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
    this.release = HelmRelease.of(surroundings, cluster, tools, system, builds);
    this.installation = new Installation(Kubectl.of(tools, cluster), client, system);
  }

  @BeforeEach
  void installTheApi() {
    installation.createNamespace();
    installation.deleteNamespace(builds);
    release.installApi();
  }

  @AfterEach
  void takeEverythingAway() {
    release.uninstall();
    installation.deleteNamespace(builds);
    installation.deleteNamespace(system);
  }

  @Test
  @DisplayName("installs an operator for all namespaces, upgrades it, and leaves only the API")
  void forAllNamespaces() throws IOException {
    // when
    release.install("platform: {create: true, name: %s, spec: %s}".formatted(shop, platform()));
    installation.applyService(shop);

    // then
    installation.awaitRollout();
    assertThat(installation.readyPods())
        .singleElement()
        .satisfies(pod ->
            assertThat(pod.getSpec().getContainers().getFirst().getImage())
                .isEqualTo(release.operatorImage()));
    installation.awaitReadyPlatform(shop);
    installation.awaitStatus(shop);
    assertThat(installation.may("list", "pythonservices", "default")).isTrue();
    assertThat(installation.may("list", "secrets", shop)).isFalse();
    assertThat(installation.may("list", "secrets", builds)).isTrue();
    assertThat(installation.remains())
        .as("what the uninstallation is to take away")
        .contains("namespace/" + builds, "pythonplatform.pythonservice.dev/" + shop);

    // when
    release.install(
        "{replicas: 2, log: {level: DEBUG}, platform: {create: true, name: %s, spec: %s}}"
            .formatted(shop, platform()));

    // then
    installation.awaitRollout();
    assertThat(Eventually.within(TAKEOVER, () -> installation.readyPods().size() == 2)).isTrue();
    installation.awaitReadyPlatform(shop);

    // when
    release.uninstall();

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
    release.install("watchedNamespaces: [%s]".formatted(shop));
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

  private String platform() {
    return "{runtimes: [{python: '3.13', libc: Glibc, image: '%1$s/base/python:3.13'}], registry: {repository: '%1$s/services', scheme: HTTP}}"
        .formatted(cluster.registry());
  }
}
