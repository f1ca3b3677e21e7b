package dev.pythonservice.schema.definition;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import dev.pythonservice.schema.definition.JavaShape.ListOf;
import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import dev.pythonservice.schema.definition.SchemaPlace.Declaration;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * States how server-side apply merges lists, maps and objects, as the annotations of their fields
 * say.
 */
final class MergeStrategies implements Consumer<SchemaPlace> {

  private static final List<Class<? extends Annotation>> OF_LISTS =
      List.of(MergeBy.class, SetOfValues.class, Atomic.class);

  private final Problems problems;

  MergeStrategies(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void accept(SchemaPlace place) {
    if (!place.own()) {
      return;
    }
    if (place.shape() instanceof ListOf(var element)) {
      mergeList(place, JavaShape.of(element));
    } else {
      place
          .memberAnnotation(Atomic.class)
          .ifPresent(atomic -> place.schema().setXKubernetesMapType("atomic"));
      Stream.of(MergeBy.class, SetOfValues.class)
          .filter(annotation -> place.memberAnnotation(annotation).isPresent())
          .forEach(annotation ->
              problems.add(place, "@" + annotation.getSimpleName() + " is for lists"));
    }
  }

  private void mergeList(SchemaPlace place, JavaShape element) {
    boolean member = place.declaration() instanceof Declaration.Member;
    long stated =
        OF_LISTS.stream()
            .filter(annotation -> place.memberAnnotation(annotation).isPresent())
            .count();
    if (member && stated != 1) {
      problems.add(
          place,
          "a list has exactly one of @MergeBy, @SetOfValues and @Atomic, and this has " + stated);
    } else if (place.memberAnnotation(SetOfValues.class).isPresent()) {
      mergeSet(place, element);
    } else {
      place
          .memberAnnotation(MergeBy.class)
          .ifPresentOrElse(
              mergeBy -> mergeByKeys(place, element, List.of(mergeBy.value())),
              () -> place.schema().setXKubernetesListType("atomic"));
    }
  }

  private void mergeSet(SchemaPlace place, JavaShape element) {
    place.schema().setXKubernetesListType("set");
    if (!(element instanceof JavaShape.Scalar || element instanceof JavaShape.OneOf)) {
      problems.add(place, "@SetOfValues is for scalars, and this is a " + place.shape().name());
    }
  }

  private void mergeByKeys(SchemaPlace place, JavaShape element, List<String> keys) {
    place.schema().setXKubernetesListType("map");
    place.schema().setXKubernetesListMapKeys(keys);
    JSONSchemaProps entry = place.schema().getItems().getSchema();
    for (String key : keys) {
      if (!entry.getProperties().containsKey(key)) {
        problems.add(place, "@MergeBy names the key " + key + ", which the entries do not have");
      } else if (!entry.getRequired().contains(key)) {
        requireKey(place, element, entry, key);
      }
    }
  }

  /** Kubernetes requires the keys of its own types, and fabric8's generator does not know that. */
  private void requireKey(SchemaPlace place, JavaShape element, JSONSchemaProps entry, String key) {
    if (element instanceof ObjectOf(Class<?> type) && EmbeddedType.isOfKubernetes(type)) {
      List<String> required = new ArrayList<>(entry.getRequired());
      required.add(key);
      entry.setRequired(required);
    } else {
      problems.add(place, "the key " + key + " of @MergeBy must be @Required in the entries");
    }
  }
}
