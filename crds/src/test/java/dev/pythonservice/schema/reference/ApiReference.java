package dev.pythonservice.schema.reference;

import dev.pythonservice.schema.definition.GeneratedDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionNames;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceSubresourceScale;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The reference of the API as Markdown: for each kind how {@code kubectl} shows it, then a section
 * with a table of fields for every object in it.
 */
public final class ApiReference {

  private final StringBuilder text = new StringBuilder();

  private ApiReference() {}

  /** The whole reference, kinds in the order given. */
  public static String of(List<GeneratedDefinition> definitions) {
    ApiReference reference = new ApiReference();
    reference.introduce(definitions);
    definitions.forEach(reference::describe);
    return reference.text.toString().strip() + "\n";
  }

  private void introduce(List<GeneratedDefinition> definitions) {
    GeneratedDefinition first = definitions.getFirst();
    paragraph("# API reference");
    paragraph(
        "The kinds of `%s/%s`. `kubectl explain` shows the same text."
            .formatted(first.definition().getSpec().getGroup(), first.version().getName()));
    paragraph(
        definitions.stream()
            .map(definition ->
                "- [%s](#%s): %s"
                    .formatted(
                        definition.kind(),
                        ObjectSections.anchorOf(definition, ""),
                        Markdown.firstSentence(definition.schema().getDescription())))
            .collect(Collectors.joining("\n")));
  }

  private void describe(GeneratedDefinition definition) {
    paragraph("<a id=\"%s\"></a>".formatted(ObjectSections.anchorOf(definition, "")));
    paragraph("## " + definition.kind());
    paragraph(Markdown.text(definition.schema().getDescription()));
    paragraph(names(definition));
    columns(definition.version().getAdditionalPrinterColumns());
    scale(definition).ifPresent(this::paragraph);
    new ObjectSections(definition).all().forEach(this::paragraph);
  }

  private static String names(GeneratedDefinition definition) {
    CustomResourceDefinitionNames names = definition.definition().getSpec().getNames();
    String scope =
        definition.definition().getSpec().getScope().equals("Cluster")
            ? "the cluster"
            : "a namespace";
    return "Belongs to %s. `kubectl` knows it as %s, and as one of the category %s."
        .formatted(
            scope,
            Markdown.code(List.of(names.getPlural(), String.join("`, `", names.getShortNames()))),
            Markdown.code(names.getCategories()));
  }

  private void columns(List<CustomResourceColumnDefinition> columns) {
    String rows =
        columns.stream()
            .map(column ->
                "| %s | `%s` | %s |\n"
                    .formatted(
                        column.getName(),
                        column.getJsonPath().replace("|", "\\|"),
                        Optional.ofNullable(column.getPriority()).isPresent()
                            ? "with `-o wide`"
                            : "always"))
            .collect(Collectors.joining());
    paragraph("| Column of `kubectl get` | Field | Shown |\n|---|---|---|\n" + rows);
  }

  private static Optional<String> scale(GeneratedDefinition definition) {
    return Optional.ofNullable(definition.version().getSubresources())
        .flatMap(subresources -> Optional.ofNullable(subresources.getScale()))
        .map(CustomResourceSubresourceScale::getSpecReplicasPath)
        .map("`kubectl scale --replicas` sets `%s`."::formatted);
  }

  private void paragraph(String paragraph) {
    text.append(paragraph.strip()).append("\n\n");
  }
}
