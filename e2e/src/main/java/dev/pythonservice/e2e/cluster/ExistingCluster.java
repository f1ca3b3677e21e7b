package dev.pythonservice.e2e.cluster;

import dev.pythonservice.e2e.process.Progress;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The cluster of the current kubeconfig context. It is nobody's business here to start or stop it,
 * and it is used only when it was asked for by name.
 *
 * @param environment where {@code KUBECONFIG} and, for a registry of the cluster's own, {@code
 *     CLUSTER_REGISTRY} are
 */
public record ExistingCluster(Map<String, String> environment) implements ClusterProvider {

  /** The word for this provider. */
  public static final String NAME = "existing";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Cluster up(Progress progress) {
    Path kubeconfig = kubeconfig();
    if (!Files.isReadable(kubeconfig)) {
      throw new ClusterProblem(
          "CLUSTER=existing needs a kubeconfig, and %s cannot be read; name one in KUBECONFIG"
              .formatted(kubeconfig));
    }
    Cluster cluster = cluster();
    try (KubernetesClient client = cluster.client()) {
      progress.say(
          "Using %s, Kubernetes %s"
              .formatted(client.getMasterUrl(), client.getKubernetesVersion().getGitVersion()));
    } catch (KubernetesClientException exception) {
      throw new ClusterProblem(
          "The cluster of %s does not answer: %s; check its current context"
              .formatted(kubeconfig, exception.getMessage()));
    }
    return cluster;
  }

  @Override
  public void down(Progress progress) {
    progress.say("The existing cluster is left as it is");
  }

  @Override
  public boolean isUp() {
    try (KubernetesClient client = cluster().client()) {
      return client.getKubernetesVersion() != null;
    } catch (KubernetesClientException exception) {
      return false;
    }
  }

  private Cluster cluster() {
    return new Cluster(NAME, kubeconfig(), environment.getOrDefault("CLUSTER_REGISTRY", ""));
  }

  private Path kubeconfig() {
    String home = environment.getOrDefault("HOME", "/root");
    String named = environment.getOrDefault("KUBECONFIG", "");
    return Path.of(named.isEmpty() ? home + "/.kube/config" : named);
  }
}
