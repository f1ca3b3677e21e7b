package dev.pythonservice.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.ArgoApplication;
import dev.pythonservice.e2e.stage.ArgoApplication.State;
import dev.pythonservice.e2e.stage.ArgoCd;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.stage.RequestLoop;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Argo CD, which syncs and heals by itself, and the operator on one object. */
@OnStage
@DisplayName("A PythonService that Argo CD syncs")
class GitOpsIT {

  private static final int FURTHER_RECONCILES = 5;

  private final Surroundings surroundings;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final ServiceStage stage;

  private ArgoCd argo;

  GitOpsIT(
      ServiceStage stage, Surroundings surroundings, Cluster cluster, KubernetesClient client) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.client = client;
    this.stage = stage;
  }

  @BeforeAll
  void startArgoCd() throws IOException {
    // As people give it to Argo CD.
    Path checks = Surroundings.checkout().resolve("docs/argocd/health-checks.yaml");
    argo =
        ArgoCd.start(
            cluster,
            client,
            surroundings.toolCache(),
            stage.namespace(),
            stage.folder().resolve("argocd"),
            Serialization.unmarshal(Files.readString(checks), ConfigMap.class).getData(),
            Progress.silent());
  }

  @AfterEach
  void clear() {
    // First, or else it would bring the service back.
    stage
        .kubectl()
        .run("delete", "applications.argoproj.io", "--all", "--namespace=" + stage.namespace());
    stage.clear();
  }

  @AfterAll
  void stopArgoCd() {
    argo.close();
  }

  @Test
  @DisplayName("becomes Healthy, and is in sync from then on, as nobody writes what is the other's")
  void staysInSync() throws IOException {
    // given
    stage.repository("orders");
    String manifests = manifests("first");

    // when
    ArgoApplication application = argo.application("first", manifests, ".", stage.namespace());

    // then
    try (ArgoApplication.History history = application.watch()) {
      await(application, State::isGood);
      assertThat(history.seen())
          .extracting(State::health)
          .containsSubsequence("Progressing", "Healthy")
          .doesNotContain("Degraded", "Suspended");

      // when
      stage.settled("orders");
      List<String> writes = stage.writesAtRest("orders");
      int before = history.seen().size();
      ManagedFieldsEntry synced = ownerOf("f:spec");
      for (int further = 0; further < FURTHER_RECONCILES; further++) {
        stage.reconcileOnce("orders");
        compare(application);
      }

      // then
      List<State> since = history.seen().subList(before - 1, history.seen().size());
      assertThat(since).allSatisfy(state -> assertThat(state.isGood()).as("%s", state).isTrue());
      assertThat(stage.writesOfTheOperator()).as("nothing more is written").isEqualTo(writes);
      assertThat(writes).filteredOn(write -> write.contains(" pythonservices/")).isNotEmpty();
      assertThat(writes)
          .filteredOn(write -> write.contains(" pythonservices/"))
          .containsOnly("patch pythonservices/status orders");
      assertThat(synced.getManager()).startsWith("argocd");
      assertThat(ownerOf("f:spec")).as("Argo CD syncs nothing again").isEqualTo(synced);
      assertThat(ownerOf("f:status").getManager()).isEqualTo("pythonservice-operator");
      assertThat(service().getMetadata().getGeneration()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName(
      "is Degraded with the cause when a commit does not import, serves on, and heals by a revert")
  void isDegradedByABadCommit() throws IOException {
    // given
    GitRepository source = stage.repository("orders");
    ArgoApplication application =
        argo.application("second", manifests("second"), ".", stage.namespace());
    await(application, State::isGood);
    RequestLoop loop = stage.loop("http://orders/terms", "currency");
    try (ArgoApplication.History history = application.watch()) {

      // when
      source.replace(
          "src/orders/api.py", "import orjson", "import orders.discounts\nimport orjson");
      source.commit("Give discounts");
      stage.refresh("orders");

      // then
      await(application, state -> state.health().equals("Degraded"));
      assertThat(application.state().messages())
          .contains("No module named 'orders.discounts'", "goes on serving");

      // when
      String reverted = source.revert();
      stage.refresh("orders");

      // then
      stage.serving("orders", reverted);
      await(application, State::isGood);
      assertThat(changesOf(history, State::health))
          .containsExactly("Healthy", "Progressing", "Degraded", "Progressing", "Healthy");
      assertThat(changesOf(history, State::sync)).containsExactly("Synced");
    }
    RequestLoop.Counts counts = loop.stop();
    assertThat(counts.failed()).as(counts.toString()).isZero();
    assertThat(counts.sent()).isPositive();
  }

  private static List<String> changesOf(
      ArgoApplication.History history, Function<State, String> part) {
    List<String> all = history.seen().stream().map(part).toList();
    return IntStream.range(0, all.size())
        .filter(index -> index == 0 || !all.get(index).equals(all.get(index - 1)))
        .mapToObj(all::get)
        .toList();
  }

  /** The address of a repository with the manifest of the service. */
  private String manifests(String name) throws IOException {
    Path content = Files.createTempDirectory(stage.folder(), name);
    Files.writeString(content.resolve("service.yaml"), stage.example("orders"));
    GitRepository repository = stage.repository(name, content);
    return stage.git().addressUrl() + repository.name() + ".git";
  }

  private void await(ArgoApplication application, Predicate<State> wanted) {
    if (!Eventually.within(ServiceStage.DEADLINE, () -> wanted.test(application.state()))) {
      throw new CommandFailed(
          "Argo CD still says %s.%n%s".formatted(application.state(), stage.told()));
    }
  }

  /** Has Argo CD compare the object with what is in git. */
  private void compare(ArgoApplication application) {
    application.refresh();
    stage.await("Argo CD has compared", application::isRefreshed);
  }

  private ManagedFieldsEntry ownerOf(String field) {
    List<ManagedFieldsEntry> owners =
        service().getMetadata().getManagedFields().stream()
            .filter(entry -> entry.getFieldsV1().getAdditionalProperties().containsKey(field))
            .toList();
    assertThat(owners).as("who owns " + field).hasSize(1);
    return owners.getFirst();
  }

  private PythonService service() {
    return client
        .resources(PythonService.class)
        .inNamespace(stage.namespace())
        .withName("orders")
        .require();
  }
}
