package dev.pythonservice.e2e.operator;

import static dev.pythonservice.api.v1alpha1.Architecture.AMD64;
import static dev.pythonservice.api.v1alpha1.Architecture.ARM64;
import static dev.pythonservice.e2e.support.Conditions.condition;
import static dev.pythonservice.e2e.support.Conditions.find;
import static dev.pythonservice.e2e.support.Conditions.message;
import static dev.pythonservice.e2e.support.Conditions.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState.State;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.GitRepository;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeAffinity;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Where pods go, on a cluster with one real node of amd64 and fake ones of arm64. What pods do on
 * fake nodes is pretended; that they are sent there is real.
 */
@OnStage
@DisplayName("A service on nodes of two architectures")
class PlacementIT {

  private static final Duration DEADLINE = Duration.ofSeconds(240);
  private static final int CHANGES = 200;

  /** The one or two of the last change, and what was still under way before the first. */
  private static final int FEW = 10;

  /** As the chart grants it. */
  private static final String NODE_RULE =
      "{\"apiGroups\": [\"\"], \"resources\": [\"nodes\"], \"verbs\": [\"list\", \"watch\"]}";

  /** Fake nodes bear a taint, so that nobody else's pods go there. */
  private static final String TOLERATES_FAKE_NODES =
      "  podTemplate: {spec: {tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]}}\n";

  private final ServiceStage stage;
  private final KubernetesClient client;
  private final Surroundings surroundings;
  private final Cluster cluster;

  PlacementIT(
      ServiceStage stage, Surroundings surroundings, Cluster cluster, KubernetesClient client) {
    this.client = client;
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.stage = stage;
  }

  @BeforeAll
  void removeFakeNodes() {
    surroundings.fakeNodes().remove(cluster);
  }

  @AfterEach
  void clear() {
    stage.clear();
    surroundings.fakeNodes().remove(cluster);
    platformSays("{\"spec\": {\"prices\": null}}");
  }

  @Test
  @DisplayName(
      "goes where nodes are, moves once when a price changes, stays for small change or when it is"
          + " frozen; and kubectl shows why")
  void followsPrices() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");

    // when
    stage.apply(
        stage
                .example("orders")
                .replace(
                    "    activeDeadlineSeconds: 600\n",
                    "    activeDeadlineSeconds: 600\n"
                        + "    architectures: {policy: Pinned, pinned: [amd64]}\n")
            + TOLERATES_FAKE_NODES);

    // then
    PythonServiceStatus alone = stage.serving("orders", repository.head());
    assertThat(placement(alone).architectures()).containsExactly(AMD64, ARM64);
    assertThat(placement(alone).reason()).isEqualTo("OnlyOneHasNodes");
    assertThat(of(ARM64, alone).state()).isEqualTo(State.WithoutNodes);
    assertThat(of(ARM64, alone).message()).isEqualTo("There is no node of arm64");
    assertThat(condition("Placed", alone).status()).isEqualTo(Status.True);
    assertThat(wide("orders")).contains("[\"amd64\",\"arm64\"]").contains("OnlyOneHasNodes");
    List<String> pods = pods();

    // when
    addNodesOfArm64(2);

    // then
    PythonServiceStatus unpriced = whenPlaced("NoPrices", AMD64);
    assertThat(placement(unpriced).message())
        .contains("the PythonPlatform %s has no spec.prices".formatted(stage.namespace()));
    assertThat(of(ARM64, unpriced).state()).isEqualTo(State.Allowed);
    assertThat(of(ARM64, unpriced).nodes()).isEqualTo(2);
    assertThat(pods()).as("nodes that come restart nothing").isEqualTo(pods);

    // when
    prices("0.05", "0.03");

    // then
    PythonServiceStatus moved = whenPlaced("CheapestByPrice", ARM64);
    assertThat(placement(moved).message())
        .startsWith("arm64 comes first: an hour of a pod costs 0.00")
        .contains("EUR on arm64", "% less than", "EUR on amd64");
    assertThat(of(ARM64, moved).state()).isEqualTo(State.Preferred);
    assertThat(of(AMD64, moved).state()).isEqualTo(State.Allowed);
    assertThat(wide("orders")).contains("[\"arm64\",\"amd64\"]").contains("CheapestByPrice");
    assertThat(Eventually.within(DEADLINE, () -> podsRunOn("fake-arm64"))).isTrue();
    assertThat(Eventually.within(DEADLINE, () -> moves().size() == 1)).isTrue();
    assertThat(moves().getFirst())
        .startsWith("the service's pods go to arm64 first, no longer to amd64 (CheapestByPrice)");
    assertThat(required(report())).containsExactly("amd64");
    assertThat(job(moved))
        .hasValueSatisfying(own ->
            assertThat(own.message())
                .isEqualTo(
                    "Only amd64 is possible: arm64 is left out by"
                        + " spec.jobs[report].architectures.pinned"));
    stage.when("orders", PlacementIT::isReady);
    List<String> podsOnArm64 = pods();

