package dev.pythonservice.schema.definition;

import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import dev.pythonservice.schema.definition.JavaShape.Scalar;
import dev.pythonservice.schema.definition.JavaShape.WholeObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Notes which node has which type, and refuses a kind or record that nobody described and a type of
 * Kubernetes that nobody decided to take over.
 */
final class TypesByPath implements Consumer<SchemaPlace> {

  private final Map<String, OwnType> own = new HashMap<>();
  private final Map<String, EmbeddedType> embedded = new HashMap<>();
  private final JavadocDescriptions javadoc;
  private final Problems problems;

  TypesByPath(JavadocDescriptions javadoc, Problems problems) {
    this.javadoc = javadoc;
    this.problems = problems;
  }

  @Override
  public void accept(SchemaPlace place) {
    boolean open = Boolean.TRUE.equals(place.schema().getXKubernetesPreserveUnknownFields());
    if (place.own() && !open) {
      switch (place.shape()) {
        case ObjectOf(Class<?> type) when EmbeddedType.isOfKubernetes(type) ->
            noteEmbedded(place, type);
        case ObjectOf(Class<?> type) -> noteOwn(place, type);
        case WholeObject(Class<?> kind) -> noteOwn(place, kind);
        case Scalar(Class<?> type) when EmbeddedType.isOfKubernetes(type) ->
            noteEmbedded(place, type);
        default -> {}
      }
    }
  }

  private void noteOwn(SchemaPlace place, Class<?> type) {
    javadoc
        .of(type)
        .ifPresentOrElse(
            description -> own.put(place.path(), new OwnType(type.getSimpleName(), description)),
            () -> problems.add(place, "the type " + type.getSimpleName() + " has no Javadoc"));
  }

  private void noteEmbedded(SchemaPlace place, Class<?> type) {
    EmbeddedType.of(type)
        .ifPresentOrElse(
            listed -> embedded.put(place.path(), listed),
            () ->
                problems.add(
                    place, type.getSimpleName() + " of Kubernetes is not listed in EmbeddedType"));
  }

  /** The records of our API by the JSON path of the node. */
  Map<String, OwnType> own() {
    return Map.copyOf(own);
  }

  /** The types of Kubernetes by the JSON path of the node. */
  Map<String, EmbeddedType> embedded() {
    return Map.copyOf(embedded);
  }
}
