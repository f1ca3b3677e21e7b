package dev.pythonservice.e2e.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.ExampleService;
import dev.pythonservice.e2e.stage.GitServerPod;
import dev.pythonservice.e2e.stage.LocalPlatform;
import dev.pythonservice.e2e.support.AuditLog;
import dev.pythonservice.e2e.support.Conditions;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.Situation;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@OnCluster
@DisplayName("When the leader of two operators is killed, a PythonService")
class LostLeaderIT {

  /** For a build and a rolling update on a slow machine. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final String SERVICE = "invoices";

  private final Surroundings surroundings;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final Tools tools;
  private final String shop;
  private final String system;
  private final String builds;
  private final Kubectl kubectl;
  private final HelmRelease release;
  private final Installation installation;
  private final Situation situation;

  @TempDir private Path folder;

  LostLeaderIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.client = client;
    this.tools = tools;
    this.shop = namespace.name();
    this.system = shop + "-system";
    this.builds = shop + "-builds";
    this.kubectl = Kubectl.of(tools, cluster);
    this.release = HelmRelease.of(surroundings, cluster, tools, system, builds);
    this.installation = new Installation(kubectl, client, system);
    this.situation = new Situation(kubectl, shop, installation::lastWords);
  }

  @BeforeEach
  void installTwo() throws IOException {
    installation.createNamespace();
    installation.deleteNamespace(builds);
    release.installApi();
    release.install("{replicas: 2, watchedNamespaces: [%s]}".formatted(shop));
    installation.awaitRollout();
    kubectl.run("label", "--overwrite", "namespace", shop, "pythonservice.dev/platform=" + shop);
    LocalPlatform.of(Surroundings.checkout(), shop, builds, System.getenv())
        .applyTo(cluster, client);
    installation.awaitReadyPlatform(shop);
  }

  @AfterEach
  void takeEverythingAway() {
    kubectl.run("delete", "pythonservices", "--all", "--namespace=" + shop);
    kubectl.run("delete", "pythonplatforms", shop, "--ignore-not-found");
    release.uninstall();
    installation.deleteNamespace(builds);
    installation.deleteNamespace(system);
  }

  @Test
  @DisplayName("in the middle of its build becomes Ready by that very build, and is left in peace")
  void becomesReady() throws IOException {
    // given
    await("both operators are ready", () -> installation.readyPods().size() == 2);
    String first = installation.leader().orElseThrow();
    apply();
    await("its build runs", () -> jobs().stream().anyMatch(LostLeaderIT::isRunning));
    List<String> before = uidsOf(jobs());

    // when
    kubectl.run("delete", "pod", first, "--namespace=" + system, "--grace-period=0", "--force");

    // then
    await("another leads", () -> nextLeader(first).isPresent());
    String second = nextLeader(first).orElseThrow();
    await("it is Ready", this::isReady);
    assertThat(uidsOf(jobs())).isEqualTo(before).hasSize(1);
    assertThat(podsOf(jobs().getFirst())).hasSize(1);
    assertThat(builds())
        .singleElement()
        .extracting(PythonBuild::getStatus)
        .extracting(PythonBuildStatus::attempts)
        .isEqualTo(1);

    // when
    await("the operator is at rest", () -> writesNothing(second));
    List<String> writes = writes();
    reconcileOnce(second, "once");
    reconcileOnce(second, "twice");

    // then
    assertThat(writes()).isEqualTo(writes).isNotEmpty();
    assertThat(installation.leader()).contains(second);
  }

  private void apply() throws IOException {
    String image = surroundings.publishGitServer(cluster, Progress.silent());
    GitServerPod git = GitServerPod.start(cluster, client, tools, shop, image);
    ExampleService example = ExampleService.of(Surroundings.checkout(), SERVICE);
    git.create(SERVICE, example.folder(), folder.resolve("copy"));
    kubectl
        .command("apply", "--server-side", "--namespace=" + shop, "--filename=-")
        .reading(example.manifest(git))
        .run();
  }

  private void await(String what, BooleanSupplier condition) {
    situation.await(what, DEADLINE, condition);
  }

  private Optional<String> nextLeader(String first) {
    return installation
        .leader()
        .filter(leader -> !leader.equals(first))
        .filter(leader ->
            installation.readyPods().stream()
                .anyMatch(pod -> pod.getMetadata().getName().equals(leader)));
  }

  /** Ready, with the one pod that it is to have. */
  private boolean isReady() {
    PythonServiceStatus status =
        client
            .resources(PythonService.class)
            .inNamespace(shop)
            .withName(SERVICE)
            .require()
            .getStatus();
    return status != null
        && Integer.valueOf(1).equals(status.replicas())
        && Integer.valueOf(1).equals(status.readyReplicas())
        && Conditions.holds("Ready", status.conditions());
  }

  /** Whether it looked twice and wrote nothing: what its own writes bring about arrives later. */
  private boolean writesNothing(String leader) {
    List<String> before = writes();
    reconcileOnce(leader, "settle");
    reconcileOnce(leader, "settle further");
    return writes().equals(before);
  }

  private void reconcileOnce(String leader, String value) {
    double before = reconciles(leader);
    kubectl.run(
        "annotate", "--overwrite", "pysvc", SERVICE, "test=" + value, "--namespace=" + shop);
    await("there was another reconcile", () -> reconciles(leader) > before);
  }

  private double reconciles(String leader) {
    return installation.metrics(leader).sum("reconciliations_success_total", "\"pythonservice\"");
  }

  private List<String> writes() {
    return new AuditLog(surroundings.layout().log("audit")).writesOf(installation.user());
  }

  private List<PythonBuild> builds() {
    return client.resources(PythonBuild.class).inNamespace(shop).list().getItems();
  }

  private List<Job> jobs() {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(builds)
        .withLabel("pythonservice.dev/service", SERVICE)
        .list()
        .getItems();
  }

  private static boolean isRunning(Job job) {
    return Integer.valueOf(1).equals(job.getStatus().getReady());
  }

  private static List<String> uidsOf(List<Job> jobs) {
    return jobs.stream().map(job -> job.getMetadata().getUid()).toList();
  }

  private List<Pod> podsOf(Job job) {
    return client
        .pods()
        .inNamespace(builds)
        .withLabel("batch.kubernetes.io/job-name", job.getMetadata().getName())
        .list()
        .getItems();
  }
}
