package dev.pythonservice.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;

/**
 * A running Kubernetes.
 *
 * @param provider the name of the provider that runs it
 * @param kubeconfig the file that leads there, as administrator
 * @param registry host and port of an image registry that this machine and the cluster's nodes
 *     reach under the same name, over plain HTTP; empty where the cluster has none of its own
 */
public record Cluster(String provider, Path kubeconfig, String registry) {

  /** A new client of this cluster, to be closed by the caller. */
  public KubernetesClient client() {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
        .build();
  }
}
