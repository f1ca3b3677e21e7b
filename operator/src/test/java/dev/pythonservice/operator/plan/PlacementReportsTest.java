package dev.pythonservice.operator.plan;

import static dev.pythonservice.api.v1alpha1.Architecture.AMD64;
import static dev.pythonservice.api.v1alpha1.Architecture.ARM64;
import static dev.pythonservice.operator.plan.PlacementScene.NOW;
import static dev.pythonservice.operator.plan.PlacementScene.amd64;
import static dev.pythonservice.operator.plan.PlacementScene.arm64;
import static dev.pythonservice.operator.plan.PlacementScene.node;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState.State;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Placement;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A service")
final class PlacementReportsTest {

  private static final List<Architecture> AMD64_FIRST = List.of(AMD64, ARM64);
  private static final List<Architecture> ARM64_FIRST = List.of(ARM64, AMD64);

  private static final String ON_AMD64 =
      "placement: {architectures: [amd64, arm64], reason: CheapestByPrice, message: m,"
          + " platformGeneration: 1}";
  private static final String ON_ARM64 =
      "placement: {architectures: [arm64, amd64], reason: CheapestByPrice, message: m,"
          + " platformGeneration: 1}";
  private static final String MEASURED_ON_AMD64 =
      "placement: {architectures: [amd64, arm64], reason: CheapestByMeasurement, message: m,"
          + " platformGeneration: 1}";
  private static final String TABLE =
      """
      prices:
        currency: EUR
        nodes:
      """;

