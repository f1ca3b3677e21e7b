package dev.pythonservice.schema;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.schema.definition.DefinitionGenerator;
import dev.pythonservice.schema.definition.DefinitionYaml;
import dev.pythonservice.schema.definition.GeneratedDefinition;
import dev.pythonservice.schema.definition.JavadocDescriptions;
import dev.pythonservice.schema.reference.ApiReference;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The committed files that are made from the API types, with the content that they should have. */
final class GeneratedFiles {

  private static final List<Class<? extends CustomResource<?, ?>>> KINDS =
      List.of(PythonService.class, PythonBuild.class, PythonPlatform.class);

  private static final String YAML_HEADER =
      "# Generated from the types in crds/src/main/java. Do not edit: change those and run 'make"
          + " generate'.\n";

  private static final String MARKDOWN_HEADER =
      "<!-- Generated from the types in crds/src/main/java. Do not edit: change those and run 'make"
          + " generate'. -->\n\n";

  private GeneratedFiles() {}

  /**
   * Generates the definition of every kind, in the order in which a reader meets them.
   *
   * @throws IllegalStateException if the API types leave something open
   */
  static List<GeneratedDefinition> definitions() {
    DefinitionGenerator generator =
        new DefinitionGenerator(
            JavadocDescriptions.ofSourcesIn(Repository.root().resolve("crds/src/main/java")));
    return KINDS.stream().map(generator::generate).toList();
  }

  /** The content of every generated file, by its path in the repository. */
  static Map<Path, String> of(List<GeneratedDefinition> definitions) {
    Map<Path, String> files = new LinkedHashMap<>();
    definitions.forEach(definition ->
        files.put(
            Path.of("crds", nameOf(definition)),
            YAML_HEADER + DefinitionYaml.of(definition.definition())));
    files.put(Path.of("crds", "Kustomization"), YAML_HEADER + kustomization(definitions));
    files.put(Path.of("docs", "crd-reference.md"), MARKDOWN_HEADER + ApiReference.of(definitions));
    return files;
  }

  private static String nameOf(GeneratedDefinition definition) {
    return definition.plural() + ".yaml";
  }

  /**
   * The file has no extension, so that {@code kubectl apply -f crds}, which reads every YAML file,
   * passes it by.
   */
  private static String kustomization(List<GeneratedDefinition> definitions) {
    return definitions.stream()
        .map(definition -> "- " + nameOf(definition) + "\n")
        .collect(
            Collectors.joining(
                "",
                "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n",
                ""));
  }
}
