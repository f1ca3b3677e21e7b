package dev.pythonservice.schema.definition;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * A node of a schema beside the Java it was made from.
 *
 * @param path the node's JSON path, such as {@code .spec.servers[*].port}; empty for the root
 * @param declaration where Java declares it
 * @param shape what Java declares
 * @param schema what the generator made of it; amendments change it in place
 * @param own whether our API declares it, and not a type of Kubernetes around it
 */
record SchemaPlace(
    String path, Declaration declaration, JavaShape shape, JSONSchemaProps schema, boolean own) {

  /** Where Java declares a node. */
  sealed interface Declaration {

    /** The kind itself, or its spec or status. */
    record Top(Class<?> type) implements Declaration {}

    /** A record component or field. */
    record Member(Class<?> owner, Field field) implements Declaration {}

    /** The entries of the list or the values of the map that contain the node. */
    record Element(AnnotatedType type) implements Declaration {}
  }

  /** The annotation of the record component or field, where the node is one and has it. */
  <A extends Annotation> Optional<A> memberAnnotation(Class<A> type) {
    return declaration instanceof Declaration.Member(Class<?> owner, Field field)
        ? Optional.ofNullable(field.getAnnotation(type))
        : Optional.empty();
  }

  /** The node as a person looks for it: the Java member and the path in the schema. */
  String name() {
    return switch (declaration) {
      case Declaration.Top(Class<?> type) -> type.getSimpleName() + " (" + path + ")";
      case Declaration.Member(Class<?> owner, Field field) ->
          owner.getSimpleName() + "." + field.getName() + " (" + path + ")";
      case Declaration.Element element -> path;
    };
  }
}