    // when
    prices("0.035", "0.03");

    // then
    PythonServiceStatus stayed = whenPlaced("AdvantageTooSmall", ARM64);
    assertThat(placement(stayed).message())
        .startsWith("arm64 stays first: an hour of a pod costs")
        .endsWith("and it moves for more than 10% alone");
    assertThat(pods()).isEqualTo(podsOnArm64);

    // when
    stage.annotate("orders", "pythonservice.dev/freeze-placement=true");
    whenPlaced("Frozen", ARM64);
    prices("0.01", "0.03");
    stage.annotate("orders", "test=afterwards");

    // then
    PythonServiceStatus frozen = whenPlaced("Frozen", ARM64);
    assertThat(placement(frozen).message()).contains("remove it");
    assertThat(pods()).isEqualTo(podsOnArm64);

    // when
    stage.annotate("orders", "pythonservice.dev/freeze-placement-");

    // then
    whenPlaced("CheapestByPrice", AMD64);
    assertThat(Eventually.within(DEADLINE, () -> !podsRunOn("fake-arm64"))).isTrue();
    assertThat(Eventually.within(DEADLINE, () -> moves().size() == 2)).isTrue();
  }

  @Test
  @DisplayName("is neither restarted nor written about when nodes change 200 times")
  void isCalm() throws IOException {
    // given
    addNodesOfArm64(4);
    prices("0.05", "0.03");
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders") + TOLERATES_FAKE_NODES);
    stage.serving("orders", repository.head());
    whenPlaced("CheapestByPrice", ARM64);
    stage.when("orders", PlacementIT::isReady);
    List<String> pods = pods();
    Long generation = generation();
    List<String> writes = stage.writesAtRest("orders");
    double reconciles = reconciles();

    // when
    IntStream.range(0, CHANGES).forEach(this::changeANode);
    IntStream.range(0, 4).forEach(number -> cordon("fake-arm64-" + number));

    // then
    PythonServiceStatus away =
        stage.when("orders", status -> of(ARM64, status).state() == State.WithoutNodes);
    assertThat(of(ARM64, away).message()).contains("cordoned");
    assertThat(placement(away).architectures())
        .as("a choice stays while its nodes are away")
        .containsExactly(ARM64, AMD64);
    List<String> expected = new ArrayList<>(writes);
    expected.add("patch pythonservices/status orders");
    // The status is seen before the audit log has the line of what wrote it.
    assertThat(
            Eventually.within(
                DEADLINE, () -> stage.writesOfTheOperator().size() >= expected.size()))
        .isTrue();
    assertThat(stage.writesOfTheOperator())
        .as("the last change alone, which takes all nodes of arm64 away, is written")
        .isEqualTo(expected);
    assertThat(reconciles() - reconciles)
        .as("reconciles after %d changes", CHANGES)
        .isLessThanOrEqualTo(FEW);
    assertThat(pods()).isEqualTo(pods);
    assertThat(generation()).isEqualTo(generation);
  }

  @Test
  @DisplayName("never goes where a package of its lock has no wheel, however cheap it is there")
  void neverGoesWhereItCannotRun() throws IOException {
    // given
    addNodesOfArm64(1);
    prices("0.05", "0.0001");
    stage.repository("streaming");

    // when
    stage.apply(stage.example("streaming") + TOLERATES_FAKE_NODES);

    // then
    PythonServiceStatus status =
        stage.when("streaming", found -> found.placement() != null && found.replicas() != null);
    assertThat(placement(status).architectures()).containsExactly(AMD64);
    assertThat(placement(status).reason()).isEqualTo("OnlyOne");
    assertThat(placement(status).message())
        .startsWith("Only amd64 is possible: On arm64 sqlcipher3-binary cannot be installed");
    assertThat(of(ARM64, status).state()).isEqualTo(State.Infeasible);
    assertThat(of(ARM64, status).blockers()).isNotEmpty();
    assertThat(
            required(stage.deployment("streaming").orElseThrow().getSpec().getTemplate().getSpec()))
        .containsExactly("amd64");
    assertThat(
            Eventually.within(
                DEADLINE,
                () ->
                    stage.pods("streaming", "process").stream()
                        .anyMatch(pod -> pod.getSpec().getNodeName() != null)))
        .isTrue();
    assertThat(stage.pods("streaming", "process"))
        .noneMatch(pod -> Objects.toString(pod.getSpec().getNodeName()).startsWith("fake-"));
  }

  @Test
  @DisplayName("is told what is wrong with nodes, and stays as it is")
  void isToldWhatIsWrong() throws IOException {
    // given
    addNodesOfArm64(2);
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders") + TOLERATES_FAKE_NODES);
    stage.serving("orders", repository.head());
    stage.when("orders", PlacementIT::isReady);
    Long generation = generation();

    // when
    platformSays(
        "{\"spec\": {\"prices\": {\"currency\": \"EUR\", \"nodeLabel\": \"test/price\"}}}");
    label("fake-arm64-0", "test/price=0");
    label("fake-arm64-1", "kubernetes.io/arch-");

    // then
    PythonServiceStatus told =
        stage.when(
            "orders",
            status ->
                message("Placed", status).contains("says '0'")
                    && message("Placed", status).contains("kubernetes.io/arch"));
    assertThat(message("Placed", told))
        .contains(
            "the label test/price of nodes of arm64 (no instance type) says '0', which is no"
                + " decimal number above zero, and is ignored: correct it, or remove it",
            "nodes of amd64 have no price and are not compared",
            "'kubectl get nodes --selector=!kubernetes.io/arch' lists them");
    assertThat(placement(told).reason()).isEqualTo("NoPrices");
    assertThat(generation()).as("the pods are untouched").isEqualTo(generation);
  }

  @Test
  @DisplayName("that no node can take is told why; and without the right to see nodes, that")
  void isToldThatNothingIsThere() throws IOException {
    // given
    addNodesOfArm64(1);
    stage.repository("orders");

    // when
    stage.apply(stage.example("orders") + "  architectures: {policy: Pinned, pinned: [arm64]}\n");

    // then
    PythonServiceStatus nowhere =
        stage.when("orders", status -> reason("Placed", status).equals("NoNodes"));
    assertThat(condition("Placed", nowhere).status()).isEqualTo(Status.False);
    assertThat(message("Placed", nowhere))
        .contains(
            "No node of arm64 counts: they are tainted with kwok.x-k8s.io/node=fake:NoSchedule,"
                + " which spec.podTemplate.spec.tolerations does not tolerate");

    // when
    stage.patch("orders", "{\"spec\": {\"architectures\": null}}");
    whenPlaced("OnlyOneHasNodes", AMD64);
    mayNotSeeNodes();
    stage.restartOperator();

    // then
    PythonServiceStatus blind = whenPlaced("NodesNotVisible", AMD64);
    assertThat(message("Placed", blind))
        .contains("The operator may not list and watch nodes (rbac.nodes in its chart)");
    assertThat(of(AMD64, blind).nodes()).isNull();

    // when
    maySeeNodes();

    // then
    whenPlaced("OnlyOneHasNodes", AMD64);
  }

  @Test
  @DisplayName(
      "explores the other architecture with a share of its replicas, beside its own and after a"
          + " smoke test, until nobody asks for it any more")
  void explores() throws IOException {
    // given
    addNodesOfArm64(2);
    prices("0.05", "0.03");
    GitRepository repository = stage.repository("orders");

    // when
    stage.apply(exploringOrders());

    // then
    stage.serving("orders", repository.head());
    Exploration exploration = whenExploring(Exploration.State.Exploring);
    assertThat(exploration.architecture()).isEqualTo(AMD64);
    assertThat(exploration.replicas()).isEqualTo(1);
    assertThat(exploration.message())
        .startsWith("1 replica runs on amd64 besides the service's 4, until");
    List<String> own = pods();
    assertThat(own).hasSize(4);
    stage.await(
        "the pod that explores is ready",
        () -> explorers().stream().anyMatch(PlacementIT::isReady));
    Pod explorer = explorers().getFirst();
    assertThat(explorer.getSpec().getNodeName()).doesNotStartWith("fake-");
    assertThat(required(explorer.getSpec())).containsExactly("amd64");
    assertThat(client.pods().resource(explorer).inContainer("smoke-test").getLog().lines().toList())
        .as("what has native code was imported on the real node")
        .contains(
            "importing numpy succeeded",
            "importing _polars_runtime_32 succeeded",
            "importing pydantic_core succeeded",
            "importing orders.api succeeded");
    assertThat(stage.toldNotes("orders", "ExplorationBegan")).hasSize(1);
    assertThat(stage.kubectl().run("explain", "pysvc.status.exploration"))
        .contains("explore", "module", "replicas");

    // when
    List<String> writes = stage.writesAtRest("orders");
    stage.reconcileOnce("orders");

    // then
    assertThat(stage.writesOfTheOperator()).isEqualTo(writes);

    // when
    stage.patch("orders", "{\"spec\": {\"architectures\": null}}");

    // then
    stage.when("orders", status -> status.exploration() == null);
    stage.await("nothing explores any more", () -> explorers().isEmpty());
    assertThat(pods()).as("the service's own pods are untouched").isEqualTo(own);
  }

  @Test
  @DisplayName(
      "never goes where the image does not run: what failed there is named, and the next build is"
          + " tried again")
  void namesWhatDoesNotRun() throws IOException {
    // given
    addNodesOfArm64(2);
    prices("0.05", "0.03");
    GitRepository repository = stage.repository("orders");
    repository.replace(
        "src/orders/api.py",
        "import orjson\n",
        "import ctypes\n\nimport orjson\n\nctypes.string_at(0)\n");
    String broken = repository.commit("Read what is nobody's");

    // when
    stage.apply(exploringOrders());

    // then
    stage.serving("orders", broken);
    Exploration failed = whenExploring(Exploration.State.Failed);
    assertThat(failed.reason()).isEqualTo("SmokeTestFailed");
    assertThat(failed.module()).isEqualTo("orders.api");
    assertThat(failed.message()).endsWith("importing orders.api ended with SIGSEGV");
    PythonServiceStatus status = whenPlaced("OnlyOne", ARM64);
    assertThat(placement(status).architectures()).containsExactly(ARM64);
    assertThat(of(AMD64, status).state()).isEqualTo(State.Infeasible);
    assertThat(of(AMD64, status).reason()).isEqualTo("SmokeTestFailed");
    assertThat(of(AMD64, status).blockers())
        .singleElement()
        .satisfies(blocker -> assertThat(blocker.name()).isEqualTo("orders.api"));
    assertThat(stage.toldNotes("orders", "ExplorationFailed")).containsExactly(failed.message());
    stage.await("nothing explores any more", () -> explorers().isEmpty());
    assertThat(required(stage.deployment("orders").orElseThrow().getSpec().getTemplate().getSpec()))
        .containsExactly("arm64");

    // when
    String mended = repository.revert();
    stage.refresh("orders");

    // then
    stage.serving("orders", mended);
    assertThat(whenExploring(Exploration.State.Exploring).build()).isNotEqualTo(failed.build());
    stage.await(
        "the pod that explores is ready",
        () -> explorers().stream().anyMatch(PlacementIT::isReady));
  }

  private String exploringOrders() {
    return stage
            .example("orders")
            .replace("scaling: {minReplicas: 1, maxReplicas: 4}", "scaling: {replicas: 4}")
        + TOLERATES_FAKE_NODES
        + "  architectures: {explorationPercent: 25}\n";
  }

  private Exploration whenExploring(Exploration.State state) {
    return Objects.requireNonNull(
        stage
            .when(
                "orders",
                status -> status.exploration() != null && status.exploration().state() == state)
            .exploration());
  }

  private List<Pod> explorers() {
    return stage.pods("orders", "process").stream().filter(PlacementIT::explores).toList();
  }

  private static boolean explores(Pod pod) {
    return pod.getMetadata().getLabels().containsKey("pythonservice.dev/exploring");
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(condition ->
            condition.getType().equals("Ready") && condition.getStatus().equals("True"));
  }

  private void addNodesOfArm64(int number) {
    surroundings.fakeNodes().add(cluster, Map.of("arm64", number), Progress.silent());
  }

  /** Of the kinds that happen: labels, cordons, nodes that come and nodes that go. */
  private void changeANode(int number) {
    switch (number % 5) {
      case 0 ->
          patchNode(
              "fake-arm64-0", "{\"metadata\": {\"labels\": {\"test\": \"%d\"}}}".formatted(number));
      case 1 -> cordon("fake-arm64-1");
      case 2 -> client.resource(passing()).create();
      case 3 -> uncordon("fake-arm64-1");
      default -> client.nodes().withName("fake-passing").delete();
    }
  }

  private Node passing() {
    Node like = client.nodes().withName("fake-arm64-0").get();
    return new NodeBuilder(like)
        .withNewMetadata()
        .withName("fake-passing")
        .withLabels(like.getMetadata().getLabels())
        .withAnnotations(like.getMetadata().getAnnotations())
        .endMetadata()
        .build();
  }

  private void cordon(String node) {
    patchNode(node, "{\"spec\": {\"unschedulable\": true}}");
  }

  private void uncordon(String node) {
    patchNode(node, "{\"spec\": {\"unschedulable\": null}}");
  }

  private void patchNode(String node, String json) {
    client.nodes().withName(node).patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  private void label(String node, String label) {
    stage.kubectl().run("label", "node", node, "--overwrite", label);
  }

  private void prices(String amd64, String arm64) {
    platformSays(
        ("{\"spec\": {\"prices\": {\"currency\": \"EUR\", \"nodes\": ["
                + "{\"architecture\": \"amd64\", \"perCPUHour\": \"%s\"},"
                + "{\"architecture\": \"arm64\", \"perCPUHour\": \"%s\"}]}}}")
            .formatted(amd64, arm64));
  }

  private void platformSays(String json) {
    stage.kubectl().run("patch", "pyplat", stage.namespace(), "--type=merge", "--patch=" + json);
  }

  private void mayNotSeeNodes() {
    patchRole(
        "[{\"op\": \"test\", \"path\": \"/rules/3/resources/0\", \"value\": \"nodes\"},"
            + " {\"op\": \"remove\", \"path\": \"/rules/3\"}]");
  }

  private void maySeeNodes() {
    patchRole("[{\"op\": \"add\", \"path\": \"/rules/3\", \"value\": %s}]".formatted(NODE_RULE));
  }

  private void patchRole(String json) {
    stage
        .kubectl()
        .run(
            "patch",
            "clusterrole",
            stage.namespace() + "-system:pythonservice-operator",
            "--type=json",
            "--patch=" + json);
  }

  private PythonServiceStatus whenPlaced(String reason, Architecture first) {
    return stage.when(
        "orders",
        status ->
            status.placement() != null
                && status.placement().reason().equals(reason)
                && status.placement().architectures().getFirst() == first
                && find("Placed", status.conditions()).isPresent());
  }

  private String wide(String service) {
    return stage
        .kubectl()
        .run("get", "pysvc", service, "--namespace=" + stage.namespace(), "--output=wide");
  }

  /** Those of the service that is there now, not of those of other tests. */
  private List<String> moves() {
    return stage.notes("orders", "PlacementMoved");
  }

  /** The service's own pods by their UIDs: one that was restarted or replaced is another one. */
  private List<String> pods() {
    return stage.pods("orders", "process").stream()
        .filter(pod -> !explores(pod))
        .map(Pod::getMetadata)
        .filter(pod -> pod.getDeletionTimestamp() == null)
        .map(ObjectMeta::getUid)
        .sorted()
        .toList();
  }

  private boolean podsRunOn(String nodes) {
    List<Pod> pods = stage.pods("orders", "process");
    return !pods.isEmpty()
        && pods.stream()
            .allMatch(pod -> Objects.toString(pod.getSpec().getNodeName()).startsWith(nodes));
  }

  private Long generation() {
    return stage
        .deployment("orders")
        .map(Deployment::getMetadata)
        .map(ObjectMeta::getGeneration)
        .orElseThrow();
  }

  private double reconciles() {
    return stage.operator().metric("reconciliations_success_total", "\"pythonservice\"");
  }

  private PodSpec report() {
    return client
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(stage.namespace())
        .withName("orders-report")
        .get()
        .getSpec()
        .getJobTemplate()
        .getSpec()
        .getTemplate()
        .getSpec();
  }

  private static List<String> required(PodSpec pod) {
    NodeAffinity affinity = pod.getAffinity().getNodeAffinity();
    return affinity
        .getRequiredDuringSchedulingIgnoredDuringExecution()
        .getNodeSelectorTerms()
        .getFirst()
        .getMatchExpressions()
        .getFirst()
        .getValues();
  }

  private static Placement placement(PythonServiceStatus status) {
    return Objects.requireNonNull(status.placement());
  }

  private static Optional<Placement> job(PythonServiceStatus status) {
    return status.jobs().stream().findFirst().flatMap(job -> Optional.ofNullable(job.placement()));
  }

  private static ArchitectureState of(Architecture architecture, PythonServiceStatus status) {
    return status.architectures().stream()
        .filter(state -> state.architecture() == architecture)
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing is said of " + architecture));
  }

  private static boolean isReady(PythonServiceStatus status) {
    return ServiceStage.isReady(status)
        && Integer.valueOf(1).equals(status.replicas())
        && Integer.valueOf(1).equals(status.readyReplicas());
  }
}
