package dev.pythonservice.e2e.stage;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A pod of the stage.
 *
 * @param client the cluster
 * @param kubectl the program and the way to the cluster, for what runs in the pod
 * @param namespace its namespace
 * @param name its name
 */
public record StagePod(
    KubernetesClient client, List<String> kubectl, String namespace, String name) {

  private static final int PATIENCE_SECONDS = 120;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  public StagePod {
    kubectl = List.copyOf(kubectl);
  }

  static StagePod of(
      Cluster cluster, KubernetesClient client, Tools tools, String namespace, String name) {
    List<String> kubectl =
        List.of(tools.path(Tool.KUBECTL), "--kubeconfig=" + cluster.kubeconfig());
    return new StagePod(client, kubectl, namespace, name);
  }

  /** Applies the pod, and whatever else is in the manifest, and waits until it is ready. */
  StagePod start(String manifest) {
    client
        .load(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
    await("ready", pod -> pod != null && Readiness.isPodReady(pod));
    return this;
  }

  /** Waits until its containers have ended by themselves. */
  void awaitEnd() {
    await("at its end", pod -> pod != null && ENDED.contains(pod.getStatus().getPhase()));
  }

  /** The words that run a program in it, with standard input. */
  List<String> words(String... program) {
    Stream<String> way = Stream.of("exec", "--stdin", "--namespace=" + namespace, name, "--");
    return Stream.of(kubectl.stream(), way, Stream.of(program)).flatMap(part -> part).toList();
  }

  /** A program in it, not started yet. */
  Command command(String... program) {
    return Command.of(words(program));
  }

  /** The address of the Service of its name, by its IP address, with a slash at its end. */
  String addressUrl() {
    String address =
        client.services().inNamespace(namespace).withName(name).require().getSpec().getClusterIP();
    // IPv6 addresses stand in brackets in URLs (RFC 3986).
    return "http://%s/".formatted(address.contains(":") ? "[" + address + "]" : address);
  }

  /** What it has logged. */
  String log() {
    return resource().getLog();
  }

  /** Deletes it and waits until it is gone. */
  void delete() {
    resource().delete();
    await("gone", Objects::isNull);
  }

  private PodResource resource() {
    return client.pods().inNamespace(namespace).withName(name);
  }

  private void await(String state, Predicate<Pod> condition) {
    try {
      resource().waitUntilCondition(condition, PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (KubernetesClientTimeoutException tooLate) {
      String status =
          Optional.ofNullable(resource().get())
              .map(Pod::getStatus)
              .map(StagePod::shortly)
              .orElse("it is not there");
      throw new ClusterProblem(
          "The pod %s in namespace %s is not %s after %d s: %s"
              .formatted(name, namespace, state, PATIENCE_SECONDS, status));
    }
  }

  private static String shortly(PodStatus status) {
    return Serialization.asJson(status.getContainerStatuses()).replaceAll("\\s+", " ");
  }
}
