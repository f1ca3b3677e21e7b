package dev.pythonservice.schema.definition;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CustomResourceInfo;
import io.fabric8.crdv2.generator.ResolvingContext;
import io.fabric8.crdv2.generator.v1.CustomResourceHandler;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Generates the definition of a kind: fabric8's generator makes the schema from the Java types, and
 * what it cannot say (descriptions, merging of lists, formats, the order of things) is amended node
 * by node.
 */
public final class DefinitionGenerator {

  private final JavadocDescriptions javadoc;

  public DefinitionGenerator(JavadocDescriptions javadoc) {
    this.javadoc = javadoc;
  }

  /**
   * Generates the definition of a kind.
   *
   * @throws IllegalStateException if the Java types leave something open; the message names every
   *     such place
   */
  public GeneratedDefinition generate(Class<? extends CustomResource<?, ?>> kind) {
    CustomResourceDefinition definition = generatedByFabric8(kind);
    GeneratedDefinition generated = new GeneratedDefinition(definition, Map.of(), Map.of());
    Problems problems = new Problems();
    TypesByPath types = new TypesByPath(javadoc, problems);
    Consumer<SchemaPlace> amendments =
        new FreeForms()
            .andThen(new DeclaredOrder())
            .andThen(new ElementConstraints())
            .andThen(new Formats(problems))
            .andThen(new Quantities())
            .andThen(new MergeStrategies(problems))
            .andThen(new Descriptions(javadoc, problems))
            .andThen(new RuleMessages(problems))
            .andThen(types);
    SchemaWalk.over(kind, generated.schema(), amendments);
    problems.throwIfAny(generated.kind());
    addStandardFields(generated.schema());
    generated.version().setAdditionalPrinterColumns(columns(kind));
    return new GeneratedDefinition(definition, types.own(), types.embedded());
  }

  private static CustomResourceDefinition generatedByFabric8(
      Class<? extends CustomResource<?, ?>> kind) {
    CustomResourceHandler handler = new CustomResourceHandler();
    handler.handle(
        CustomResourceInfo.fromClass(kind), ResolvingContext.defaultResolvingContext(false));
    return (CustomResourceDefinition) handler.finish().findFirst().orElseThrow().getKey();
  }

  /**
   * The fields that every object has. The API server describes metadata itself, and refuses other
   * words for it.
   */
  private static void addStandardFields(JSONSchemaProps root) {
    Map<String, JSONSchemaProps> properties = new LinkedHashMap<>();
    properties.put(
        "apiVersion", described("Group and version of the API that the object is written in."));
    properties.put("kind", described("What the object is; it cannot be changed."));
    properties.put("metadata", new JSONSchemaPropsBuilder().withType("object").build());
    properties.putAll(root.getProperties());
    root.setProperties(properties);
  }

  private static JSONSchemaProps described(String description) {
    return new JSONSchemaPropsBuilder().withType("string").withDescription(description).build();
  }

  /** The columns in the order of their annotations, which the generator sorts by path. */
  private static List<CustomResourceColumnDefinition> columns(Class<?> kind) {
    return Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
        .map(DefinitionGenerator::column)
        .toList();
  }

  private static CustomResourceColumnDefinition column(AdditionalPrinterColumn column) {
    CustomResourceColumnDefinitionBuilder builder =
        new CustomResourceColumnDefinitionBuilder()
            .withName(column.name())
            .withJsonPath(column.jsonPath())
            .withType(column.type().getValue());
    stated(column.format().getValue()).ifPresent(builder::withFormat);
    stated(column.getDescription()).ifPresent(builder::withDescription);
    if (column.priority() > 0) {
      builder.withPriority(column.priority());
    }
    return builder.build();
  }

  private static Optional<String> stated(@Nullable String value) {
    return Optional.ofNullable(value).filter(text -> !text.isEmpty());
  }
}
