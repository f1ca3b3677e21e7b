package dev.pythonservice.schema.reference;

import dev.pythonservice.schema.definition.EmbeddedType;
import dev.pythonservice.schema.definition.GeneratedDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A section for every object of a kind, each before the objects inside it. An object that looks the
 * same in several places has one section, at the first of them.
 */
final class ObjectSections {

  /** An object with a section: where it is and what it holds. */
  private record Place(String path, JSONSchemaProps schema) {}

  private final GeneratedDefinition definition;
  private final Map<JSONSchemaProps, String> paths = new HashMap<>();
  private final List<String> sections = new ArrayList<>();

  ObjectSections(GeneratedDefinition definition) {
    this.definition = definition;
  }

  /** The fragment of the section at a JSON path. */
  static String anchorOf(GeneratedDefinition definition, String path) {
    String steps = path.replace("[*]", "").replace(".*", "").replace('.', '-');
    return (definition.kind() + steps).toLowerCase(Locale.ROOT);
  }

  List<String> all() {
    definition
        .schema()
        .getProperties()
        .forEach((name, field) -> objectAt("." + name, field).ifPresent(this::describe));
    return sections;
  }

  private void describe(Place place) {
    if (!isFirstOfItsLook(place)) {
      return;
    }
    Map<String, JSONSchemaProps> fields = place.schema().getProperties();
    List<Place> inside =
        fields.entrySet().stream()
            .flatMap(
                field -> objectAt(place.path() + "." + field.getKey(), field.getValue()).stream())
            .toList();
    inside.forEach(this::isFirstOfItsLook);
    sections.add(section(place));
    inside.forEach(this::describe);
  }

  /** Remembers the place if it is the first one with this schema, and says whether it is. */
  private boolean isFirstOfItsLook(Place place) {
    return paths
        .computeIfAbsent(lookOf(place.schema()), schema -> place.path())
        .equals(place.path());
  }

  private static JSONSchemaProps lookOf(JSONSchemaProps schema) {
    return new JSONSchemaPropsBuilder(schema).withDescription("").build();
  }

  /** The object of ours at a path, or that of the entries of the list or map there. */
  private Optional<Place> objectAt(String path, JSONSchemaProps schema) {
    if (embeddedAt(path).isPresent()) {
      return Optional.empty();
    }
    if (schema.getItems() != null) {
      return objectAt(path + "[*]", schema.getItems().getSchema());
    }
    if (schema.getAdditionalProperties() != null) {
      return objectAt(path + ".*", schema.getAdditionalProperties().getSchema());
    }
    return Optional.of(new Place(path, schema)).filter(place -> !schema.getProperties().isEmpty());
  }

  private Optional<EmbeddedType> embeddedAt(String path) {
    return Optional.ofNullable(definition.embedded().get(path));
  }

  private String section(Place place) {
    StringBuilder section = new StringBuilder();
    section.append("<a id=\"%s\"></a>\n\n".formatted(anchorOf(definition, place.path())));
    section.append("### %s `%s`\n\n".formatted(definition.kind(), place.path().substring(1)));
    section.append(Markdown.text(place.schema().getDescription())).append("\n\n");
    section.append("| Field | Type | Required | Description |\n|---|---|---|---|\n");
    place
        .schema()
        .getProperties()
        .forEach((name, field) -> section.append(row(place, name, field)));
    List<String> rules = rules(place.schema());
    if (!rules.isEmpty()) {
      section.append("\nRules:\n\n");
      rules.forEach(rule -> section.append("- ").append(Markdown.text(rule)).append('\n'));
    }
    return section.toString();
  }

  private String row(Place place, String name, JSONSchemaProps field) {
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            name,
            type(place.path() + "." + name, field),
            place.schema().getRequired().contains(name) ? "yes" : "",
            Markdown.cell(field.getDescription()));
  }

  private String type(String path, JSONSchemaProps schema) {
    String name;
    if (embeddedAt(path).isPresent()) {
      name =
          embeddedAt(path)
              .map(type -> "[%s](%s)".formatted(type.kubernetesName(), type.reference()))
              .orElseThrow();
    } else if (schema.getItems() != null) {
      name =
          FieldType.nameOfList(schema)
              + type(path + "[*]", schema.getItems().getSchema())
              + FieldType.keysOf(schema);
    } else if (schema.getAdditionalProperties() != null) {
      name = "map of strings to " + type(path + ".*", schema.getAdditionalProperties().getSchema());
    } else if (!schema.getProperties().isEmpty()) {
      name =
          "[object](#%s)".formatted(anchorOf(definition, paths.getOrDefault(lookOf(schema), path)));
    } else {
      name = FieldType.nameOf(schema);
    }
    return name + FieldType.boundsOf(schema);
  }

  private static List<String> rules(JSONSchemaProps object) {
    Stream<ValidationRule> ofFields =
        object.getProperties().values().stream()
            .filter(field -> field.getProperties().isEmpty())
            .flatMap(field -> field.getXKubernetesValidations().stream());
    return Stream.concat(object.getXKubernetesValidations().stream(), ofFields)
        .map(rule -> Optional.ofNullable(rule.getMessage()).orElseGet(rule::getMessageExpression))
        .distinct()
        .toList();
  }
}
