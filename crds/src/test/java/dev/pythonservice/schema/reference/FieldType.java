package dev.pythonservice.schema.reference;

import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a field may hold, in a few words. */
final class FieldType {

  private FieldType() {}

  /** The name of a value that is no list, map or object with fields. */
  static String nameOf(JSONSchemaProps schema) {
    if (Boolean.TRUE.equals(schema.getXKubernetesIntOrString())) {
      return "integer or string";
    }
    if (!schema.getEnum().isEmpty()) {
      return "enumeration";
    }
    if ("date-time".equals(schema.getFormat())) {
      return "time (RFC 3339)";
    }
    return Boolean.TRUE.equals(schema.getXKubernetesPreserveUnknownFields())
        ? "object of any form"
        : schema.getType();
  }

  /** What kind of list it is, before the name of its entries. */
  static String nameOfList(JSONSchemaProps schema) {
    return "set".equals(schema.getXKubernetesListType()) ? "set of " : "list of ";
  }

  /** By what the entries of a list are told apart, where they are. */
  static String keysOf(JSONSchemaProps schema) {
    List<String> keys = schema.getXKubernetesListMapKeys();
    return keys.isEmpty() ? "" : " by " + Markdown.code(keys);
  }

  /** How long, large or many it may be; empty for no bounds. */
  static String boundsOf(JSONSchemaProps schema) {
    List<String> bounds = new ArrayList<>();
    range(schema.getMinimum(), schema.getMaximum(), "").ifPresent(bounds::add);
    range(schema.getMinLength(), schema.getMaxLength(), " characters").ifPresent(bounds::add);
    range(schema.getMinItems(), schema.getMaxItems(), " entries").ifPresent(bounds::add);
    range(schema.getMinProperties(), schema.getMaxProperties(), " entries").ifPresent(bounds::add);
    Optional.ofNullable(schema.getDefault())
        .ifPresent(value -> bounds.add("default `" + value + "`"));
    return String.join(", ", bounds);
  }

  private static Optional<String> range(@Nullable Number min, @Nullable Number max, String unit) {
    if (min != null && max != null) {
      return Optional.of(
          min.equals(max)
              ? "exactly " + plain(max) + unit
              : plain(min) + " to " + plain(max) + unit);
    }
    if (max != null) {
      return Optional.of("at most " + plain(max) + unit);
    }
    return Optional.ofNullable(min).map(value -> "at least " + plain(value) + unit);
  }

  private static String plain(Number number) {
    return number.doubleValue() == number.longValue()
        ? Long.toString(number.longValue())
        : number.toString();
  }
}
