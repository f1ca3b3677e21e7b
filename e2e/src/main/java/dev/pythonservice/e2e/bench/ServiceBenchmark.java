package dev.pythonservice.e2e.bench;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.bench.Comparison.Measured;
import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.charts.Helm;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.ExampleService;
import dev.pythonservice.e2e.stage.GitServerPod;
import dev.pythonservice.e2e.stage.LocalPlatform;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What the operator adds to Kubernetes' own time: a PythonService whose image is on the node is
 * changed with {@code kubectl apply} until it is Ready, against the same change of the manifests
 * that the operator has rendered for it, applied where no operator is.
 *
 * @param surroundings what makes images
 * @param cluster the cluster, with a registry
 * @param tools its tools
 * @param rounds how often each way runs
 */
public record ServiceBenchmark(
    Surroundings surroundings, Cluster cluster, Tools tools, int rounds) {

  private static final Goal RATIO = Goal.ratio(1.25);
  private static final int DEADLINE_SECONDS = 300;

  private static final String SERVICE = "orders";
  private static final String SERVICES = "pythonservice-bench";
  private static final String PLAIN = SERVICES + "-plain";
  private static final String OPERATOR = SERVICES + "-system";
  private static final String BUILDS = SERVICES + "-builds";
  private static final String RELEASE = "pythonservice-bench";

  /** Its value is what changes in each round. */
  private static final String VARIABLE = "ORDERS_SPOOL";

  private static final String FIRST_VALUE = "/var/spool/orders";

  /** Measures, says the result as a line, and leaves nothing behind. */
  public void run(Progress progress, Progress results) {
    try (KubernetesClient client = cluster.client()) {
      clear(client);
      try {
        results.say(measure(client, progress));
      } finally {
        clear(client);
      }
    } catch (IOException problem) {
      throw new UncheckedIOException("The benchmark's files cannot be written", problem);
    }
  }

  private String measure(KubernetesClient client, Progress progress) throws IOException {
    Path work = Files.createTempDirectory("service-benchmark");
    progress.say("setting up an operator and a service");
    setUp(client, progress);
    GitServerPod git =
        GitServerPod.start(
            cluster,
            client,
            tools,
            SERVICES,
            surroundings.publishGitServer(cluster, Progress.silent()));
    ExampleService example = ExampleService.of(Surroundings.checkout(), SERVICE);
    git.create(SERVICE, example.folder(), work.resolve(SERVICE));
    String service = example.manifest(git);
    apply(service, SERVICES);
    awaitReady(client);
    String rendered = rendered(client);
    apply(rendered, PLAIN);
    awaitRollout(client);

    progress.say("measuring changes of a service, %d rounds".formatted(rounds));
    AtomicInteger round = new AtomicInteger();
    Measured measured =
        new Comparison(
                new Way(
                    "a change of a PythonService, from kubectl apply to Ready",
                    () -> {
                      apply(changed(service, round.incrementAndGet()), SERVICES);
                      awaitReady(client);
                    }),
                new Way(
                    "the same of the rendered manifests",
                    () -> {
                      apply(changed(rendered, round.get()), PLAIN);
                      awaitRollout(client);
                    }),
                rounds)
            .compare();
    Folders.delete(work);
    return "%s; %s".formatted(measured.line(), RATIO.verdict(measured.ratio()));
  }

  private void setUp(KubernetesClient client, Progress progress) {
    Stream.of(SERVICES, PLAIN).forEach(name -> createNamespace(client, name));
    String operator = surroundings.publishOperator(cluster, progress);
    String builder = surroundings.publishBuilder(cluster, progress);
    Helm helm = Helm.of(tools, cluster.kubeconfig());
    Path charts = Surroundings.checkout().resolve("charts");
    helm.run(
        "upgrade",
        "--install",
        "pythonservice-crds",
        charts.resolve("pythonservice-crds").toString(),
        "--namespace=" + OPERATOR,
        "--create-namespace",
        "--take-ownership",
        "--force-conflicts",
        "--server-side=true",
        "--wait");
    helm.run(
        "upgrade",
        "--install",
        RELEASE,
        charts.resolve("pythonservice-operator").toString(),
        "--namespace=" + OPERATOR,
        "--set=replicas=1",
        image("image", operator),
        image("builder.image", builder),
        "--set=watchedNamespaces={%s}".formatted(SERVICES),
        "--set=builds.namespaces={%s}".formatted(BUILDS),
        "--wait",
        "--timeout=3m");
    LocalPlatform.of(Surroundings.checkout(), SERVICES, BUILDS, System.getenv())
        .applyTo(cluster, client);
  }

  private static String image(String value, String reference) {
    String[] parts = reference.split("@", 2);
    return "--set=%s.repository=%s,%s.digest=%s".formatted(value, parts[0], value, parts[1]);
  }

  private static void createNamespace(KubernetesClient client, String name) {
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("pythonservice.dev/platform", SERVICES)
                .endMetadata()
                .build())
        .create();
  }

  /** What the operator has made of the service, as somebody would keep it in files. */
  private static String rendered(KubernetesClient client) {
    return Stream.of(
            client.apps().deployments().inNamespace(SERVICES),
            client.services().inNamespace(SERVICES),
            client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(SERVICES),
            client.policy().v1().podDisruptionBudget().inNamespace(SERVICES),
            client.batch().v1().cronjobs().inNamespace(SERVICES))
        .flatMap(kind ->
            kind.withLabel("app.kubernetes.io/instance", SERVICE).list().getItems().stream())
        .map(ServiceBenchmark::manifest)
        .reduce("", (all, one) -> all + "---\n" + one);
  }

  private static String manifest(HasMetadata object) {
    HasMetadata copy = Serialization.clone(object);
    copy.getMetadata().setUid(null);
    copy.getMetadata().setResourceVersion(null);
    copy.getMetadata().setGeneration(null);
    copy.getMetadata().setCreationTimestamp(null);
    copy.getMetadata().setNamespace(null);
    copy.getMetadata().setOwnerReferences(List.of());
    copy.getMetadata().setManagedFields(List.of());
    if (copy instanceof io.fabric8.kubernetes.api.model.Service service) {
      service.getSpec().setClusterIP(null);
      service.getSpec().setClusterIPs(List.of());
    }
    if (copy instanceof Deployment deployment) {
      // The autoscaler's, and the Deployment controller's.
      deployment.getSpec().setReplicas(null);
      deployment.getMetadata().getAnnotations().remove("deployment.kubernetes.io/revision");
    }
    return Serialization.asYaml(copy).replaceFirst("(?ms)^status:.*", "");
  }

  private static String changed(String manifest, int round) {
    return manifest.replace(FIRST_VALUE, FIRST_VALUE + "-" + round);
  }

  private void apply(String manifest, String namespace) {
    Command.of(
            List.of(
                tools.path(Tool.KUBECTL),
                "--kubeconfig=" + cluster.kubeconfig(),
                "apply",
                "--server-side",
                "--namespace=" + namespace,
                "--filename=-"))
        .reading(manifest)
        .run();
  }

  private static void awaitReady(KubernetesClient client) {
    client
        .resources(PythonService.class)
        .inNamespace(SERVICES)
        .withName(SERVICE)
        .waitUntilCondition(ServiceBenchmark::isReady, DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  private static boolean isReady(PythonService service) {
    return service != null
        && service.getStatus() != null
        && Objects.equals(
            service.getMetadata().getGeneration(), service.getStatus().observedGeneration())
        && service.getStatus().conditions().stream()
            .filter(condition -> condition.type().equals("Ready"))
            .anyMatch(condition -> condition.status() == Condition.Status.True);
  }

  private static void awaitRollout(KubernetesClient client) {
    client
        .apps()
        .deployments()
        .inNamespace(PLAIN)
        .withName(SERVICE)
        .waitUntilCondition(ServiceBenchmark::isComplete, DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** As {@code kubectl rollout status} has it. */
  private static boolean isComplete(Deployment deployment) {
    if (deployment == null || deployment.getStatus() == null) {
      return false;
    }
    Integer replicas = deployment.getSpec().getReplicas();
    return Objects.equals(
            deployment.getMetadata().getGeneration(),
            deployment.getStatus().getObservedGeneration())
        && Objects.equals(replicas, deployment.getStatus().getUpdatedReplicas())
        && Objects.equals(replicas, deployment.getStatus().getReplicas())
        && Objects.equals(replicas, deployment.getStatus().getAvailableReplicas());
  }

  /** The services go while their operator is there to clear up after them. */
  private void clear(KubernetesClient client) {
    if (client.resources(PythonService.class).inNamespace(SERVICES).withName(SERVICE).get()
        != null) {
      client.resources(PythonService.class).inNamespace(SERVICES).delete();
    }
    client.resources(PythonPlatform.class).withName(SERVICES).delete();
    Helm.of(tools, cluster.kubeconfig())
        .run("uninstall", RELEASE, "--namespace=" + OPERATOR, "--ignore-not-found", "--wait");
    List<String> namespaces = List.of(SERVICES, PLAIN, BUILDS, OPERATOR);
    namespaces.forEach(name -> client.namespaces().withName(name).delete());
    namespaces.forEach(name ->
        client
            .namespaces()
            .withName(name)
            .waitUntilCondition(Objects::isNull, DEADLINE_SECONDS, TimeUnit.SECONDS));
  }
}
