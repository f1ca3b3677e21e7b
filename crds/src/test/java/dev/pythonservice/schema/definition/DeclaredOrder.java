package dev.pythonservice.schema.definition;

import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import dev.pythonservice.schema.definition.JavaShape.OneOf;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the order in which Java declares fields and constants, which the generator sorts by name.
 */
final class DeclaredOrder implements Consumer<SchemaPlace> {

  @Override
  public void accept(SchemaPlace place) {
    switch (place.shape()) {
      case ObjectOf object -> orderFields(place.schema(), List.copyOf(object.fields().keySet()));
      case OneOf oneOf -> orderConstants(place.schema(), List.copyOf(oneOf.constants().keySet()));
      default -> {}
    }
  }

  private static void orderFields(JSONSchemaProps schema, List<String> declared) {
    Map<String, JSONSchemaProps> ordered = new LinkedHashMap<>();
    schema.getProperties().entrySet().stream()
        .sorted(Comparator.comparingInt(property -> declared.indexOf(property.getKey())))
        .forEach(property -> ordered.put(property.getKey(), property.getValue()));
    schema.setProperties(ordered);
  }

  private static void orderConstants(JSONSchemaProps schema, List<String> declared) {
    schema.setEnum(
        schema.getEnum().stream()
            .sorted(Comparator.comparingInt(value -> declared.indexOf(value.asText())))
            .toList());
  }
}
