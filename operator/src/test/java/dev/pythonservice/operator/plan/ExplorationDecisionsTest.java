package dev.pythonservice.operator.plan;

import static dev.pythonservice.api.v1alpha1.Architecture.AMD64;
import static dev.pythonservice.api.v1alpha1.Architecture.ARM64;
import static dev.pythonservice.operator.plan.PlacementScene.amd64;
import static dev.pythonservice.operator.plan.PlacementScene.arm64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Blocker;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A service that asks for exploring")
final class ExplorationDecisionsTest {

  private static final String SERVERS =
      """
      scaling: {replicas: 25}
      servers: [{name: http, app: "orders.api:app", interface: ASGI, port: 8000}]
      """;

  private static final String ASKING = SERVERS + "architectures: {explorationPercent: 10}\n";

  /** By price arm64 comes first, so that amd64 is left to explore. */
  private static final String EXPLORING =
      """
      exploration: {architecture: amd64, build: orders-1, state: Exploring, replicas: 2, reason: Exploring, message: m}
      """;

  private static final String MEASURED =
      """
      exploration: {architecture: amd64, build: %s, state: Measured, reason: Measured, message: then}
      """;

  static Stream<Arguments> decisions() {
    return Stream.of(
        decision(
            "has the share of its replicas besides them, rounded down, on the other architecture",
            scene -> scene,
            State.Exploring,
            "Exploring",
            "2 replicas run on amd64 besides the service's 25, until enough requests are measured"
                + " on both architectures"),
        decision(
            "has no more than its platform allows",
            scene ->
                scene.platform(PlacementScene.PRICES + "policy: {maximumExplorationPercent: 4}"),
            State.Exploring,
            "Exploring",
            "1 replica runs on amd64 besides the service's 25"),
        decision(
            "has none where its platform allows none",
            scene ->
                scene.platform(PlacementScene.PRICES + "policy: {maximumExplorationPercent: 0}"),
            State.Waiting,
            "NotAllowed",
            "spec.policy.maximumExplorationPercent of the PythonPlatform default is 0"),
        decision(
            "takes the share of what its autoscaler asks for",
            scene ->
                scene
                    .spec(ASKING.replace("{replicas: 25}", "{maxReplicas: 90}"))
                    .running(deployment("orders-1", 45)),
            State.Exploring,
            "Exploring",
            "4 replicas run on amd64 besides the service's 45"),
        decision(
            "is told how many replicas it lacks",
            scene -> scene.spec(ASKING.replace("25", "9")).running(deployment("orders-1", 9)),
            State.Waiting,
            "TooFewReplicas",
            "10% of 9 replicas is less than one; have at least 10 replicas (spec.scaling), or raise"
                + " spec.architectures.explorationPercent"),
        decision(
            "is told that its platform's share is too small",
            scene ->
                scene
                    .spec(ASKING.replace("25", "9"))
                    .running(deployment("orders-1", 9))
                    .platform(PlacementScene.PRICES + "policy: {maximumExplorationPercent: 5}"),
            State.Waiting,
            "TooFewReplicas",
            "have at least 20 replicas (spec.scaling), or raise"
                + " spec.policy.maximumExplorationPercent of the PythonPlatform default"),
        decision(
            "cannot raise a share that is the greatest",
            scene ->
                scene
                    .spec(ASKING.replace("25", "1").replace("10}", "50}"))
                    .running(deployment("orders-1", 1)),
            State.Waiting,
            "TooFewReplicas",
            "50% of 1 replicas is less than one; have at least 2 replicas (spec.scaling)"),
        decision(
            "has nothing to explore where one architecture is possible",
            scene -> scene.built("platforms: [{platform: linux/arm64, digest: b}]"),
            State.Waiting,
            "OnlyOne",
            "Only arm64 is possible"),
        decision(
            "explores nothing while its placement is frozen",
            scene ->
                scene
                    .status(
                        "placement: {architectures: [arm64, amd64], reason: Frozen, message: m}")
                    .annotation("{pythonservice.dev/freeze-placement: 'true'}"),
            State.Waiting,
            "Frozen",
            "The annotation pythonservice.dev/freeze-placement keeps the choice as it is"),
        decision(
            "explores nothing where nothing would be measured",
            scene -> scene.spec(ASKING + "measure: false"),
            State.Waiting,
            "NotMeasured",
            "No server of orders-1 is measured"),
        decision(
            "explores nothing without servers",
            scene -> scene.spec("architectures: {explorationPercent: 10}"),
            State.Waiting,
            "NotMeasured",
            "No server of orders-1 is measured"),
        decision(
            "waits for nodes",
            scene -> scene.nodes(arm64("a")),
            State.Waiting,
            "NoNodes",
            "There is no node of amd64"),
        decision(
            "waits until nodes can be seen",
            scene -> scene.hidden(true),
            State.Waiting,
            "NodesNotVisible",
            "rbac.nodes"),
        decision(
            "explores nothing where no price would make a measurement a cost",
            scene -> scene.platform(""),
            State.Waiting,
            "NoPrices",
            "add spec.prices to the PythonPlatform default"),
        decision(
            "is told which price is missing",
            scene ->
                scene.platform(
                    "prices: {currency: EUR, nodes: [{architecture: arm64, perCPUHour: '1'}]}"),
            State.Waiting,
            "NoPrices",
            "Without a price for nodes of amd64 a measurement"),
        decision(
            "explores nothing while an objective is missed",
            scene -> scene.status(EXPLORING).missingAnObjective(),
            State.Waiting,
            "ObjectiveMissed",
            "the condition Performance says which"),
        decision(
            "waits until its release is there",
            scene -> scene.running(deployment("orders-0", 25)),
            State.Waiting,
            "RollingOut",
            "Exploring begins when the pods of orders-1 have replaced those before"),
        decision(
            "goes on when a pod of its own is not ready any more",
            scene ->
                scene
                    .status(EXPLORING)
                    .running(deployment("orders-1", 25).replace("availableReplicas: 25", "")),
            State.Exploring,
            "Exploring",
            "2 replicas"),
        decision(
            "goes on while the other architecture has been measured alone",
            scene -> scene.status(EXPLORING).worked(AMD64, 10_000, 20),
            State.Exploring,
            "Exploring",
            "2 replicas"),
        decision(
            "goes on while there are too few requests",
            scene -> scene.status(EXPLORING).worked(AMD64, 9_999, 20).worked(ARM64, 90_000, 20),
            State.Exploring,
            "Exploring",
            "2 replicas"),
        decision(
            "goes on for an hour",
            scene ->
                scene
                    .status(EXPLORING)
                    .worked(AMD64, 90_000, 20, Duration.ofMinutes(59))
                    .worked(ARM64, 90_000, 20),
            State.Exploring,
            "Exploring",
            "2 replicas"),
        decision(
            "is at an end when both architectures were measured",
            scene -> scene.status(EXPLORING).worked(AMD64, 10_000, 20).worked(ARM64, 90_000, 20),
            State.Measured,
            "Measured",
            "Requests were measured on both architectures"),
        decision(
            "is at an end when the measurements are forgotten",
            scene -> scene.status(MEASURED.formatted("orders-1")),
            State.Measured,
            "Measured",
            "then"),
        decision(
            "explores anew with another build",
            scene -> scene.status(MEASURED.formatted("orders-0")),
            State.Exploring,
            "Exploring",
            "2 replicas"),
        decision(
            "explores nothing anew where the choice rests on measurements",
            scene ->
                scene.status(
                    MEASURED.formatted("orders-0")
                        + "placement: {architectures: [arm64, amd64], reason:"
                        + " CheapestByMeasurement, message: m, platformGeneration: 1}"),
            State.Measured,
            "Measured",
            "Requests were measured on both architectures"));
  }

