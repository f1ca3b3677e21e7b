package dev.pythonservice.e2e.operator;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the operator's golden cases expect, on a real API server: it accepts every field of every
 * object, and warns of nothing, in a namespace under the restricted pod security standard.
 */
@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("What the operator renders")
class RenderedObjectsIT {

  private static final Path GOLDEN =
      Path.of("..", "operator", "src", "test", "resources", "golden-workloads");

  /** Of the Prometheus operator, which is not in the cluster. */
  private static final String NOT_SERVED = "PodMonitor";

  private final Kubectl kubectl;
  private final String namespace;

  RenderedObjectsIT(Cluster cluster, TestNamespace namespace, Tools tools) {
    this.kubectl = Kubectl.of(tools, cluster);
    this.namespace = namespace.name();
  }

  /** Pods are refused there already; this has Deployments and CronJobs looked at, too. */
  @BeforeAll
  void warnOfWorkloads() {
    kubectl.run(
        "label",
        "namespace",
        namespace,
        "pod-security.kubernetes.io/warn=restricted",
        "--overwrite");
  }

  static List<Path> cases() {
    try (Stream<Path> folders = Files.list(GOLDEN)) {
      return folders.sorted().toList();
    } catch (IOException exception) {
      throw new UncheckedIOException(GOLDEN + " cannot be listed", exception);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  @DisplayName("is accepted without a warning:")
  void isAccepted(Path folder) throws IOException {
    String objects = here(Files.readString(folder.resolve("expected.yaml")));

    Command.Outcome outcome = tryOut(objects);

    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
  }

  @Test
  @DisplayName("would be warned of if it broke the standard")
  void wouldBeWarnedOf() throws IOException {
    String objects =
        here(Files.readString(cases().getFirst().resolve("expected.yaml")))
            .replace("allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true");

    Command.Outcome outcome = tryOut(objects);

    assertThat(outcome.exitCode()).isNotZero();
    assertThat(outcome.error()).contains("would violate PodSecurity \"restricted");
  }

  private Command.Outcome tryOut(String objects) {
    return kubectl
        .command(
            "--warnings-as-errors",
            "apply",
            "--server-side",
            "--dry-run=server",
            "--field-manager=pythonservice-operator",
            "--validate=strict",
            "--filename=-")
        .reading(objects)
        .attempt();
  }

  /** The objects in the test's namespace. */
  private String here(String objects) {
    return Arrays.stream(objects.split("(?m)^---$"))
        .filter(document -> !document.isBlank())
        .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
        .filter(object -> !object.getKind().equals(NOT_SERVED))
        .map(this::moved)
        .collect(joining());
  }

  private String moved(GenericKubernetesResource object) {
    object.getMetadata().setNamespace(namespace);
    return Serialization.asYaml(object);
  }
}
