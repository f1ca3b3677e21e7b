package dev.pythonservice.schema.definition;

import dev.pythonservice.schema.definition.SchemaPlace.Declaration;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedType;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes over the bounds that stand at a type argument, as in {@code List<@Size(max = 63) String>}.
 * The generator loses those of fields whose names begin with {@code get}, {@code set} or {@code
 * is}.
 */
final class ElementConstraints implements Consumer<SchemaPlace> {

  @Override
  public void accept(SchemaPlace place) {
    if (place.declaration() instanceof Declaration.Element(AnnotatedType type)) {
      JSONSchemaProps schema = place.schema();
      annotation(type, Pattern.class).ifPresent(pattern -> schema.setPattern(pattern.value()));
      annotation(type, Min.class).ifPresent(min -> schema.setMinimum(min.value()));
      annotation(type, Max.class).ifPresent(max -> schema.setMaximum(max.value()));
      annotation(type, Size.class).ifPresent(size -> limit(place, size));
    }
  }

  private static void limit(SchemaPlace place, Size size) {
    JSONSchemaProps schema = place.schema();
    Optional<Long> min = Optional.of(size.min()).filter(value -> value > 0);
    Optional<Long> max = Optional.of(size.max()).filter(value -> value < Long.MAX_VALUE);
    switch (place.shape()) {
      case JavaShape.ListOf list -> {
        min.ifPresent(schema::setMinItems);
        max.ifPresent(schema::setMaxItems);
      }
      case JavaShape.MapOf map -> {
        min.ifPresent(schema::setMinProperties);
        max.ifPresent(schema::setMaxProperties);
      }
      default -> {
        min.ifPresent(schema::setMinLength);
        max.ifPresent(schema::setMaxLength);
      }
    }
  }

  private static <A extends Annotation> Optional<A> annotation(
      AnnotatedType type, Class<A> annotation) {
    return Optional.ofNullable(type.getAnnotation(annotation));
  }
}
