package dev.pythonservice.schema.definition;

import dev.pythonservice.api.schema.FreeForm;
import dev.pythonservice.schema.definition.JavaShape.ListOf;
import dev.pythonservice.schema.definition.JavaShape.MapOf;
import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import dev.pythonservice.schema.definition.JavaShape.OneOf;
import dev.pythonservice.schema.definition.JavaShape.Scalar;
import dev.pythonservice.schema.definition.JavaShape.WholeObject;
import dev.pythonservice.schema.definition.SchemaPlace.Declaration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Goes through a schema and the Java types it was made from side by side, outermost node first. */
final class SchemaWalk {

  private final Consumer<SchemaPlace> visitor;

  private SchemaWalk(Consumer<SchemaPlace> visitor) {
    this.visitor = visitor;
  }

  /**
   * Shows every node of a kind's schema to a visitor, which may change it.
   *
   * @throws IllegalArgumentException if the schema has a property that Java does not declare
   */
  static void over(
      Class<? extends CustomResource<?, ?>> kind,
      JSONSchemaProps schema,
      Consumer<SchemaPlace> visitor) {
    SchemaWalk walk = new SchemaWalk(visitor);
    visitor.accept(
        new SchemaPlace("", new Declaration.Top(kind), new WholeObject(kind), schema, true));
    topTypes(kind)
        .forEach((name, type) -> {
          JSONSchemaProps top = schema.getProperties().get(name);
          if (top != null) {
            walk.visit(
                new SchemaPlace(
                    "." + name, new Declaration.Top(type), new ObjectOf(type), top, true));
          }
        });
  }

  private static Map<String, Class<?>> topTypes(Class<? extends CustomResource<?, ?>> kind) {
    if (kind.getGenericSuperclass() instanceof ParameterizedType customResource) {
      Type[] specAndStatus = customResource.getActualTypeArguments();
      return Map.of("spec", (Class<?>) specAndStatus[0], "status", (Class<?>) specAndStatus[1]);
    }
    throw new IllegalArgumentException(kind + " must extend CustomResource<Spec, Status> directly");
  }

  private void visit(SchemaPlace place) {
    visitor.accept(place);
    if (place.memberAnnotation(FreeForm.class).isPresent()) {
      return;
    }
    JSONSchemaProps schema = place.schema();
    switch (place.shape()) {
      case ObjectOf object -> visitFields(place, object);
      case ListOf(AnnotatedType element) ->
          visitElement(place, "[*]", element, schema.getItems().getSchema());
      case MapOf(AnnotatedType value) ->
          visitElement(place, ".*", value, schema.getAdditionalProperties().getSchema());
      case WholeObject whole -> {}
      case OneOf oneOf -> {}
      case Scalar scalar -> {}
    }
  }

  private void visitFields(SchemaPlace place, ObjectOf object) {
    boolean own = !EmbeddedType.isOfKubernetes(object.type());
    Map<String, Field> fields = object.fields();
    for (var property : List.copyOf(place.schema().getProperties().entrySet())) {
      Field field = fields.get(property.getKey());
      if (field == null) {
        throw new IllegalArgumentException(
            place.path()
                + "."
                + property.getKey()
                + " is in the schema, and no field of "
                + object.type()
                + " is called so");
      }
      visit(
          new SchemaPlace(
              place.path() + "." + property.getKey(),
              new Declaration.Member(field.getDeclaringClass(), field),
              JavaShape.of(field.getAnnotatedType()),
              property.getValue(),
              own));
    }
  }

  private void visitElement(
      SchemaPlace place, String step, AnnotatedType type, JSONSchemaProps schema) {
    visit(
        new SchemaPlace(
            place.path() + step,
            new Declaration.Element(type),
            JavaShape.of(type),
            schema,
            place.own()));
  }
}
