package dev.pythonservice.e2e.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrBool;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The CustomResourceDefinitions as they are committed.
 *
 * @param all one for each kind
 */
record Definitions(List<CustomResourceDefinition> all) {

  private static final Path FOLDER = Path.of("..", "crds");
  private static final int ESTABLISHED_SECONDS = 30;

  static Definitions committed() {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return new Definitions(
          files
              .filter(file -> file.toString().endsWith(".yaml"))
              .sorted()
              .map(Definitions::read)
              .toList());
    } catch (IOException exception) {
      throw new UncheckedIOException(FOLDER + " cannot be listed", exception);
    }
  }

  private static CustomResourceDefinition read(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }

  /** Installs them, and waits until the API server serves the kinds. */
  void installOn(KubernetesClient client) {
    for (CustomResourceDefinition definition : all) {
      client.resource(definition).fieldManager("e2e").forceConflicts().serverSideApply();
      client
          .resource(definition)
          .waitUntilCondition(Definitions::isEstablished, ESTABLISHED_SECONDS, TimeUnit.SECONDS);
    }
  }

  private static boolean isEstablished(CustomResourceDefinition definition) {
    return Optional.ofNullable(definition.getStatus()).stream()
        // Between its creation and the first look of the API server, a status has no conditions.
        .flatMap(status -> Stream.ofNullable(status.getConditions()))
        .flatMap(List::stream)
        .anyMatch(condition ->
            condition.getType().equals("Established") && condition.getStatus().equals("True"));
  }

  /** What the rules of all kinds say when they are broken. */
  Set<String> ruleMessages() {
    return all.stream()
        .flatMap(definition -> definition.getSpec().getVersions().stream())
        .flatMap(version -> nodesOf(version.getSchema().getOpenAPIV3Schema()))
        .flatMap(node -> node.getXKubernetesValidations().stream())
        .map(ValidationRule::getMessage)
        .collect(Collectors.toSet());
  }

  private static Stream<JSONSchemaProps> nodesOf(JSONSchemaProps schema) {
    Stream<JSONSchemaProps> children =
        Stream.of(
                schema.getProperties().values().stream(),
                Stream.ofNullable(schema.getItems()).map(items -> items.getSchema()),
                Stream.ofNullable(schema.getAdditionalProperties())
                    .map(JSONSchemaPropsOrBool::getSchema))
            .flatMap(nodes -> nodes)
            .filter(Objects::nonNull);
    return Stream.concat(Stream.of(schema), children.flatMap(Definitions::nodesOf));
  }
}