  static Stream<Arguments> choices() {
    return Stream.of(
        choice(
            "goes to the cheaper nodes first",
            scene -> scene,
            ARM64_FIRST,
            "CheapestByPrice",
            "arm64 comes first: an hour of a pod costs 0.004 EUR on arm64 (m8g.large), 20% less"
                + " than 0.005 EUR on amd64 (m7i.large)"),
        choice(
            "pays for its share of memory where that is the greater one",
            scene -> scene.spec("resources: {requests: {cpu: 100m, memory: 4Gi}}"),
            ARM64_FIRST,
            "CheapestByPrice",
            "0.04 EUR on arm64"),
        choice(
            "is compared by the entry that says most about a node",
            scene ->
                scene.platform(
                    TABLE
                        + """
                          - {architecture: amd64, perCPUHour: "9"}
                          - {architecture: arm64, perCPUHour: "0.03"}
                          - {architecture: amd64, instanceType: m7i.large, perNodeHour: "0.05"}
                        """),
            AMD64_FIRST,
            "CheapestByPrice",
            "0.0025 EUR on amd64 (m7i.large), 17% less than 0.003 EUR on arm64"),
        choice(
            "takes the price of a spot node, as Karpenter marks it",
            scene ->
                scene
                    .platform(
                        TABLE
                            + """
                              - {architecture: amd64, capacity: Spot, perCPUHour: "0.01"}
                              - {architecture: amd64, capacity: OnDemand, perCPUHour: "0.05"}
                              - {architecture: arm64, perCPUHour: "0.04"}
                            """)
                    .nodes(
                        amd64("a"),
                        node("b", "kubernetes.io/arch: amd64, karpenter.sh/capacity-type: spot"),
                        arm64("c")),
            AMD64_FIRST,
            "CheapestByPrice",
            "on amd64 (no instance type, Spot), 75% less"),
        choice(
            "takes the price that a node itself has over that of the table",
            scene ->
                scene
                    .platform(PlacementScene.PRICES + "  nodeLabel: example.com/price\n")
                    .nodes(
                        node("a", "kubernetes.io/arch: amd64, example.com/price: \"0.02\""),
                        arm64("b")),
            AMD64_FIRST,
            "CheapestByPrice",
            "0.001 EUR on amd64 (no instance type), 75% less"),
        choice(
            "does not move for 10%",
            scene ->
                scene
                    .status(ON_AMD64)
                    .platform(
                        TABLE
                            + """
                              - {architecture: amd64, perCPUHour: "0.10"}
                              - {architecture: arm64, perCPUHour: "0.09"}
                            """),
            AMD64_FIRST,
            "AdvantageTooSmall",
            "amd64 stays first: an hour of a pod costs 0.009 EUR on arm64 (m8g.large), 10% less"
                + " than 0.01 EUR on amd64 (m7i.large), and it moves for more than 10% alone"),
        choice(
            "moves for more than 10%",
            scene ->
                scene
                    .status(ON_AMD64)
                    .platform(
                        TABLE
                            + """
                              - {architecture: amd64, perCPUHour: "0.10"}
                              - {architecture: arm64, perCPUHour: "0.0899"}
                            """),
            ARM64_FIRST,
            "CheapestByPrice",
            "10% less"),
        choice(
            "of which both cost the same goes to amd64 first",
            scene ->
                scene.platform(
                    TABLE
                        + """
                          - {architecture: amd64, perCPUHour: "0.10"}
                          - {architecture: arm64, perCPUHour: "0.10"}
                        """),
            AMD64_FIRST,
            "CheapestByPrice",
            "0.01 EUR on amd64 (m7i.large), no less than 0.01 EUR on arm64 (m8g.large)"),
        choice(
            "on a platform without prices goes to amd64 first",
            scene -> scene.platform(""),
            AMD64_FIRST,
            "NoPrices",
            "Nothing says which architecture is cheaper, and amd64 comes first: the PythonPlatform"
                + " default has no spec.prices"),
        choice(
            "whose platform lost its prices stays where it is",
            scene -> scene.platform("").status(ON_ARM64),
            ARM64_FIRST,
            "NoPrices",
            "and arm64 comes first"),
        choice(
            "is told which nodes have no price",
            scene -> scene.platform(TABLE + "  - {architecture: amd64, perCPUHour: \"0.10\"}\n"),
            AMD64_FIRST,
            "NoPrices",
            "nodes of arm64 have no price and are not compared (m8g.large): add them to"
                + " spec.prices.nodes of the PythonPlatform default"),
        choice(
            "is told of a price that is no number, and does not move for it",
            scene -> labelled(scene, "free").status(ON_AMD64),
            AMD64_FIRST,
            "NoPrices",
            "the label example.com/price of nodes of arm64 (no instance type) says 'free', which"
                + " is no decimal number above zero, and is ignored: correct it, or remove it"),
        choice(
            "is told of a price of zero, and does not move for it",
            scene -> labelled(scene, "0.00").status(ON_AMD64),
            AMD64_FIRST,
            "NoPrices",
            "says '0.00', which is no decimal number above zero"),
        choice(
            "is told of a price that is too long to be one",
            scene -> labelled(scene, "1e-9").status(ON_AMD64),
            AMD64_FIRST,
            "NoPrices",
            "says '1e-9'"),
        choice(
            "goes where there are nodes",
            scene -> scene.nodes(amd64("a")),
            AMD64_FIRST,
            "OnlyOneHasNodes",
            "Only amd64 has nodes that could take the pods"),
        choice(
            "that found no nodes at first goes where the first ones come",
            scene ->
                scene
                    .status("placement: {architectures: [amd64, arm64], reason: NoNodes}")
                    .nodes(arm64("a")),
            ARM64_FIRST,
            "OnlyOneHasNodes",
            "Only arm64"),
        choice(
            "is told why one architecture is left when that is for another reason than before",
            scene ->
                scene
                    .status(
                        "placement: {architectures: [amd64], reason: OnlyOne, message: another,"
                            + " platformGeneration: 1}")
                    .spec("architectures: {policy: Pinned, pinned: [amd64]}"),
            List.of(AMD64),
            "OnlyOne",
            "arm64 is left out by spec.architectures.pinned"),
        choice(
            "that was pinned to an architecture without nodes goes where they are, once it may",
            scene ->
                scene
                    .status("placement: {architectures: [arm64], reason: OnlyOne}")
                    .nodes(amd64("a")),
            AMD64_FIRST,
            "OnlyOneHasNodes",
            "Only amd64 has nodes"),
        choice(
            "keeps its choice while the nodes of it are away",
            scene -> scene.status(ON_ARM64).nodes(amd64("a")),
            ARM64_FIRST,
            "CheapestByPrice",
            "m"),
        choice(
            "keeps its choice while all nodes are away",
            scene -> scene.status(ON_ARM64).nodes(),
            ARM64_FIRST,
            "CheapestByPrice",
            "m"),
        choice(
            "without any node so far goes to amd64 first",
            PlacementScene::nodes,
            AMD64_FIRST,
            "NoNodes",
            "No node could take the pods so far"),
        choice(
            "that may run on one architecture alone is told who says so",
            scene -> scene.spec("architectures: {policy: Pinned, pinned: [amd64]}"),
            List.of(AMD64),
            "OnlyOne",
            "Only amd64 is possible: arm64 is left out by spec.architectures.pinned"),
        choice(
            "whose platform leaves one architecture is told so",
            scene -> scene.platform("policy: {architectures: [arm64]}"),
            List.of(ARM64),
            "OnlyOne",
            "Only arm64 is possible: amd64 is left out by the platform's policy"),
        choice(
            "with a package without a wheel for arm64 is told which",
            scene ->
                scene.built(
                    """
                    platforms: [{platform: linux/amd64, digest: a}]
                    feasibility:
                    - platform: linux/arm64
                      verdict: Infeasible
                      blockers: [{name: sqlcipher3-binary, message: it has wheels for x86_64 only}]
                    """),
            List.of(AMD64),
            "OnlyOne",
            "Only amd64 is possible: On arm64 sqlcipher3-binary cannot be installed: it has wheels"
                + " for x86_64 only"),
        choice(
            "that is frozen stays, whatever is cheaper",
            scene ->
                scene.status(ON_AMD64).annotation("{pythonservice.dev/freeze-placement: \"true\"}"),
            AMD64_FIRST,
            "Frozen",
            "The annotation pythonservice.dev/freeze-placement keeps amd64 first; remove it"),
        choice(
            "whose annotation says false is not frozen",
            scene ->
                scene
                    .status(ON_AMD64)
                    .annotation("{pythonservice.dev/freeze-placement: \"false\"}"),
            ARM64_FIRST,
            "CheapestByPrice",
            "arm64 comes first"),
        choice(
            "of an operator that may not see nodes is told so",
            scene -> scene.hidden(true).status(ON_ARM64),
            ARM64_FIRST,
            "NodesNotVisible",
            "The operator may not list and watch nodes (rbac.nodes in its chart), and arm64 comes"
                + " first"),
        choice(
            "of an operator that sees no nodes at the moment is told so",
            scene -> scene.hidden(false),
            AMD64_FIRST,
            "NodesNotVisible",
            "The cluster's nodes cannot be read at the moment"),
        choice(
            "goes where requests were measured to be cheaper, whatever nodes cost",
            scene -> scene.worked(AMD64, 20_000, 60).worked(ARM64, 20_000, 100),
            AMD64_FIRST,
            "CheapestByMeasurement",
            "amd64 comes first: a million requests cost 0.0417 EUR on amd64 (measured), 25% less"
                + " than 0.0556 EUR on arm64 (measured)"),
        choice(
            "does not move for a measurement that is less than 10% better",
            scene -> scene.status(ON_ARM64).worked(AMD64, 20_000, 74).worked(ARM64, 20_000, 100),
            ARM64_FIRST,
            "AdvantageTooSmall",
            "a million requests cost 0.0514 EUR on amd64"),
        choice(
            "goes by prices as long as one architecture had too few requests",
            scene -> scene.worked(AMD64, 9_999, 30).worked(ARM64, 20_000, 100),
            ARM64_FIRST,
            "CheapestByPrice",
            "an hour of a pod"),
        choice(
            "goes by prices as long as it was measured for less than an hour",
            scene ->
                scene
                    .worked(AMD64, 20_000, 60, Duration.ofMinutes(59))
                    .worked(ARM64, 20_000, 100, Duration.ofHours(9)),
            ARM64_FIRST,
            "CheapestByPrice",
            "an hour of a pod"),
        choice(
            "stays where it was measured to be cheaper when a release begins unmeasured",
            scene -> scene.status(MEASURED_ON_AMD64),
            AMD64_FIRST,
            "CheapestByMeasurement",
            "m"),
        choice(
            "goes by prices again when the platform's prices are others",
            scene ->
                scene
                    .status(MEASURED_ON_AMD64)
                    .platform(PlacementScene.PRICES.replace("0.08", "0.07")),
            ARM64_FIRST,
            "CheapestByPrice",
            "an hour of a pod"));
  }

