package dev.pythonservice.schema.reference;

import dev.pythonservice.schema.definition.GeneratedDefinition;
import dev.pythonservice.schema.definition.OwnType;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A section for every object type of a kind, each before the types inside it. A type that occurs in
 * several places has one section, which names the other places.
 */
final class ObjectSections {

  /**
   * An object type as the reader sees it: two occurrences with different fields or rules are two
   * types.
   */
  private record ObjectType(OwnType type, JSONSchemaProps schema) {}

  private final GeneratedDefinition definition;
  private final Map<String, ObjectType> types = new LinkedHashMap<>();

  /** Finds the object types of a kind. */
  ObjectSections(GeneratedDefinition definition) {
    this.definition = definition;
    definition.schema().getProperties().forEach((name, field) -> find("." + name, field));
  }

  private void find(String path, JSONSchemaProps schema) {
    if (schema.getItems() != null) {
      find(path + "[*]", schema.getItems().getSchema());
    } else if (schema.getAdditionalProperties() != null) {
      find(path + ".*", schema.getAdditionalProperties().getSchema());
    }
    objectTypeAt(path, schema)
        .ifPresent(type -> {
          types.put(path, type);
          schema.getProperties().forEach((name, field) -> find(path + "." + name, field));
        });
  }

  private Optional<ObjectType> objectTypeAt(String path, JSONSchemaProps schema) {
    return Optional.ofNullable(definition.own().get(path))
        .map(type ->
            new ObjectType(type, new JSONSchemaPropsBuilder(schema).withDescription("").build()));
  }

  /** The sections in Markdown. */
  List<String> all() {
    return types.entrySet().stream()
        .filter(place -> homeOf(place.getValue()).equals(place.getKey()))
        .map(place -> section(place.getKey(), place.getValue()))
        .toList();
  }

  /** Where the section of a type stands: at the place nearest to the root, of several the first. */
  private String homeOf(ObjectType type) {
    return placesOf(type)
        .min(Comparator.comparingLong(path -> path.chars().filter(step -> step == '.').count()))
        .orElseThrow();
  }

  private Stream<String> placesOf(ObjectType type) {
    return types.entrySet().stream()
        .filter(place -> place.getValue().equals(type))
        .map(Map.Entry::getKey);
  }

  /** The fragment of the section of a kind, or of the object at a JSON path in it. */
  static String anchorOf(GeneratedDefinition definition, String path) {
    String steps = path.replace("[*]", "").replace(".*", "").replace('.', '-');
    return (definition.kind() + steps).toLowerCase(Locale.ROOT);
  }

  private String section(String path, ObjectType object) {
    StringBuilder section = new StringBuilder();
    section.append("<a id=\"%s\"></a>\n\n".formatted(anchorOf(definition, path)));
    section.append("### %s `%s`\n\n".formatted(definition.kind(), withoutDot(path)));
    section.append(Markdown.text(object.type().description())).append("\n\n");
    List<String> others =
        placesOf(object)
            .filter(place -> !place.equals(path))
            .map(ObjectSections::withoutDot)
            .toList();
    if (!others.isEmpty()) {
      section.append("The same at ").append(Markdown.code(others)).append(".\n\n");
    }
    section.append("| Field | Type | Required | Description |\n|---|---|---|---|\n");
    object
        .schema()
        .getProperties()
        .forEach((name, field) -> section.append(row(object, path, name, field)));
    section.append(rules(object.schema()));
    return section.toString();
  }

  private static String withoutDot(String path) {
    return path.substring(1);
  }

  private String row(ObjectType object, String path, String name, JSONSchemaProps field) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            name,
            type(path + "." + name, field),
            object.schema().getRequired().contains(name) ? "yes" : "",
            Markdown.cell(field.getDescription()));
  }

  private String type(String path, JSONSchemaProps schema) {
    String bounds = FieldType.boundsOf(schema);
    return name(path, schema) + (bounds.isEmpty() ? "" : ", " + bounds);
  }

  private String elementType(String path, JSONSchemaProps schema) {
    String bounds = FieldType.boundsOf(schema);
    return name(path, schema) + (bounds.isEmpty() ? "" : " (" + bounds + ")");
  }

  private String name(String path, JSONSchemaProps schema) {
    return embeddedName(path)
        .or(() -> ownName(path, schema))
        .or(() -> listName(path, schema))
        .or(() -> mapName(path, schema))
        .orElseGet(() -> FieldType.nameOf(schema));
  }

  private Optional<String> embeddedName(String path) {
    return Optional.ofNullable(definition.embedded().get(path))
        .map(type -> Markdown.link(type.kubernetesName(), type.reference()));
  }

  private Optional<String> ownName(String path, JSONSchemaProps schema) {
    return objectTypeAt(path, schema)
        .map(object ->
            Markdown.link(object.type().name(), "#" + anchorOf(definition, homeOf(object))));
  }

  private Optional<String> listName(String path, JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getItems())
        .map(items ->
            FieldType.nameOfList(schema)
                + elementType(path + "[*]", items.getSchema())
                + FieldType.keysOf(schema));
  }

  private Optional<String> mapName(String path, JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getAdditionalProperties())
        .map(values -> "map of strings to " + elementType(path + ".*", values.getSchema()));
  }

  private static String rules(JSONSchemaProps object) {
    Stream<ValidationRule> ofFields =
        object.getProperties().values().stream()
            .filter(field -> field.getProperties().isEmpty())
            .flatMap(field -> field.getXKubernetesValidations().stream());
    String rules =
        Stream.concat(object.getXKubernetesValidations().stream(), ofFields)
            .map(rule ->
                Optional.ofNullable(rule.getMessage()).orElseGet(rule::getMessageExpression))
            .distinct()
            .map(message -> "- " + Markdown.text(message) + "\n")
            .collect(Collectors.joining());
    return rules.isEmpty() ? "" : "\nRules:\n\n" + rules;
  }
}
