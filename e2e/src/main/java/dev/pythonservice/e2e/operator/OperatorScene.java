package dev.pythonservice.e2e.operator;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.servers.ApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The operator's surroundings on an API server of its own: the API, a platform and a service, both
 * from the examples.
 *
 * @param server the API server
 * @param platform the platform
 * @param service the service
 */
public record OperatorScene(ApiServer server, PythonPlatform platform, PythonService service) {

  private static final String NAMESPACE = "pythonservice-system";
  private static final String BUILDS = "pythonservice-builds";
  private static final String SERVICES = "default";
  private static final String DEFINITIONS = "crds";
  private static final String PLATFORM = "examples/platform/local.yaml";
  private static final String SERVICE = "examples/orders/service.yaml";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What it is made of. */
  static List<Path> files(Path checkout) throws IOException {
    try (Stream<Path> definitions = Files.list(checkout.resolve(DEFINITIONS))) {
      return Stream.concat(
              definitions.filter(file -> file.toString().endsWith(".yaml")).sorted(),
              Stream.of(checkout.resolve(PLATFORM), checkout.resolve(SERVICE)))
          .toList();
    }
  }

  /** Installs the API and makes the namespaces. */
  public static OperatorScene prepare(ApiServer server, Path checkout) throws IOException {
    try (KubernetesClient client = server.client()) {
      for (Path file : files(checkout)) {
        if (file.startsWith(checkout.resolve(DEFINITIONS))) {
          install(client, read(file, CustomResourceDefinition.class));
        }
      }
      for (String namespace : List.of(NAMESPACE, BUILDS)) {
        client
            .resource(
                new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
            .create();
      }
      client.resource(certificates()).create();
    }
    PythonService service = read(checkout.resolve(SERVICE), PythonService.class);
    service.getMetadata().setNamespace(SERVICES);
    return new OperatorScene(
        server, read(checkout.resolve(PLATFORM), PythonPlatform.class), service);
  }

  /** What the platform names, so that the operator goes on to look its services up. */
  private static ConfigMap certificates() {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName("machine-certificates")
        .withNamespace(BUILDS)
        .endMetadata()
        .addToData("ca.crt", "")
        .build();
  }

  private static <T> T read(Path file, Class<T> type) throws IOException {
    return Serialization.unmarshal(Files.readString(file), type);
  }

  private static void install(KubernetesClient client, CustomResourceDefinition definition) {
    client.resource(definition).create();
    String name = definition.getMetadata().getName();
    boolean established =
        Eventually.within(
            PATIENCE,
            () ->
                Optional.ofNullable(client.resource(definition).get().getStatus())
                    .map(CustomResourceDefinitionStatus::getConditions)
                    .stream()
                    .flatMap(List::stream)
                    .anyMatch(condition ->
                        condition.getType().equals("Established")
                            && condition.getStatus().equals("True")));
    if (!established) {
      throw new CommandFailed("The API server does not serve " + name);
    }
  }

  /** The environment of an operator that works here. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(server.environment());
    environment.put("POD_NAMESPACE", NAMESPACE);
    environment.put("POD_NAME", "operator");
    environment.put("PYTHONSERVICE_BUILD_NAMESPACES", BUILDS);
    return environment;
  }

  /**
   * Applies the platform and the service, waits until the operator has said how they are, and takes
   * them away.
   */
  void play(OperatorProcess operator) {
    try (KubernetesClient client = server.client()) {
      client.resource(service).create();
      await(client, "about a service without a platform");
      client.resource(platform).create();
      boolean seen =
          Eventually.within(
              PATIENCE,
              () ->
                  Optional.ofNullable(client.resource(platform).get().getStatus())
                      .map(PythonPlatformStatus::conditions)
                      .filter(OperatorScene::areDecided)
                      .isPresent());
      if (!seen) {
        throw new CommandFailed("The operator says nothing about a platform");
      }
      await(client, "about a service with a platform");
      operator.metric("jvm_memory_used_bytes", "heap");
      client.resource(service).delete();
      client.resource(platform).delete();
      // Whatever the operator does about a deletion belongs to it, and the next one starts anew.
      boolean gone =
          Eventually.within(
              PATIENCE,
              () ->
                  client.resource(service).get() == null
                      && client.resource(platform).get() == null);
      if (!gone) {
        throw new CommandFailed("The operator does not let go of a deleted service or platform");
      }
    }
  }

  /** Applies the platform and the service, and leaves them. */
  public void fill() {
    try (KubernetesClient client = server.client()) {
      client.resource(platform).create();
      client.resource(service).create();
    }
  }

  private void await(KubernetesClient client, String what) {
    boolean seen =
        Eventually.within(
            PATIENCE,
            () ->
                Optional.ofNullable(client.resource(service).get().getStatus())
                    .map(PythonServiceStatus::conditions)
                    .filter(OperatorScene::areDecided)
                    .isPresent());
    if (!seen) {
      throw new CommandFailed("The operator says nothing " + what);
    }
  }

  private static boolean areDecided(List<Condition> conditions) {
    return conditions.stream().anyMatch(condition -> condition.type().equals("Ready"));
  }
}
