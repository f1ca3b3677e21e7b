package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static dev.pythonservice.e2e.support.Conditions.find;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.Libc;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The operator")
class OperatorIT {

  private static final int DEADLINE_SECONDS = 30;

  private static final Path FOLDER = Path.of("target", "operator-it");

  private static final String PASSWORD = "a-password-that-nobody-may-see";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String shop;
  private final Kubectl kubectl;
  private final Tools tools;

  private InstalledOperator installed;
  private OperatorProcess operator;

  OperatorIT(Cluster cluster, KubernetesClient client, TestNamespace namespace, Tools tools) {
    this.cluster = cluster;
    this.client = client;
    this.shop = namespace.name();
    this.kubectl = Kubectl.of(tools, cluster);
    this.tools = tools;
  }

  @BeforeAll
  void start() {
    installed = InstalledOperator.install(kubectl, tools, shop, FOLDER);
    operator = installed.start();
  }

  @AfterEach
  void removeWhatWasApplied() {
    kubectl.run("delete", "pythonplatforms", "--selector=test=" + shop);
    kubectl.run("delete", "pythonservices", "--all", "--namespace=" + shop);
    kubectl.run("delete", "secrets", "--all", "--namespace=" + installed.builds());
  }

  @AfterAll
  void stop() {
    Optional.ofNullable(operator).ifPresent(OperatorProcess::stop);
    Optional.ofNullable(installed).ifPresent(InstalledOperator::uninstall);
  }

  @Test
  @DisplayName("says what a platform lacks, and sees by itself when it comes")
  void waitsForTheSecret() {
    // given
    applyPlatform("3.13");

    // then
    PythonPlatform lacking = platformWith("SecretNotFound");
    assertThat(ready(lacking).message())
        .isEqualTo(
            "spec.registry.pushSecretRef names the Secret registry-push, which is not in namespace"
                + " operatorit-builds; create it with 'kubectl create secret docker-registry"
                + " registry-push --namespace operatorit-builds --docker-server="
                + cluster.registry()
                + " --docker-username=… --docker-password=…'");
    assertThat(ready(lacking).status()).isEqualTo(Status.False);
    assertThat(condition("Stalled", conditions(lacking)).status()).isEqualTo(Status.True);
    assertThat(lacking.getStatus().observedGeneration())
        .isEqualTo(lacking.getMetadata().getGeneration());
    assertThat(told(lacking, "SecretNotFound", "Warning")).isTrue();

    // when
    createSecret();

    // then
    PythonPlatform complete = platformWith("ReferencesFound");
    assertThat(ready(complete).status()).isEqualTo(Status.True);
    assertThat(condition("Stalled", conditions(complete)).status()).isEqualTo(Status.False);
    assertThat(told(complete, "ReferencesFound", "Normal")).isTrue();
    assertThat(operator.logged()).doesNotContain(PASSWORD);

    // when
    kubectl.run("delete", "secret", "registry-push", "--namespace=" + installed.builds());

    // then
    assertThat(ready(platformWith("SecretNotFound")).status()).isEqualTo(Status.False);
  }

  @Test
  @DisplayName("says which platform a service lacks, and goes on when it comes")
  void waitsForThePlatform() {
    // given
    createSecret();
    choosePlatform();
    applyService();

    // then
    PythonService without = serviceWith("PlatformNotFound");
    assertThat(ready(without).message())
        .isEqualTo(
            "The label pythonservice.dev/platform of namespace operatorit names the PythonPlatform"
                + " operatorit, which does not exist; apply it, or correct the label");
    assertThat(condition("Stalled", conditions(without)).status()).isEqualTo(Status.True);
    assertThat(told(without, "PlatformNotFound", "Warning")).isTrue();

    // when
    applyPlatform("3.12");

    // then
    assertThat(ready(serviceWith("RuntimeNotFound")).message())
        .isEqualTo(
            "The PythonPlatform operatorit has no runtime for Python 3.13 with Glibc; with Glibc it"
                + " has 3.12: set spec.python to one of them, or have a runtime added to the"
                + " platform");

    // when
    applyPlatform("3.13");

    // then
    PythonService waiting = serviceWith("SourceNotFound");
    assertThat(ready(waiting).message()).contains("orders", "operatorit");
    Resolved resolved = Objects.requireNonNull(waiting.getStatus().resolved());
    assertThat(resolved.platform()).isEqualTo("operatorit");
    assertThat(resolved.python()).isEqualTo("3.13");
    assertThat(resolved.libc()).isEqualTo(Libc.Glibc);

    // when
    kubectl.run("delete", "pythonplatform", shop);

    // then
    assertThat(serviceWith("PlatformNotFound").getStatus().resolved()).isNull();
  }

