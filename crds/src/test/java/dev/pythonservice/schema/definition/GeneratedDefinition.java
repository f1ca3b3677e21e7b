package dev.pythonservice.schema.definition;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.util.Map;

/**
 * The definition of one kind, complete.
 *
 * @param definition the definition; its fields stand in the order in which Java declares them
 * @param own the records of our API in it, by the JSON path of the node
 * @param embedded the types of Kubernetes that it takes over, by the JSON path of the node
 */
public record GeneratedDefinition(
    CustomResourceDefinition definition,
    Map<String, OwnType> own,
    Map<String, EmbeddedType> embedded) {

  /** The only version: a second one is a decision about conversion that this tool does not make. */
  public CustomResourceDefinitionVersion version() {
    return definition.getSpec().getVersions().getFirst();
  }

  /** The schema of the whole object. */
  public JSONSchemaProps schema() {
    return version().getSchema().getOpenAPIV3Schema();
  }

  /** The kind, such as {@code PythonService}. */
  public String kind() {
    return definition.getSpec().getNames().getKind();
  }

  /** The name of its resource, such as {@code pythonservices}. */
  public String plural() {
    return definition.getSpec().getNames().getPlural();
  }
}
