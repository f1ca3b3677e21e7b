package dev.pythonservice.schema.definition;

import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import dev.pythonservice.schema.definition.JavaShape.Scalar;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Notes where the API takes over a type of Kubernetes, and refuses one that nobody decided to take
 * over.
 */
final class EmbeddedTypes implements Consumer<SchemaPlace> {

  private final Map<String, EmbeddedType> byPath = new TreeMap<>();
  private final Problems problems;

  EmbeddedTypes(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void accept(SchemaPlace place) {
    boolean open = Boolean.TRUE.equals(place.schema().getXKubernetesPreserveUnknownFields());
    if (place.own() && !open) {
      switch (place.shape()) {
        case ObjectOf(Class<?> type) when EmbeddedType.isOfKubernetes(type) -> note(place, type);
        case Scalar(Class<?> type) when EmbeddedType.isOfKubernetes(type) -> note(place, type);
        default -> {}
      }
    }
  }

  private void note(SchemaPlace place, Class<?> type) {
    EmbeddedType.of(type)
        .ifPresentOrElse(
            embedded -> byPath.put(place.path(), embedded),
            () ->
                problems.add(
                    place, type.getSimpleName() + " of Kubernetes is not listed in EmbeddedType"));
  }

  /** The types of Kubernetes by the JSON path of the node that has the type. */
  Map<String, EmbeddedType> byPath() {
    return Map.copyOf(byPath);
  }
}
