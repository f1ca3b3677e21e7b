package dev.pythonservice.schema.compatibility;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrArray;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsOrBool;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two schemas node by node and tells, path by path, where the new one accepts less or
 * keeps less than the old one. Descriptions may change at will.
 *
 * @param report receives the path, such as {@code .spec.servers[].port}, and the sentence
 */
record SchemaComparison(BiConsumer<String, String> report) {

  private static final String BACK = "; take it back, or make a new field";

  void compare(String path, JSONSchemaProps before, JSONSchemaProps now) {
    compareNature(path, before, now);
    compareValues(path, before, now);
    compareBounds(path, before, now);
    compareRules(path, before, now);
    compareProperties(path, before, now);
    compareRequired(path, before, now);
    descend(path + "[]", itemsOf(before), itemsOf(now), "the schema of its items");
    descend(path + "{}", valuesOf(before), valuesOf(now), "the schema of its values");
  }

  /** What a value is at all, and how lists and maps merge. */
  private void compareNature(String path, JSONSchemaProps before, JSONSchemaProps now) {
    same(path, "type", before.getType(), now.getType());
    if (now.getFormat() != null && !isWider(before.getFormat(), now.getFormat())) {
      same(path, "format", before.getFormat(), now.getFormat());
    }
    same(path, "default", before.getDefault(), now.getDefault());
    same(
        path,
        "x-kubernetes-list-type",
        before.getXKubernetesListType(),
        now.getXKubernetesListType());
    same(
        path, "x-kubernetes-map-type", before.getXKubernetesMapType(), now.getXKubernetesMapType());
    same(
        path,
        "x-kubernetes-list-map-keys",
        before.getXKubernetesListMapKeys(),
        now.getXKubernetesListMapKeys());
    same(path, "anyOf", before.getAnyOf(), now.getAnyOf());
    same(path, "oneOf", before.getOneOf(), now.getOneOf());
    same(path, "allOf", before.getAllOf(), now.getAllOf());
    same(path, "not", before.getNot(), now.getNot());
    kept(path, "nullable", before.getNullable(), now.getNullable());
    kept(
        path,
        "x-kubernetes-int-or-string",
        before.getXKubernetesIntOrString(),
        now.getXKubernetesIntOrString());
    kept(
        path,
        "x-kubernetes-preserve-unknown-fields",
        before.getXKubernetesPreserveUnknownFields(),
        now.getXKubernetesPreserveUnknownFields());
  }

  private static boolean isWider(@Nullable String before, String now) {
    return "int32".equals(before) && now.equals("int64");
  }

  private void compareValues(String path, JSONSchemaProps before, JSONSchemaProps now) {
    List<JsonNode> values = now.getEnum();
    if (values.isEmpty()) {
      return;
    }
    if (before.getEnum().isEmpty()) {
      report.accept(path, "it became an enumeration, which other stored values do not pass" + BACK);
    }
    before.getEnum().stream()
        .filter(value -> !values.contains(value))
        .forEach(value ->
            report.accept(path, "the value %s is gone; objects have it, keep it".formatted(value)));
  }

  private void compareBounds(String path, JSONSchemaProps before, JSONSchemaProps now) {
    notHigher(path, "minimum", before.getMinimum(), now.getMinimum());
    notLower(path, "maximum", before.getMaximum(), now.getMaximum());
    notHigher(path, "minLength", before.getMinLength(), now.getMinLength());
    notLower(path, "maxLength", before.getMaxLength(), now.getMaxLength());
    notHigher(path, "minItems", before.getMinItems(), now.getMinItems());
    notLower(path, "maxItems", before.getMaxItems(), now.getMaxItems());
    notHigher(path, "minProperties", before.getMinProperties(), now.getMinProperties());
    notLower(path, "maxProperties", before.getMaxProperties(), now.getMaxProperties());
    notAdded(path, "exclusiveMinimum", before.getExclusiveMinimum(), now.getExclusiveMinimum());
    notAdded(path, "exclusiveMaximum", before.getExclusiveMaximum(), now.getExclusiveMaximum());
    notAdded(path, "uniqueItems", before.getUniqueItems(), now.getUniqueItems());
    if (now.getMultipleOf() != null) {
      same(path, "multipleOf", before.getMultipleOf(), now.getMultipleOf());
    }
    if (now.getPattern() != null) {
      same(path, "pattern", before.getPattern(), now.getPattern());
    }
  }

