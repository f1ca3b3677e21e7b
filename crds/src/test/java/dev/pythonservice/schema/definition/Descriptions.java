package dev.pythonservice.schema.definition;

import dev.pythonservice.schema.definition.JavaShape.ListOf;
import dev.pythonservice.schema.definition.JavaShape.MapOf;
import dev.pythonservice.schema.definition.JavaShape.ObjectOf;
import dev.pythonservice.schema.definition.JavaShape.OneOf;
import dev.pythonservice.schema.definition.SchemaPlace.Declaration;
import java.lang.reflect.Field;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes every description from Javadoc: of a field from the {@code @param} of its record, of spec,
 * status, kind and list entries from their type; a field with few values lists what each one means.
 * Only the inside of Kubernetes' own types goes without.
 */
final class Descriptions implements Consumer<SchemaPlace> {

  private final JavadocDescriptions javadoc;
  private final Problems problems;

  Descriptions(JavadocDescriptions javadoc, Problems problems) {
    this.javadoc = javadoc;
    this.problems = problems;
  }

  @Override
  public void accept(SchemaPlace place) {
    if (!place.own()) {
      return;
    }
    switch (place.declaration()) {
      case Declaration.Top(Class<?> type) -> describeByType(place, type);
      case Declaration.Member(Class<?> owner, Field field) -> describeByMember(place, owner, field);
      case Declaration.Element element -> {
        if (place.shape() instanceof ObjectOf(Class<?> type)
            && !EmbeddedType.isOfKubernetes(type)) {
          describeByType(place, type);
        }
      }
    }
  }

  /** A type without Javadoc is refused by {@link TypesByPath}. */
  private void describeByType(SchemaPlace place, Class<?> type) {
    javadoc.of(type).ifPresent(place.schema()::setDescription);
  }

  private void describeByMember(SchemaPlace place, Class<?> owner, Field field) {
    javadoc
        .of(owner, field.getName())
        .filter(text -> !text.isEmpty())
        .ifPresentOrElse(
            text -> place.schema().setDescription(text + meanings(place, place.shape())),
            () ->
                problems.add(
                    place,
                    owner.isRecord()
                        ? "the Javadoc of "
                            + owner.getSimpleName()
                            + " has no @param "
                            + field.getName()
                        : "the field has no Javadoc"));
  }

  private String meanings(SchemaPlace place, JavaShape shape) {
    return switch (shape) {
      case OneOf oneOf -> meanings(place, oneOf);
      case ListOf(var element) -> meanings(place, JavaShape.of(element));
      case MapOf(var value) -> meanings(place, JavaShape.of(value));
      default -> "";
    };
  }

  private String meanings(SchemaPlace place, OneOf oneOf) {
    return oneOf.constants().entrySet().stream()
        .map(constant ->
            "- `" + constant.getKey() + "`: " + meaning(place, oneOf, constant.getValue()))
        .collect(Collectors.joining("\n", "\n\n", ""));
  }

  private String meaning(SchemaPlace place, OneOf oneOf, Field constant) {
    return javadoc
        .of(oneOf.type(), constant.getName())
        .orElseGet(() -> {
          problems.add(
              place,
              "the constant "
                  + oneOf.type().getSimpleName()
                  + "."
                  + constant.getName()
                  + " has no Javadoc");
          return "";
        });
  }
}