  @Test
  @DisplayName("writes nothing when nothing has changed")
  void writesNothingTwice() {
    // given
    createSecret();
    choosePlatform();
    applyPlatform("3.13");
    applyService();
    platformWith("ReferencesFound");
    serviceWith("SourceNotFound");
    // What it still had to write when that was seen is written by an operator that looked again.
    restartAndReconcile();
    String platformVersion = version(platform().get());
    String serviceVersion = version(service().get());
    long written = statusWrites();

    // when
    restartAndReconcile();

    // then
    assertThat(statusWrites()).isEqualTo(written);
    assertThat(version(platform().get())).isEqualTo(platformVersion);
    assertThat(version(service().get())).isEqualTo(serviceVersion);
  }

  @Test
  @DisplayName(
      "sees every edit of a service, one that comes while it writes about the last included")
  void seesEveryEdit() {
    // given
    choosePlatform();
    applyService();
    serviceWith("PlatformNotFound");

    for (int pair = 0; pair < 20; pair++) {
      // when
      edit(2 * pair);
      edit(2 * pair + 1);

      // then
      service().waitUntilCondition(OperatorIT::isSeen, DEADLINE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void edit(int value) {
    service()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\": {\"env\": [{\"name\": \"EDIT\", \"value\": \"%d\"}]}}".formatted(value));
  }

  private static boolean isSeen(PythonService service) {
    return Objects.equals(
        service.getMetadata().getGeneration(), service.getStatus().observedGeneration());
  }

  @ParameterizedTest(name = "may {0} {1} in {2}: {3}")
  @CsvSource({
    "list, secrets, operatorit-builds, yes",
    "list, secrets, operatorit-system, yes",
    "list, secrets, operatorit, no",
    "list, secrets, kube-system, no",
    "get, secrets, operatorit-builds, yes",
    "get, secrets, operatorit, yes",
    "delete, secrets, operatorit-builds, no",
    "create, secrets, operatorit, no",
    "create, jobs.batch, operatorit-builds, yes",
    "create, jobs.batch, operatorit, yes",
    "delete, jobs.batch, operatorit, yes",
    "delete, pythonbuilds, operatorit, yes",
    "create, pods, operatorit-builds, no",
    "create, pods, operatorit, no",
    "update, pythonservices, operatorit, no",
    "patch, pythonservices, operatorit, no",
    "delete, namespaces, operatorit, no",
  })
  @DisplayName("has the rights it needs and no others")
  void hasLeastRights(String verb, String resource, String namespace, String allowed) {
    String answer =
        kubectl
            .attempt(
                "auth",
                "can-i",
                verb,
                resource,
                "--namespace=" + namespace,
                "--as=" + installed.user())
            .output();

    assertThat(answer.strip()).isEqualTo(allowed);
  }

  private void applyPlatform(String python) {
    kubectl.apply(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonPlatform
        metadata: {name: operatorit, labels: {test: operatorit}}
        spec:
          runtimes: [{python: "%s", libc: Glibc, image: "%s/base/python:3.13"}]
          registry: {repository: "%s/python", scheme: HTTP, pushSecretRef: {name: registry-push}}
          builds: {namespace: operatorit-builds}
        """
            .formatted(python, cluster.registry(), cluster.registry()));
  }

  private void applyService() {
    kubectl.apply(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonService
        metadata: {name: orders, namespace: operatorit}
        spec:
          source: {configMap: {name: orders, items: [{key: worker, path: orders/worker.py}]}}
          python: "3.13"
          process: {command: [python, -m, orders.worker]}
        """);
  }

  private void createSecret() {
    kubectl.run(
        "create",
        "secret",
        "docker-registry",
        "registry-push",
        "--namespace=" + installed.builds(),
        "--docker-server=registry.example",
        "--docker-username=builder",
        "--docker-password=" + PASSWORD);
  }

  private void choosePlatform() {
    kubectl.run("label", "--overwrite", "namespace", shop, "pythonservice.dev/platform=" + shop);
  }

  private PythonPlatform platformWith(String reason) {
    return waitFor(platform(), reason);
  }

  private PythonService serviceWith(String reason) {
    return waitFor(service(), reason);
  }

  private static <T extends HasMetadata> T waitFor(Resource<T> resource, String reason) {
    return resource.waitUntilCondition(
        found ->
            find("Ready", conditions(found))
                .filter(ready -> ready.reason().equals(reason))
                .isPresent(),
        DEADLINE_SECONDS,
        TimeUnit.SECONDS);
  }

  private Resource<PythonPlatform> platform() {
    return client.resources(PythonPlatform.class).withName(shop);
  }

  private Resource<PythonService> service() {
    return client.resources(PythonService.class).inNamespace(shop).withName("orders");
  }

  private static Condition ready(HasMetadata object) {
    return condition("Ready", conditions(object));
  }

  private static List<Condition> conditions(@Nullable HasMetadata object) {
    return switch (object) {
      case PythonPlatform platform when platform.getStatus() != null ->
          platform.getStatus().conditions();
      case PythonService service when service.getStatus() != null ->
          service.getStatus().conditions();
      case null, default -> List.of();
    };
  }

  /** Whether an Event about the object, with that reason and type, is told in time. */
  private boolean told(HasMetadata object, String reason, String type) {
    String namespace = Optional.ofNullable(object.getMetadata().getNamespace()).orElse("default");
    return Eventually.within(
        Duration.ofSeconds(DEADLINE_SECONDS),
        () ->
            client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> isAbout(object, event))
                .anyMatch(
                    event -> event.getReason().equals(reason) && event.getType().equals(type)));
  }

  private static boolean isAbout(HasMetadata object, Event event) {
    return object.getMetadata().getUid().equals(event.getRegarding().getUid());
  }

  private void restartAndReconcile() {
    operator.stop();
    operator = installed.start();
    int platforms = client.resources(PythonPlatform.class).list().getItems().size();
    assertThat(hasReconciled("pythonplatform", platforms)).isTrue();
    assertThat(hasReconciled("pythonservice", 1)).isTrue();
  }

  /** Whether a controller, since the operator's start, gets through as many objects in time. */
  private boolean hasReconciled(String controller, int objects) {
    return Eventually.within(
        Duration.ofSeconds(DEADLINE_SECONDS),
        () ->
            operator.metric("reconciliations_success_total", "\"%s\"".formatted(controller))
                >= objects);
  }

  /**
   * How often the API server was asked to write a status of our API. The resource version alone
   * does not show it: applying what is there already leaves it as it is.
   */
  private long statusWrites() {
    return kubectl
        .run("get", "--raw", "/metrics")
        .lines()
        .filter(line -> line.startsWith("apiserver_request_total{"))
        .filter(line -> line.contains("group=\"pythonservice.dev\""))
        .filter(line -> line.contains("subresource=\"status\""))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private static String version(HasMetadata object) {
    return object.getMetadata().getResourceVersion();
  }
}