  /**
   * A rule is known by its expression; message and reason may change. Rules that are new on a place
   * that was there before are breaks, although the API server lets unchanged parts of an object
   * pass (validation ratcheting): the next change of that part would be refused.
   */
  private void compareRules(String path, JSONSchemaProps before, JSONSchemaProps now) {
    Set<String> former =
        before.getXKubernetesValidations().stream()
            .map(ValidationRule::getRule)
            .collect(Collectors.toSet());
    now.getXKubernetesValidations().stream()
        .filter(rule -> !former.contains(rule.getRule()))
        .forEach(rule ->
            report.accept(
                path,
                "the rule '%s' is new here, and stored objects may break it; let it pass what was accepted"
                        .formatted(rule.getRule())
                    + " before, or accept the break with its reason"));
  }

  private void compareProperties(String path, JSONSchemaProps before, JSONSchemaProps now) {
    Map<String, JSONSchemaProps> present = propertiesOf(now);
    propertiesOf(before)
        .forEach((name, schema) -> {
          JSONSchemaProps successor = present.get(name);
          if (successor != null) {
            compare(path + "." + name, schema, successor);
          } else if (!Boolean.TRUE.equals(now.getXKubernetesPreserveUnknownFields())) {
            report.accept(
                path + "." + name,
                "the field is gone, and its content is dropped from stored objects; keep it and"
                    + " say that it is deprecated");
          }
        });
  }

  private void compareRequired(String path, JSONSchemaProps before, JSONSchemaProps now) {
    Stream.ofNullable(now.getRequired())
        .flatMap(List::stream)
        .filter(name -> !before.getRequired().contains(name))
        .forEach(name ->
            report.accept(
                path + "." + name,
                "it became required, and stored objects may lack it; make it optional and let the"
                    + " operator decide what its absence means"));
  }

  private void descend(
      String path, Optional<JSONSchemaProps> before, Optional<JSONSchemaProps> now, String what) {
    if (before.isPresent() && now.isPresent()) {
      compare(path, before.get(), now.get());
    } else if (before.isPresent() != now.isPresent()) {
      report.accept(path, what + (before.isPresent() ? " is gone" : " is new") + BACK);
    }
  }

  private void same(String path, String what, @Nullable Object before, @Nullable Object now) {
    if (!Objects.equals(before, now)) {
      report.accept(path, "its %s changed from %s to %s".formatted(what, before, now) + BACK);
    }
  }

  private void kept(String path, String what, @Nullable Boolean before, @Nullable Boolean now) {
    if (Boolean.TRUE.equals(before) && !Boolean.TRUE.equals(now)) {
      report.accept(path, "it is no longer " + what + BACK);
    }
  }

  private void notAdded(String path, String what, @Nullable Boolean before, @Nullable Boolean now) {
    if (Boolean.TRUE.equals(now) && !Boolean.TRUE.equals(before)) {
      report.accept(path, "it is newly " + what + BACK);
    }
  }

  private void notHigher(String path, String what, @Nullable Number before, @Nullable Number now) {
    if (now != null && (before == null || now.doubleValue() > before.doubleValue())) {
      tighter(path, what, before, now);
    }
  }

  private void notLower(String path, String what, @Nullable Number before, @Nullable Number now) {
    if (now != null && (before == null || now.doubleValue() < before.doubleValue())) {
      tighter(path, what, before, now);
    }
  }

  private void tighter(String path, String what, @Nullable Number before, Number now) {
    report.accept(
        path,
        "its %s went from %s to %s, which stored objects may not pass; widen it again"
            .formatted(what, before == null ? "none" : before, now));
  }

  private static Map<String, JSONSchemaProps> propertiesOf(JSONSchemaProps schema) {
    return Objects.requireNonNullElse(schema.getProperties(), Map.of());
  }

  private static Optional<JSONSchemaProps> itemsOf(JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getItems()).map(JSONSchemaPropsOrArray::getSchema);
  }

  private static Optional<JSONSchemaProps> valuesOf(JSONSchemaProps schema) {
    return Optional.ofNullable(schema.getAdditionalProperties())
        .map(JSONSchemaPropsOrBool::getSchema);
  }
}
