package dev.pythonservice.schema.definition;

import dev.pythonservice.api.schema.FreeForm;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Opens the objects that the API does not describe field by field. */
final class FreeForms implements Consumer<SchemaPlace> {

  @Override
  public void accept(SchemaPlace place) {
    place.memberAnnotation(FreeForm.class).ifPresent(freeForm -> open(place.schema()));
  }

  private static void open(JSONSchemaProps schema) {
    schema.setType("object");
    schema.setProperties(Map.of());
    schema.setRequired(List.of());
    schema.setAdditionalProperties(null);
    schema.setXKubernetesPreserveUnknownFields(true);
  }
}
