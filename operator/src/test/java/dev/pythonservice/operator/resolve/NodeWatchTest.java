package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.PodDemand;
import dev.pythonservice.operator.plan.VisibleNodes;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The watch on nodes")
final class NodeWatchTest {

  private static final ResourceID ORDERS = new ResourceID("orders", "shop");
  private static final ResourceID BILLS = new ResourceID("bills", "shop");

  private static final NodeQuestion SMALL = question("0.1");
  private static final NodeQuestion LARGE = question("3");

  private final Scene scene = new Scene();
  private final FakeReads cluster = new FakeReads();
  private final NodeWatch watch = new NodeWatch(cluster, scene.clock());

  @Test
  @DisplayName("tells nobody that there is another node like those before")
  void isQuietAboutMoreOfTheSame() {
    // given
    cluster.nodes(node("a", "2"));
    watch.attach(scene);
    watch.of(ORDERS, SMALL);

    // when
    cluster.nodes(node("a", "2"), node("b", "2"));
    rest();

    // then
    assertThat(scene.told()).isEmpty();
    assertThat(watch.of(ORDERS, SMALL)).isEqualTo(seen(SMALL, node("a", "2"), node("b", "2")));
  }

  @Test
  @DisplayName("tells those services alone to which a node makes a difference")
  void tellsThoseConcerned() {
    // given
    cluster.nodes(node("a", "2"), node("b", "4"));
    watch.attach(scene);
    watch.of(ORDERS, SMALL);
    watch.of(BILLS, LARGE);

    // when
    cluster.nodes(node("b", "4"));
    rest();

    // then
    assertThat(scene.told()).containsExactly(ORDERS);
    assertThat(watch.of(BILLS, LARGE)).isEqualTo(seen(LARGE, node("b", "4")));
  }

  @Test
  @DisplayName("waits until nodes are at rest, and then looks once")
  void waitsForRest() {
    // given
    watch.attach(scene);
    watch.of(ORDERS, SMALL);

    // when
    for (int change = 0; change < 10; change++) {
      cluster.nodes(node("a", "2"));
      scene.pass(NodeWatch.QUIET.minusSeconds(1));
      scene.work(watch);
    }

    // then
    assertThat(scene.told()).isEmpty();
    assertThat(watch.of(ORDERS, SMALL)).isEqualTo(seen(SMALL));
    assertThat(scene.wakeups()).contains(scene.now().plusSeconds(1));

    // when
    scene.pass(Duration.ofSeconds(1));
    scene.work(watch);

    // then
    assertThat(scene.told()).containsExactly(ORDERS);
    assertThat(watch.of(ORDERS, SMALL)).isEqualTo(seen(SMALL, node("a", "2")));
  }

  @Test
  @DisplayName("looks after a minute though nodes do not come to rest")
  void looksAtLast() {
    // given
    watch.attach(scene);
    watch.of(ORDERS, SMALL);
    Instant start = scene.now();

    // when
    while (scene.now().isBefore(start.plus(NodeWatch.LONGEST_UNREST))) {
      cluster.nodes(node("a", "2"));
      scene.work(watch);
      scene.pass(Duration.ofSeconds(1));
    }
    assertThat(scene.told()).isEmpty();
    scene.work(watch);

    // then
    assertThat(scene.told()).containsExactly(ORDERS);
  }

  @Test
  @DisplayName("that is forbidden says so, and sees the nodes once it is allowed")
  void isForbidden() {
    // given
    cluster.forbidNodes();
    watch.attach(scene);

    // then
    assertThat(watch.of(ORDERS, SMALL)).isEqualTo(new VisibleNodes.Hidden(true));

    // when
    cluster.nodes(node("a", "2"));
    cluster.allowNodes();

    // then
    assertThat(scene.told()).containsExactly(ORDERS);
    assertThat(watch.of(ORDERS, SMALL)).isEqualTo(seen(SMALL, node("a", "2")));
  }

  @Test
  @DisplayName("goes on seeing what it saw while the API server is away")
  void keepsWhatItSaw() {
    // given
    cluster.nodes(node("a", "2"));
    watch.attach(scene);
    watch.of(ORDERS, SMALL);

    // when
    cluster.nodeObserver().areOutOfReach(new KubernetesClientException("away"));

    // then
    assertThat(scene.told()).isEmpty();
    assertThat(watch.of(ORDERS, SMALL)).isEqualTo(seen(SMALL, node("a", "2")));
  }

  @Test
  @DisplayName("tells nothing to services that are gone")
  void forgets() {
    // given
    watch.attach(scene);
    watch.of(ORDERS, SMALL);
    watch.of(BILLS, SMALL);
    scene.delete(ORDERS);
    watch.forget(BILLS);

    // when
    cluster.nodes(node("a", "2"));
    rest();

    // then
    assertThat(scene.told()).isEmpty();
  }

  @Test
  @DisplayName("keeps of a node what matters, and not that it is alive")
  void prunes() {
    Node node =
        Yaml.object(
            """
            apiVersion: v1
            kind: Node
            metadata: {name: a, labels: {kubernetes.io/arch: arm64}, annotations: {long: text}}
            spec: {podCIDR: 10.0.0.0/24, taints: [{key: gpu, effect: NoSchedule}]}
            status:
              allocatable: {cpu: "2"}
              capacity: {cpu: "2", memory: 8Gi}
              conditions:
              - {type: MemoryPressure, status: "False"}
              - {type: Ready, status: "True", lastHeartbeatTime: "2026-11-23T02:00:00Z"}
              images: [{names: [registry.example/a], sizeBytes: 5}]
            """,
            Node.class);

    Node pruned = PrunedNodes.prune(node);

    assertThat(ClusterNode.of(pruned)).isEqualTo(ClusterNode.of(node));
    assertThat(pruned.getMetadata().getAnnotations()).isEmpty();
    assertThat(pruned.getStatus().getImages()).isEmpty();
    pruned.getStatus().getConditions().getFirst().setLastHeartbeatTime("2026-11-23T02:05:00Z");
    assertThat(ClusterNode.of(pruned)).isEqualTo(ClusterNode.of(node));
  }

  private void rest() {
    scene.pass(NodeWatch.QUIET);
    scene.work(watch);
  }

  private static VisibleNodes seen(NodeQuestion question, ClusterNode... nodes) {
    return new VisibleNodes.Seen(question.answerBy(List.of(nodes)));
  }

  private static NodeQuestion question(String cpus) {
    return new NodeQuestion(
        List.of(
            new PodDemand(
                "process", Map.of("cpu", new BigDecimal(cpus)), List.of(), Map.of(), List.of())),
        Optional.empty());
  }

  private static ClusterNode node(String name, String cpus) {
    return new ClusterNode(
        name,
        Map.of("kubernetes.io/arch", "arm64"),
        List.of(),
        Map.of("cpu", new BigDecimal(cpus)),
        new BigDecimal(cpus),
        true,
        false);
  }
}
