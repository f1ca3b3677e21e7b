package dev.pythonservice.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A PythonService with several owners")
class ServerSideApplyIT {

  private static final String FROM_GIT =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: orders}
      spec:
        source:
          git: {url: https://git.example/shop/orders.git, ref: main}
        lock:
          extras: [postgres]
        servers:
          - {name: http, app: "orders.api:app", interface: ASGI, port: 8000}
        env:
          - {name: LOG_LEVEL, value: info}
      """;

  private static final String FROM_THE_PLATFORM_TEAM =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: orders}
      spec:
        lock:
          extras: [tracing]
        servers:
          - name: admin
            app: orders.admin:app
            interface: WSGI
            port: 8001
            env:
              - {name: ADMIN_TITLE, value: Orders}
        env:
          - {name: OTEL_SERVICE_NAME, value: orders}
      """;

  private static final String FROM_THE_PLATFORM_TEAM_LATER =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: orders}
      spec:
        env:
          - {name: OTEL_SERVICE_NAME, value: orders}
      """;

  private final KubernetesClient client;
  private final TestNamespace namespace;
  private final Applier gitops;
  private final Applier platformTeam;

  ServerSideApplyIT(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace;
    this.gitops = Applier.called("gitops", client, namespace.name());
    this.platformTeam = Applier.called("platform-team", client, namespace.name());
  }

  @BeforeAll
  void install() {
    Definitions.committed().installOn(client);
  }

  @BeforeEach
  void applyFromGit() {
    gitops.apply(yaml(FROM_GIT));
  }

  @AfterEach
  void delete() {
    orders().delete();
  }

  @Test
  @DisplayName("has the servers, variables and extras of both")
  void mergesByName() {
    platformTeam.apply(yaml(FROM_THE_PLATFORM_TEAM));

    PythonService merged = orders().require();

    assertThat(merged.getSpec().servers())
        .extracting(Server::name)
        .containsExactlyInAnyOrder("http", "admin");
    assertThat(merged.getSpec().env())
        .extracting(EnvVar::getName)
        .containsExactlyInAnyOrder("LOG_LEVEL", "OTEL_SERVICE_NAME");
    assertThat(Objects.requireNonNull(merged.getSpec().lock()).extras())
        .containsExactlyInAnyOrder("postgres", "tracing");
  }

  @Test
  @DisplayName("loses what its owner leaves out, and nothing else")
  void removesWhatItsOwnerLeavesOut() {
    platformTeam.apply(yaml(FROM_THE_PLATFORM_TEAM));

    platformTeam.apply(yaml(FROM_THE_PLATFORM_TEAM_LATER));

    PythonService merged = orders().require();
    assertThat(merged.getSpec().servers()).extracting(Server::name).containsExactly("http");
    assertThat(merged.getSpec().env())
        .extracting(EnvVar::getName)
        .containsExactlyInAnyOrder("LOG_LEVEL", "OTEL_SERVICE_NAME");
    assertThat(Objects.requireNonNull(merged.getSpec().lock()).extras())
        .containsExactly("postgres");
  }

  @Test
  @DisplayName("tells an owner whose field it would take")
  void namesTheOwnerInAConflict() {
    String other = FROM_THE_PLATFORM_TEAM_LATER.replace("OTEL_SERVICE_NAME", "LOG_LEVEL");

    assertThatThrownBy(() -> platformTeam.apply(yaml(other)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("conflict with \"gitops\"")
        .hasMessageContaining(".spec.env[name=\"LOG_LEVEL\"].value");
  }

  @Test
  @DisplayName("stays as it is when it is applied again")
  void applyingAgainChangesNothing() {
    platformTeam.apply(yaml(FROM_THE_PLATFORM_TEAM));
    String before = orders().require().getMetadata().getResourceVersion();

    gitops.apply(yaml(FROM_GIT));
    platformTeam.apply(yaml(FROM_THE_PLATFORM_TEAM));

    assertThat(orders().require().getMetadata().getResourceVersion()).isEqualTo(before);
  }

  @Test
  @DisplayName("is stored as it was applied, without defaults")
  void getsNoDefaults() {
    GenericKubernetesResource applied = yaml(FROM_GIT);

    GenericKubernetesResource stored = gitops.apply(applied);

    assertThat(stored.getAdditionalProperties()).isEqualTo(applied.getAdditionalProperties());
  }

  @Test
  @DisplayName("is scaled through its scale subresource")
  void scales() {
    orders().scale(scaleTo(3));

    PythonService scaled = orders().require();
    assertThat(Objects.requireNonNull(scaled.getSpec().scaling()).replicas()).isEqualTo(3);
  }

  @Test
  @DisplayName("shows replicas and selector of its status through its scale subresource")
  void showsItsScale() {
    gitops.apply(yaml(FROM_GIT + "  scaling: {replicas: 3}\n"));
    String status = "{\"status\":{\"replicas\":2,\"selector\":\"app.kubernetes.io/name=orders\"}}";
    orders().subresource("status").patch(PatchContext.of(PatchType.JSON_MERGE), status);

    Scale scale = orders().scale();

    assertThat(scale.getSpec().getReplicas()).isEqualTo(3);
    assertThat(scale.getStatus().getReplicas()).isEqualTo(2);
    assertThat(scale.getStatus().getSelector()).isEqualTo("app.kubernetes.io/name=orders");
  }

  @Test
  @DisplayName("is not scaled by hand where it scales by itself")
  void refusesToScaleWhatScalesByItself() {
    gitops.apply(yaml(FROM_GIT + "  scaling: {minReplicas: 2, maxReplicas: 4}\n"));

    assertThatThrownBy(() -> orders().scale(scaleTo(3)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining(
            "replicas is a fixed number and excludes minReplicas, maxReplicas and"
                + " targetCPUUtilizationPercentage: remove replicas, or the others");
  }

  private Resource<PythonService> orders() {
    return client.resources(PythonService.class).inNamespace(namespace.name()).withName("orders");
  }

  private Scale scaleTo(int replicas) {
    return new ScaleBuilder()
        .withNewMetadata()
        .withName("orders")
        .withNamespace(namespace.name())
        .endMetadata()
        .withNewSpec()
        .withReplicas(replicas)
        .endSpec()
        .build();
  }

  private static GenericKubernetesResource yaml(String text) {
    return Serialization.unmarshal(text, GenericKubernetesResource.class);
  }
}
