package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured today: what the API's rules cost, and what it costs to find a running cluster.
 *
 * @param checkout the folder of the checkout
 * @param cluster the cluster to measure on
 * @param tools its tools
 */
public record Benchmarks(Path checkout, Cluster cluster, Tools tools) {

  private static final int ROUNDS = 40;

  /**
   * Measures everything and says each result as a line.
   *
   * @param findCluster what {@code make cluster-up} does on a running cluster
   */
  public void run(Runnable findCluster, Progress results) {
    kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--kustomize=" + checkout.resolve("crds"))
        .run();
    kubectl("wait", "--for=condition=Established", "crd/pythonservices.pythonservice.dev").run();
    try (KubernetesClient client = cluster.client()) {
      HasMetadata service = service();
      HasMetadata configMap = configMapOfTheSameSize(service);
      results.say(
          new Comparison(
                  new Way("check a new PythonService", () -> tryToCreate(client, service)),
                  new Way(
                      "check a new ConfigMap of the same size",
                      () -> tryToCreate(client, configMap)),
                  ROUNDS)
              .measure());
    }
    results.say(
        new Comparison(
                new Way("find the running cluster", findCluster),
                new Way("kubectl get --raw /readyz", kubectl("get", "--raw", "/readyz")::run),
                ROUNDS / 4)
            .measure());
  }

  /** The server does all but store the object, so that nobody reacts to it. */
  private static void tryToCreate(KubernetesClient client, HasMetadata object) {
    client.resource(object).dryRun().create();
  }

  private HasMetadata service() {
    Path file = checkout.resolve("examples/orders/service.yaml");
    try {
      HasMetadata service =
          Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class);
      // The example leaves it to whoever applies it.
      service.getMetadata().setNamespace("default");
      return service;
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }

  private static HasMetadata configMapOfTheSameSize(HasMetadata service) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("of-the-same-size")
        .withNamespace(service.getMetadata().getNamespace())
        .endMetadata()
        .addToData("service", Serialization.asJson(service))
        .build();
  }

  private Command kubectl(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(tools.path(Tool.KUBECTL));
    words.add("--kubeconfig=" + cluster.kubeconfig());
    words.addAll(List.of(arguments));
    return Command.of(words);
  }
}
