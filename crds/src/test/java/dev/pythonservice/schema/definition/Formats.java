package dev.pythonservice.schema.definition;

import dev.pythonservice.api.schema.Timestamp;
import dev.pythonservice.schema.definition.JavaShape.Scalar;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.function.Consumer;

/** Says more precisely what a number or string is: its width, a point in time. */
final class Formats implements Consumer<SchemaPlace> {

  private static final Set<Class<?>> POINTS_IN_TIME =
      Set.of(Instant.class, OffsetDateTime.class, ZonedDateTime.class);

  private final Problems problems;

  Formats(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void accept(SchemaPlace place) {
    if (place.shape() instanceof Scalar(Class<?> type)) {
      refine(place, type);
    }
  }

  private void refine(SchemaPlace place, Class<?> type) {
    JSONSchemaProps schema = place.schema();
    if (type == long.class || type == Long.class) {
      schema.setFormat("int64");
    } else if (type == int.class || type == Integer.class) {
      schema.setFormat("int32");
    } else if (POINTS_IN_TIME.contains(type)
        || place.memberAnnotation(Timestamp.class).isPresent()) {
      schema.setFormat("date-time");
    } else if (type == Duration.class) {
      problems.add(
          place, "the generator takes a Duration for a point in time; use a String with a pattern");
    }
  }
}
