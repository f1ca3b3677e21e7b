package dev.pythonservice.schema;

import dev.pythonservice.schema.definition.DefinitionYaml;
import dev.pythonservice.schema.definition.GeneratedDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The schemas of the committed definitions, without the inside of the types that are Kubernetes'
 * own.
 */
final class CommittedSchemas {

  private CommittedSchemas() {}

  /**
   * A node of a schema.
   *
   * @param path its JSON path, empty for the root
   */
  record Node(String kind, String path, JSONSchemaProps schema) {

    String name() {
      return kind + " " + path;
    }

    /** Whether it is a field, and not the root or the entries of a list or map. */
    boolean isField() {
      return !path.isEmpty() && !path.endsWith("[*]") && !path.endsWith(".*");
    }

    boolean isList() {
      return schema.getItems() != null;
    }

    boolean isMap() {
      return schema.getAdditionalProperties() != null;
    }

    boolean hasRules() {
      return !schema.getXKubernetesValidations().isEmpty();
    }

    /** Whether it may be longer than the cost of a rule over it allows. */
    boolean isUnbounded() {
      boolean string =
          "string".equals(schema.getType())
              || Boolean.TRUE.equals(schema.getXKubernetesIntOrString());
      return (isList() && schema.getMaxItems() == null)
          || (isMap() && schema.getMaxProperties() == null)
          || (string
              && schema.getMaxLength() == null
              && schema.getEnum().isEmpty()
              && schema.getFormat() == null);
    }

    boolean isInside(Node outer) {
      return kind.equals(outer.kind)
          && (path.startsWith(outer.path + ".") || path.startsWith(outer.path + "["));
    }

    Node child(String field, JSONSchemaProps fieldSchema) {
      return new Node(kind, path + "." + field, fieldSchema);
    }

    private Stream<Node> children() {
      if (isList()) {
        return Stream.of(new Node(kind, path + "[*]", schema.getItems().getSchema()));
      }
      if (isMap()) {
        return Stream.of(new Node(kind, path + ".*", schema.getAdditionalProperties().getSchema()));
      }
      return schema.getProperties().entrySet().stream()
          .map(field -> child(field.getKey(), field.getValue()));
    }

    private Stream<Node> withDescendants(Set<String> leaves) {
      Stream<Node> inside = leaves.contains(path) ? Stream.empty() : children();
      return Stream.concat(Stream.of(this), inside.flatMap(child -> child.withDescendants(leaves)));
    }
  }

  /** Every node of our own of the kinds' committed schemas. */
  static List<Node> nodesOf(List<GeneratedDefinition> definitions) {
    return definitions.stream().flatMap(CommittedSchemas::nodesOf).toList();
  }

  private static Stream<Node> nodesOf(GeneratedDefinition definition) {
    return DefinitionYaml.read(yamlOf(definition)).getSpec().getVersions().stream()
        .map(version -> new Node(definition.kind(), "", version.getSchema().getOpenAPIV3Schema()))
        .flatMap(root -> root.withDescendants(definition.embedded().keySet()));
  }

  /** The committed definition of a kind. */
  static String yamlOf(GeneratedDefinition definition) {
    Path file = Repository.root().resolve("crds").resolve(definition.plural() + ".yaml");
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read; run 'make generate'", e);
    }
  }
}
