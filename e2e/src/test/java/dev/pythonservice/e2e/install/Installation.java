package dev.pythonservice.e2e.install;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.e2e.operator.Metrics;
import dev.pythonservice.e2e.support.Conditions;
import dev.pythonservice.e2e.support.Kubectl;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * An operator that was installed into a namespace, however that was done.
 *
 * @param kubectl the administrator's way to the cluster
 * @param client the same for Java
 * @param namespace the operator's namespace
 */
record Installation(Kubectl kubectl, KubernetesClient client, String namespace) {

  private static final String DEPLOYMENT = "pythonservice-operator";
  private static final String SELECTOR = "app.kubernetes.io/component=operator";
  private static final int PATIENCE_SECONDS = 120;

  /** The namespace of an operator, under the restricted pod security standard. */
  void createNamespace() {
    deleteNamespace(namespace);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                .endMetadata()
                .build())
        .create();
  }

  /** Deletes a namespace and waits until it is gone. */
  void deleteNamespace(String name) {
    client.namespaces().withName(name).delete();
    client
        .namespaces()
        .withName(name)
        .waitUntilCondition(Objects::isNull, PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /** Waits until all replicas of today's Deployment are ready. */
  void awaitRollout() {
    kubectl.run(
        "rollout",
        "status",
        "deployment/" + DEPLOYMENT,
        "--namespace=" + namespace,
        "--timeout=55s");
  }

  /** The operator's pods that are ready and not about to end. */
  List<Pod> readyPods() {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel(SELECTOR.split("=")[0], SELECTOR.split("=")[1])
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod ->
            pod.getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals("Ready"))
                .map(PodCondition::getStatus)
                .anyMatch("True"::equals))
        .toList();
  }

  /** Which pod leads, when one does. */
  Optional<String> leader() {
    return Optional.ofNullable(client.leases().inNamespace(namespace).withName(DEPLOYMENT).get())
        .map(lease -> lease.getSpec().getHolderIdentity())
        .filter(holder -> !holder.isEmpty());
  }

  /** What an operator's pod measures; read through the API server, as pods may be out of reach. */
  Metrics metrics(String pod) {
    return new Metrics(
        kubectl.run(
            "get",
            "--raw",
            "/api/v1/namespaces/%s/pods/%s:8080/proxy/q/metrics".formatted(namespace, pod)));
  }

  /** The last lines that the operator's pods have logged. */
  String lastWords() {
    return kubectl
        .attempt(
            "logs", "--selector=" + SELECTOR, "--namespace=" + namespace, "--prefix", "--tail=10")
        .output();
  }

  /** The operator's user name. */
  String user() {
    return "system:serviceaccount:%s:%s".formatted(namespace, DEPLOYMENT);
  }

  /** Waits until the operator has found the platform ready. */
  void awaitReadyPlatform(String name) {
    client
        .resources(PythonPlatform.class)
        .withName(name)
        .waitUntilCondition(
            platform ->
                platform != null
                    && platform.getStatus() != null
                    && Conditions.holds("Ready", platform.getStatus().conditions()),
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  /** Waits until the operator has said how a service is. */
  void awaitStatus(String services) {
    client
        .resources(PythonService.class)
        .inNamespace(services)
        .withName("orders")
        .waitUntilCondition(
            service -> service != null && service.getStatus() != null,
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
  }

  /** Whether the operator's account may do something. */
  boolean may(String verb, String resource, String inNamespace) {
    return kubectl
        .attempt("auth", "can-i", verb, resource, "--namespace=" + inNamespace, "--as=" + user())
        .output()
        .strip()
        .equals("yes");
  }

  /** What is left of an installation, definitions aside, by kind and name. */
  List<String> remains() {
    String kinds =
        "namespaces,clusterroles,clusterrolebindings,roles,rolebindings,deployments,services,"
            + "serviceaccounts,poddisruptionbudgets,networkpolicies,configmaps,secrets,"
            + "pythonplatforms";
    return kubectl
        .run("get", kinds, "--all-namespaces", "--output=name", "--selector=test=" + namespace)
        .lines()
        .toList();
  }

  /** Applies a service that the operator may look after. */
  void applyService(String services) {
    kubectl.apply(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonService
        metadata: {name: orders, namespace: %s}
        spec:
          source: {git: {url: "https://git.example/shop/orders.git", ref: main}}
          python: "3.13"
          process: {command: [python, -m, orders.worker]}
        """
            .formatted(services));
  }

  /** A platform's {@code spec} with the base images of the cluster's registry. */
  static String platformSpec(String registry, String builds) {
    return """
    runtimes: [{python: "3.13", libc: Glibc, image: "%1$s/base/python:3.13"}]
    registry: {repository: "%1$s/services", scheme: HTTP}
    builds: {namespace: %2$s}
    """
        .formatted(registry, builds);
  }

  /** Whether the namespace is there. */
  boolean has(String name) {
    Namespace found = client.namespaces().withName(name).get();
    return found != null;
  }
}
