package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.resolve.CompactStore.Listing;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The compact store of an informer")
final class CompactStoreTest {

  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private static final int MOVING = 99;

  private final CompactStore<Deployment> store = store(Listing.WHOLE);

  @Test
  @DisplayName("gives back all of each object, managed fields included, however many there are")
  void givesBack() {
    IntStream.range(0, 50).forEach(number -> put(deployment(number)));

    assertThat(store.size()).isEqualTo(50);
    assertThat(store.keySet()).hasSize(50).contains("shop/orders-7");
    IntStream.range(0, 50)
        .forEach(
            number -> assertThat(store.get("shop/orders-" + number)).isEqualTo(deployment(number)));
    assertThat(store.values()).contains(deployment(0), deployment(49));
  }

  @Test
  @DisplayName("returns the object that another one replaces, or that goes")
  void before() {
    assertThat(store.put("shop/orders-1", deployment(1))).isNull();
    assertThat(store.put("shop/orders-1", deployment(2))).isEqualTo(deployment(1));
    assertThat(store.remove("shop/orders-1")).isEqualTo(deployment(2));
    assertThat(store.remove("shop/orders-1")).isNull();
    assertThat(store.get("shop/orders-1")).isNull();
  }

  @Test
  @DisplayName(
      "reads an object once for all who ask for it one after the other, and anew when it changed")
  void lately() {
    put(deployment(1));
    Deployment first = store.get("shop/orders-1");

    assertThat(store.get("shop/orders-1")).isSameAs(first);

    put(deployment(2));
    store.put("shop/orders-1", deployment(3));

    assertThat(store.get("shop/orders-1")).isEqualTo(deployment(3));
  }

  @Test
  @DisplayName("keeps few of the objects that were read")
  void few() {
    IntStream.range(0, 50).forEach(number -> put(deployment(number)));
    Deployment first = store.get("shop/orders-0");

    IntStream.range(1, 50).forEach(number -> store.get("shop/orders-" + number));

    assertThat(store.get("shop/orders-0")).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  @DisplayName("keeps what is left of an object, and leaves the object itself as it was")
  void pruned() {
    ConfigMap configMap =
        Yaml.object(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: code}
            data: {a: b}
            """,
            ConfigMap.class);
    CompactStore<ConfigMap> pruned =
        new CompactStore<>(
            ConfigMap.class,
            SERIALIZATION,
            all -> new ConfigMapBuilder().withMetadata(all.getMetadata()).build(),
            _ -> true,
            Listing.WHOLE);

    pruned.put(pruned.getKey(configMap), configMap);

    assertThat(Objects.requireNonNull(pruned.get("code")).getData()).isEmpty();
    assertThat(configMap.getData()).containsEntry("a", "b");
  }

  @Test
  @DisplayName("keeps an object as it is while it does not rest")
  void whole() {
    Deployment moving = deployment(MOVING);
    put(moving);

    assertThat(store.get("shop/orders-" + MOVING)).isSameAs(moving);

    assertThat(store.put("shop/orders-" + MOVING, deployment(1))).isSameAs(moving);
    assertThat(store.get("shop/orders-" + MOVING)).isEqualTo(deployment(1));
  }

  @Test
  @DisplayName(
      "gives whoever asks for all objects their metadata where that is enough, and takes the rest"
          + " from what is new, which informers hold on to")
  void metadata() {
    CompactStore<Deployment> metadata = store(Listing.METADATA);
    Deployment added = deployment(1);
    Deployment updated = deployment(1);

    metadata.put("shop/orders-1", added);
    metadata.put("shop/orders-1", updated);

    Deployment left =
        new DeploymentBuilder()
            .withMetadata(deployment(1).getMetadata())
            .editMetadata()
            .withManagedFields(List.of())
            .endMetadata()
            .build();
    assertThat(metadata.values()).containsExactly(left);
    assertThat(added).isEqualTo(left);
    assertThat(updated).isEqualTo(deployment(1));
    assertThat(metadata.get("shop/orders-1")).isEqualTo(deployment(1));
  }

  @Test
  @DisplayName("leaves a new object whole that it keeps as it is")
  void wholeAmongMetadata() {
    CompactStore<Deployment> metadata = store(Listing.METADATA);
    Deployment moving = deployment(MOVING);

    metadata.put("shop/orders-" + MOVING, moving);

    assertThat(moving).isEqualTo(deployment(MOVING));
    assertThat(metadata.values()).containsExactly(moving);
  }

  @Test
  @DisplayName("empties objects of every kind that the operator writes or watches")
  void empties() {
    PythonBuild build =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonBuild
            metadata: {name: orders-1}
            spec: {service: orders}
            status: {phase: Succeeded}
            """,
            PythonBuild.class);
    GenericKubernetesResource monitor =
        Yaml.object(
            """
            apiVersion: monitoring.coreos.com/v1
            kind: PodMonitor
            metadata: {name: orders}
            spec: {podMetricsEndpoints: []}
            """,
            GenericKubernetesResource.class);

    Metadata.empty(build);
    Metadata.empty(monitor);

    assertThat(build.getSpec()).isNull();
    assertThat(build.getStatus()).isNull();
    assertThat(build.getMetadata().getName()).isEqualTo("orders-1");
    assertThat(monitor.getAdditionalProperties()).containsEntry("spec", null);
  }

  private static CompactStore<Deployment> store(Listing listing) {
    return new CompactStore<>(
        Deployment.class,
        SERIALIZATION,
        UnaryOperator.identity(),
        CompactStoreTest::isAtRest,
        listing);
  }

  private static boolean isAtRest(Deployment deployment) {
    return deployment.getSpec().getReplicas() != MOVING;
  }

  private void put(Deployment deployment) {
    store.put(store.getKey(deployment), deployment);
  }

  private static Deployment deployment(int number) {
    return Yaml.object(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: orders-%1$d
          namespace: shop
          resourceVersion: "4%1$d"
          managedFields:
          - {manager: pythonservice-operator, operation: Apply,
             fieldsV1: {"f:spec": {"f:replicas": {}}}}
        spec: {replicas: %1$d}
        """
            .formatted(number),
        Deployment.class);
  }
}
