package dev.pythonservice.schema.definition;

import dev.pythonservice.schema.definition.JavaShape.ListOf;
import dev.pythonservice.schema.definition.JavaShape.MapOf;
import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Lets the API server refuse what is no quantity. Where the object around it has a rule that calls
 * {@code isQuantity} for the field, that rule says so in a sentence; elsewhere the pattern of
 * Kubernetes does it.
 */
final class Quantities implements Consumer<SchemaPlace> {

  /** As in the schemas that controller-tools generates for {@code resource.Quantity}. */
  static final String PATTERN =
      "^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))"
          + "(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$";

  @Override
  public void accept(SchemaPlace place) {
    if (place.shape() instanceof ObjectOf object) {
      object
          .fields()
          .forEach((name, field) ->
              Optional.ofNullable(place.schema().getProperties().get(name))
                  .filter(property -> !isCheckedByRule(place.schema(), name))
                  .ifPresent(property -> refine(JavaShape.of(field.getAnnotatedType()), property)));
    }
  }

  private static boolean isCheckedByRule(JSONSchemaProps object, String field) {
    return object.getXKubernetesValidations().stream()
        .anyMatch(rule ->
            rule.getRule().contains("isQuantity(") && rule.getRule().contains("self." + field));
  }

  private static void refine(JavaShape shape, JSONSchemaProps schema) {
    switch (shape) {
      case JavaShape.Scalar(Class<?> type) when type == Quantity.class ->
          schema.setPattern(PATTERN);
      case ListOf(var element) -> refine(JavaShape.of(element), schema.getItems().getSchema());
      case MapOf(var value) ->
          refine(JavaShape.of(value), schema.getAdditionalProperties().getSchema());
      default -> {}
    }
  }
}