  private static Arguments choice(
      String name,
      UnaryOperator<PlacementScene> change,
      List<Architecture> order,
      String reason,
      String message) {
    return arguments(name, change, order, reason, message);
  }

  private static PlacementScene labelled(PlacementScene scene, String price) {
    return scene
        .platform("prices: {currency: EUR, nodeLabel: example.com/price}")
        .nodes(
            node("a", "kubernetes.io/arch: amd64, example.com/price: \"0.10\""),
            node("b", "kubernetes.io/arch: arm64, example.com/price: \"%s\"".formatted(price)));
  }

  private static PlacementScene scene() {
    return new PlacementScene().nodes(amd64("a"), arm64("b"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("choices")
  void isPlaced(
      String name,
      UnaryOperator<PlacementScene> change,
      List<Architecture> order,
      String reason,
      String message) {
    // given
    PlacementScene scene = change.apply(scene());

    // when
    PlacementReport report = scene.report();

    // then
    assertThat(PlacementScene.order(report)).isEqualTo(order);
    assertThat(report.service().reason()).isEqualTo(reason);
    assertThat(report.service().message() + "; " + report.placed().message()).contains(message);
    PlacementReport again = scene.said(report).report();
    assertThat(again.service()).as("says the same again").isEqualTo(report.service());
    assertThat(again.architectures()).isEqualTo(report.architectures());
    assertThat(again.news()).isEmpty();
  }

  static Stream<Arguments> misfits() {
    return Stream.of(
        arguments(
            "that are not Ready",
            (UnaryOperator<NodeBuilder>)
                node ->
                    node.editStatus()
                        .editFirstCondition()
                        .withStatus("Unknown")
                        .endCondition()
                        .endStatus(),
            "they are not Ready"),
        arguments(
            "that are cordoned",
            (UnaryOperator<NodeBuilder>)
                node -> node.withNewSpec().withUnschedulable(true).endSpec(),
            "they are cordoned"),
        arguments(
            "with a taint that nothing tolerates",
            (UnaryOperator<NodeBuilder>)
                node -> node.withNewSpec().addNewTaint("NoSchedule", "gpu", null, "yes").endSpec(),
            "they are tainted with gpu=yes:NoSchedule, which spec.podTemplate.spec.tolerations does"
                + " not tolerate"),
        arguments(
            "that are too small",
            (UnaryOperator<NodeBuilder>)
                node -> node.editStatus().addToAllocatable("cpu", new Quantity("50m")).endStatus(),
            "they are too small for the cpu that a pod requests, 0.1"));
  }

  @ParameterizedTest(name = "does not count nodes {0}")
  @MethodSource("misfits")
  void doesNotCount(String name, UnaryOperator<NodeBuilder> change, String why) {
    PlacementReport report =
        scene().nodes(amd64("a"), change.apply(new NodeBuilder(arm64("b"))).build()).report();

    assertThat(report.service().reason()).isEqualTo("OnlyOneHasNodes");
    assertThat(of(ARM64, report).state()).isEqualTo(State.WithoutNodes);
    assertThat(of(ARM64, report).message()).isEqualTo("No node of arm64 counts: " + why);
    assertThat(report.placed().status()).isEqualTo(Status.True);
    assertThat(report.placed().message()).contains(why);
  }

  @Test
  @DisplayName("counts tainted nodes that its pod template tolerates")
  void toleratesTaints() {
    PlacementReport report =
        scene()
            .spec("podTemplate: {spec: {tolerations: [{key: gpu, operator: Exists}]}}")
            .changed(node ->
                new NodeBuilder(node)
                    .withNewSpec()
                    .addNewTaint("NoSchedule", "gpu", null, "yes")
                    .endSpec()
                    .build())
            .report();

    assertThat(report.architectures())
        .extracting(ArchitectureState::architecture, ArchitectureState::state)
        .containsExactly(tuple(AMD64, State.Allowed), tuple(ARM64, State.Preferred));
  }

  @Test
  @DisplayName("counts nodes alone that its pod template selects")
  void selectsNodes() {
    PlacementReport report =
        scene()
            .spec(
                """
                podTemplate:
                  spec:
                    affinity:
                      nodeAffinity:
                        requiredDuringSchedulingIgnoredDuringExecution:
                          nodeSelectorTerms:
                          - matchExpressions:
                            - {key: node.kubernetes.io/instance-type, operator: NotIn, values: [m8g.large]}
                """)
            .report();

    assertThat(of(ARM64, report).state()).isEqualTo(State.WithoutNodes);
    assertThat(of(ARM64, report).message()).contains("left out by nodeSelector or affinity");
  }

  @Test
  @DisplayName("that no node can take is told why, and that its pods wait")
  void hasNoNodes() {
    PlacementReport report =
        scene().spec("resources: {requests: {cpu: 3, memory: 128Mi}}").report();

    assertThat(report.placed())
        .isEqualTo(
            new Aspect(
                "Placed",
                Status.False,
                "NoNodes",
                "No node can take the service's pods: No node of amd64 counts: they are too small"
                    + " for the cpu that a pod requests, 3; No node of arm64 counts: they are too"
                    + " small for the cpu that a pod requests, 3; they wait for one"));
    assertThat(report.preferred()).isEqualTo(Map.of("process", AMD64));
  }

  @Test
  @DisplayName("is told how to find nodes that do not say their architecture")
  void isToldOfUnlabelledNodes() {
    PlacementReport report = scene().nodes(amd64("a"), node("b", "example.com/pool: new")).report();

    assertThat(report.placed().message())
        .contains("'kubectl get nodes --selector=!kubernetes.io/arch' lists them");
    assertThat(of(ARM64, report).message()).isEqualTo("There is no node of arm64");
  }

  @Test
  @DisplayName("is said to be where it is for the reason of then, when nodes come and go")
  void saysTheSameWhenNodesComeAndGo() {
    // given
    PlacementScene scene = scene();
    PlacementReport before = scene.report();

    // when
    PlacementReport more =
        scene
            .said(before)
            .nodes(
                amd64("a"),
                amd64("c"),
                arm64("b"),
                arm64("d"),
                node(
                    "e",
                    "kubernetes.io/arch: arm64, node.kubernetes.io/instance-type: m8g.large,"
                        + " karpenter.sh/capacity-type: spot"))
            .report();

    // then
    assertThat(more.service()).isEqualTo(before.service());
    assertThat(more.architectures()).isEqualTo(before.architectures());
    assertThat(more.placed()).isEqualTo(before.placed());
  }

  @Test
  @DisplayName("moves once when prices change, and people are told")
  void movesOnce() {
    // given
    PlacementScene scene = scene();
    PlacementReport first = scene.report();
    assertThat(first.news()).isEmpty();
    assertThat(first.service().movedAt()).isNull();

    // when
    PlacementReport moved =
        scene.said(first).platform(PlacementScene.PRICES.replace("0.10", "0.01")).report();

    // then
    assertThat(PlacementScene.order(moved)).isEqualTo(AMD64_FIRST);
    assertThat(moved.service().movedAt()).isEqualTo(NOW);
    assertThat(moved.news())
        .extracting(Verdict::reason, Verdict::message)
        .containsExactly(
            tuple(
                "PlacementMoved",
                "the service's pods go to amd64 first, no longer to arm64 (CheapestByPrice): amd64"
                    + " comes first: an hour of a pod costs 0.0005 EUR on amd64 (m7i.large), 88%"
                    + " less than 0.004 EUR on arm64 (m8g.large)"));
    assertThat(scene.said(moved).report().news()).isEmpty();
  }

  @Test
  @DisplayName("that is frozen before its first choice is placed once, and stays there")
  void isFrozenFromTheStart() {
    // given
    PlacementScene scene = scene().annotation("{pythonservice.dev/freeze-placement: \"true\"}");

    // when
    PlacementReport first = scene.report();
    PlacementReport later =
        scene.said(first).platform(PlacementScene.PRICES.replace("0.10", "0.01")).report();

    // then
    assertThat(first.service().reason()).isEqualTo("CheapestByPrice");
    assertThat(PlacementScene.order(later)).isEqualTo(ARM64_FIRST);
    assertThat(later.service().reason()).isEqualTo("Frozen");
    assertThat(later.news()).isEmpty();
  }

  @Test
  @DisplayName("rests for an hour after it moved, when nodes of another price come")
  void rests() {
    // given
    Placement moved = new Placement(AMD64_FIRST, "CheapestByPrice", "m", NOW.minusSeconds(600), 1L);
    PlacementScene scene =
        scene()
            .status(
                "placement: {architectures: [amd64, arm64], reason: CheapestByPrice, message: m,"
                    + " movedAt: \"%s\", platformGeneration: 1}".formatted(moved.movedAt()));

    // when
    PlacementReport resting = scene.report();

    // then
    assertThat(PlacementScene.order(resting)).isEqualTo(AMD64_FIRST);
    assertThat(resting.service().reason()).isEqualTo("MovedRecently");
    assertThat(resting.service().message())
        .startsWith("amd64 stays first until 2026-11-23T02:50:00Z, an hour after it became that");
    assertThat(resting.lookAgainAt()).contains(NOW.plusSeconds(3000));

    // when
    PlacementReport later = scene.said(resting).after(Duration.ofSeconds(3000)).report();

    // then
    assertThat(PlacementScene.order(later)).isEqualTo(ARM64_FIRST);
    assertThat(later.lookAgainAt()).isEmpty();
  }

  @Test
  @DisplayName("does not rest when somebody changes the platform")
  void followsThePlatform() {
    PlacementReport report =
        scene()
            .status(
                "placement: {architectures: [amd64, arm64], reason: CheapestByPrice, message: m,"
                    + " movedAt: \"%s\", platformGeneration: 1}".formatted(NOW))
            .platform(PlacementScene.PRICES)
            .report();

    assertThat(PlacementScene.order(report)).isEqualTo(ARM64_FIRST);
  }

  @Test
  @DisplayName("has jobs that go their own ways, with the resources and policies that they have")
  void placesJobs() {
    // given
    String jobs =
        """
        resources: {requests: {cpu: 100m, memory: 128Mi}}
        jobs:
        - {name: alike, schedule: '@daily', command: [python]}
        - name: big
          schedule: '@daily'
          command: [python]
          resources: {requests: {cpu: 1900m, memory: 128Mi}}
        - name: bound
          schedule: '@daily'
          command: [python]
          architectures: {policy: Pinned, pinned: [amd64]}
        """;
    PlacementScene scene =
        scene()
            .spec(jobs)
            .changed(node ->
                new NodeBuilder(node)
                    .editStatus()
                    .addToAllocatable(
                        "cpu", new Quantity(node.getMetadata().getName().equals("b") ? "1" : "2"))
                    .endStatus()
                    .build())
            .platform(PlacementScene.PRICES.replace("0.08", "0.03"));

    // when
    PlacementReport report = scene.report();

    // then
    assertThat(report.preferred())
        .isEqualTo(Map.of("process", ARM64, "alike", ARM64, "big", AMD64));
    assertThat(report.ofJob("alike")).as("as the service").isEmpty();
    assertThat(report.ofJob("big").map(Placement::reason)).contains("OnlyOneHasNodes");
    assertThat(report.placed().message())
        .endsWith(
            "; for the runs of the job big: No node of arm64 counts: they are too small for the cpu"
                + " that a pod requests, 1.9");
    assertThat(report.ofJob("bound").map(Placement::message))
        .contains(
            "Only amd64 is possible: arm64 is left out by spec.jobs[bound].architectures.pinned");
    assertThat(scene.said(report).report().news()).isEmpty();
  }

  @Test
  @DisplayName("has jobs that go where their runs were measured to be cheaper")
  void measuresRuns() {
    PlacementReport report =
        scene()
            .spec("jobs: [{name: report, schedule: '@daily', command: [python]}]")
            .status(runs("amd64", 60_000, 5) + runs("arm64", 150_000, 5))
            .report();

    assertThat(PlacementScene.order(report)).isEqualTo(ARM64_FIRST);
    assertThat(report.ofJob("report").map(Placement::architectures)).contains(AMD64_FIRST);
    assertThat(report.ofJob("report").map(Placement::message).map(Objects::toString))
        .contains(
            "amd64 comes first: a run costs 0.0000833 EUR on amd64 (measured), 50% less than"
                + " 0.000167 EUR on arm64 (measured)");
  }

  @Test
  @DisplayName("has jobs that go by prices as long as there are too few runs on one architecture")
  void needsRuns() {
    PlacementReport report =
        scene()
            .spec("jobs: [{name: report, schedule: '@daily', command: [python]}]")
            .status(runs("amd64", 60_000, 4) + runs("arm64", 150_000, 5))
            .report();

    assertThat(PlacementScene.order(report)).isEqualTo(ARM64_FIRST);
    assertThat(report.ofJob("report")).as("as the service").isEmpty();
  }

  /** Runs of the job report, the first of which begin its status. */
  private static String runs(String architecture, long milliseconds, int number) {
    StringBuilder yaml =
        new StringBuilder(architecture.equals("amd64") ? "jobs:\n- name: report\n  runs:\n" : "");
    for (int run = 0; run < number; run++) {
      yaml.append(
          "  - {name: %s-%d, result: Succeeded, architecture: %s, milliseconds: %d}\n"
              .formatted(architecture, run, architecture, milliseconds));
    }
    return yaml.toString();
  }

  @Test
  @DisplayName("has what requests cost on each architecture, until it is known better")
  void tellsCosts() {
    PlacementScene scene = scene().worked(AMD64, 20_000, 60).worked(ARM64, 199, 1);

    PlacementReport report = scene.report();

    assertThat(of(AMD64, report).costPerMillionRequests()).isEqualTo("0.042 EUR");
    assertThat(of(ARM64, report).costPerMillionRequests()).as("of too few requests").isNull();
    assertThat(report.costs().flatMap(costs -> costs.together().map(costs::spelled)))
        .contains("0.042 EUR");
    PlacementReport unmeasured = scene().said(report).report();
    assertThat(of(AMD64, unmeasured).costPerMillionRequests()).isEqualTo("0.042 EUR");
  }

  private static ArchitectureState of(Architecture architecture, PlacementReport report) {
    return report.architectures().stream()
        .filter(state -> state.architecture() == architecture)
        .findFirst()
        .orElseThrow();
  }
}
