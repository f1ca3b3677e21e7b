package dev.pythonservice.operator.render;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pythonservice.api.v1alpha1.PodTemplate;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A service's pod template over the one that the operator rendered. The spec is merged as in a
 * strategic merge patch; labels and annotations are added.
 */
final class PodTemplateMerge {

  private static final ObjectMapper MAPPER = new JsonMapper();

  private static final TypeReference<Map<String, @Nullable Object>> TREE = new TypeReference<>() {};

  private PodTemplateMerge() {}

  /**
   * The merged template.
   *
   * @param template what the service says, in which nothing is objected to
   * @throws IllegalArgumentException if the result is no pod template, which is found before
   */
  static PodTemplateSpec merge(PodTemplateSpec rendered, @Nullable PodTemplate template) {
    if (template == null) {
      return rendered;
    }
    PodTemplateSpec merged =
        Optional.ofNullable(template.metadata())
            .map(metadata ->
                new PodTemplateSpecBuilder(rendered)
                    .editMetadata()
                    .addToLabels(metadata.labels())
                    .addToAnnotations(metadata.annotations())
                    .endMetadata()
                    .build())
            .orElse(rendered);
    return new PodTemplateSpecBuilder(merged)
        .withSpec(merge(rendered.getSpec(), template.spec()))
        .build();
  }

  private static PodSpec merge(PodSpec rendered, Map<String, @Nullable Object> patch) {
    Map<String, @Nullable Object> tree = MAPPER.convertValue(rendered, TREE);
    return MAPPER.convertValue(StrategicMerge.merge(tree, patch), PodSpec.class);
  }
}
