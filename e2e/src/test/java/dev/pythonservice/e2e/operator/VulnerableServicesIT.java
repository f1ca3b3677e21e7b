package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.find;
import static dev.pythonservice.e2e.support.Conditions.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.stage.FileServerPod;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.support.AdvisoryExport;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes known of packages after they were built in. */
@OnStage
@DisplayName("Where a platform names vulnerability data,")
class VulnerableServicesIT {

  private static final String PYTHON = "PyPI/all.zip";
  private static final String CRATES = "crates.io/all.zip";
  private static final String IDENTIFIER = "GHSA-test-test-test";
  private static final String VULNERABLE = "Vulnerable";

  /** "Within one minute", and the kubelet's and our own slowness. */
  private static final int SECONDS = 60;

  private final ServiceStage stage;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final Tools tools;

  VulnerableServicesIT(ServiceStage stage, Cluster cluster, KubernetesClient client, Tools tools) {
    this.cluster = cluster;
    this.client = client;
    this.tools = tools;
    this.stage = stage;
  }

  @Test
  @DisplayName(
      "a vulnerability that appears there is told of the services that have it, within a minute and"
          + " without a build, and damaged data takes nothing down")
  void appears() throws IOException {
    // given
    FileServerPod mirror =
        FileServerPod.start(cluster, client, tools, stage.namespace(), "advisories");
    mirror.put(PYTHON, export("PyPI", "nobody-has-this", "GHSA-nobody-nobody"));
    mirror.put(CRATES, export("crates.io", "nobody-has-this", "RUSTSEC-2026-0001"));
    platform(mirror);
    GitRepository orders = stage.repository("orders");
    GitRepository invoices = stage.repository("invoices");
    stage.apply(stage.example("orders"));
    stage.apply(stage.example("invoices"));
    stage.serving("orders", orders.head());
    stage.serving("invoices", invoices.head());
    stage.when("orders", status -> is(Status.False, status));
    stage.when("invoices", status -> is(Status.False, status));
    Set<String> builds = builds();
    Set<String> pods = pods();

    // when
    mirror.put(PYTHON, export("PyPI", "gunicorn", IDENTIFIER));

    // then
    PythonServiceStatus flagged =
        stage.when("invoices", status -> is(Status.True, status), SECONDS);
    assertThat(message(VULNERABLE, flagged)).contains("gunicorn", IDENTIFIER, "high", "99");
    assertThat(ServiceStage.isReady(flagged)).isTrue();
    assertThat(stage.toldNotes("invoices", "KnownVulnerabilities"))
        .singleElement()
        .asString()
        .contains(IDENTIFIER);
    stage.await(
        "the metric has it",
        () -> stage.operator().metric("pythonservice_vulnerabilities", "severity=\"high\"") == 1);
    stage.reconcileOnce("orders");
    assertThat(stage.when("orders", status -> is(Status.False, status))).isNotNull();
    assertThat(builds()).isEqualTo(builds);
    assertThat(pods()).isEqualTo(pods);

    // when
    mirror.put(PYTHON, "no zip file".getBytes(StandardCharsets.UTF_8));

    // then
    PythonServiceStatus unknown =
        stage.when("invoices", status -> is(Status.Unknown, status), SECONDS);
    assertThat(ServiceStage.isReady(unknown)).isTrue();
    assertThat(pods()).isEqualTo(pods);

    // when the package is not affected any more
    mirror.put(PYTHON, export("PyPI", "nobody-has-this", "GHSA-nobody-nobody"));

    // then
    stage.when("invoices", status -> is(Status.False, status), SECONDS);
  }

  /** An export in which one package is vulnerable in all versions before 99. */
  private static byte[] export(String ecosystem, String name, String identifier)
      throws IOException {
    return AdvisoryExport.of(
        """
        {"id": "%s", "modified": "%s", "summary": "Made up for this test",
         "database_specific": {"severity": "HIGH"},
         "affected": [{"package": {"ecosystem": "%s", "name": "%s"},
                       "ranges": [{"type": "%s", "events": [{"introduced": "0.0.0"}, {"fixed": "99.0.0"}]}]}]}
        """
            .formatted(
                identifier,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                ecosystem,
                name,
                ecosystem.equals("PyPI") ? "ECOSYSTEM" : "SEMVER"));
  }

  private void platform(FileServerPod mirror) {
    stage
        .kubectl()
        .run(
            "patch",
            "pyplat",
            stage.namespace(),
            "--type=merge",
            """
            --patch={"spec": {"policy": {"vulnerabilities": {"maximumSeverity": "Medium", "database": {"url": "%s"}}}}}
            """
                .formatted(mirror.addressUrl().replaceAll("/$", ""))
                .strip());
  }

  private Set<String> builds() {
    return stage.builds("invoices").stream()
        .map(PythonBuild::getMetadata)
        .map(metadata -> metadata.getName())
        .collect(Collectors.toSet());
  }

  private Set<String> pods() {
    return stage.pods("invoices", "process").stream()
        .map(Pod::getMetadata)
        .map(metadata -> metadata.getUid())
        .collect(Collectors.toSet());
  }

  private static boolean is(Status wanted, PythonServiceStatus status) {
    return find(VULNERABLE, status.conditions())
        .filter(condition -> condition.status() == wanted)
        .isPresent();
  }
}