  private static Arguments decision(
      String name,
      UnaryOperator<PlacementScene> given,
      State state,
      String reason,
      String message) {
    return arguments(name, given, state, reason, message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("decisions")
  void isDecided(
      String name,
      UnaryOperator<PlacementScene> given,
      State state,
      String reason,
      String message) {
    Exploration said = given.apply(scene()).report().exploration().orElseThrow();

    assertThat(said.message()).contains(message);
    assertThat(said.reason()).isEqualTo(reason);
    assertThat(said.state()).isEqualTo(state);
    assertThat(said.replicas() == null).isEqualTo(state != State.Exploring);
  }

  @Test
  @DisplayName("for nothing gets nothing, and nothing is said")
  void asksForNothing() {
    assertThat(scene().spec(SERVERS).status(EXPLORING).report().exploration()).isEmpty();
  }

  @Test
  @DisplayName("is told when it begins, and once")
  void isToldOnce() {
    PlacementScene scene = scene();
    PlacementReport began = scene.report();
    PlacementReport again = scene.said(began).report();

    assertThat(began.news()).extracting(Verdict::reason).containsExactly("ExplorationBegan");
    assertThat(again.news()).isEmpty();
    assertThat(again.exploration()).isEqualTo(began.exploration());
  }

  @Test
  @DisplayName("is told when it is at an end")
  void isToldOfTheEnd() {
    PlacementScene scene =
        scene().status(EXPLORING).worked(AMD64, 10_000, 20).worked(ARM64, 90_000, 20);
    PlacementReport ended = scene.report();

    assertThat(ended.news())
        .filteredOn(news -> news.reason().startsWith("Exploration"))
        .extracting(Verdict::reason, Verdict::outlook)
        .containsExactly(tuple("ExplorationEnded", Outlook.READY));
    assertThat(scene.said(ended).report().news()).isEmpty();
  }

  @Test
  @DisplayName("never goes to an architecture whose smoke test failed, and names the module")
  void namesWhatDoesNotRun() {
    // given
    PlacementScene scene =
        scene()
            .status(EXPLORING)
            .running(
                deployment("orders-1", 25),
                explorer("smoke-test", "importing polars ended with SIGILL"));

    // when
    PlacementReport report = scene.report();

    // then
    String words =
        "On amd64 the image of orders-1 does not run: importing polars ended with SIGILL";
    assertThat(report.exploration())
        .contains(
            new Exploration(
                AMD64, "orders-1", State.Failed, null, "SmokeTestFailed", words, "polars"));
    assertThat(report.service().architectures()).containsExactly(ARM64);
    assertThat(report.service().message()).isEqualTo("Only arm64 is possible: " + words);
    assertThat(report.preferred()).isEmpty();
    assertThat(report.architectures())
        .filteredOn(row -> row.architecture() == AMD64)
        .containsExactly(
            new ArchitectureState(
                AMD64,
                ArchitectureState.State.Infeasible,
                null,
                "SmokeTestFailed",
                words,
                List.of(new Blocker("polars", null, "SmokeTestFailed", words)),
                null));
    assertThat(report.news()).contains(Verdict.stalled("ExplorationFailed", words));

    // when its pods are gone, and nothing is asked for any more
    PlacementReport later =
        scene.said(report).running(deployment("orders-1", 25)).spec(SERVERS).report();

    // then
    assertThat(later.exploration()).isEqualTo(report.exploration());
    assertThat(later.architectures()).isEqualTo(report.architectures());
    assertThat(later.news()).isEmpty();
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(
            "fails when a container ends again and again",
            explorer("http", "Illegal instruction"),
            Optional.of("ContainerCrashed")),
        arguments(
            "fails when a smoke test needs more memory than it has",
            edited(explorer("smoke-test", ""), "exitCode: 1,", "exitCode: 137, reason: OOMKilled,"),
            Optional.of("OOMKilled")),
        arguments(
            "does not fail for one end, which may be bad luck",
            edited(
                edited(explorer("http", "m"), "restartCount: 2", "restartCount: 1"),
                "waiting: {reason: CrashLoopBackOff}",
                "running: {}"),
            Optional.empty()),
        arguments(
            "does not fail for an image that cannot be pulled",
            edited(
                explorer("http", "m"),
                "state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode:"
                    + " 1, message: m}}",
                "state: {waiting: {reason: ImagePullBackOff}}"),
            Optional.empty()),
        arguments(
            "does not fail for a pod of an earlier build",
            edited(explorer("http", "m"), "build: orders-1", "build: orders-0"),
            Optional.empty()),
        arguments(
            "does not fail for a pod of the service's own",
            edited(explorer("http", "m"), "exploring: amd64", "other: amd64"),
            Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void failsOrNot(String name, String pod, Optional<String> reason) {
    PlacementReport report =
        scene().status(EXPLORING).running(deployment("orders-1", 25), pod).report();

    assertThat(
            report
                .exploration()
                .filter(said -> said.state() == State.Failed)
                .map(Exploration::reason))
        .isEqualTo(reason);
  }

  private static PlacementScene scene() {
    return new PlacementScene()
        .spec(ASKING)
        .nodes(amd64("a"), arm64("b"))
        .running(deployment("orders-1", 25));
  }

  private static String deployment(String build, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: orders, generation: 1}
    spec:
      replicas: %d
      template: {metadata: {annotations: {pythonservice.dev/build: %s}}}
    status: {observedGeneration: 1, replicas: %d, updatedReplicas: %d, availableReplicas: %d}
    """
        .formatted(replicas, build, replicas, replicas, replicas);
  }

  private static String explorer(String container, String words) {
    return """
    apiVersion: v1
    kind: Pod
    metadata:
      name: orders-explore-amd64-1
      labels: {pythonservice.dev/exploring: amd64}
      annotations: {pythonservice.dev/build: orders-1}
    status:
      initContainerStatuses: [{name: %s, ready: false, restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState: {terminated: {exitCode: 1, message: %s}}}]
    """
        .formatted(container, words.isEmpty() ? "''" : words);
  }

  private static String edited(String pod, String before, String after) {
    assertThat(pod).contains(before);
    return pod.replace(before, after);
  }
}
