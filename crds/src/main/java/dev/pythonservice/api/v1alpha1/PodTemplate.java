package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.FreeForm;
import io.fabric8.generator.annotation.Size;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A partial pod template that is merged over what the operator renders, by the rules of a strategic
 * merge: containers by name, volumes by name, other fields replaced.
 *
 * @param metadata Labels and annotations of the pods. Labels that the operator selects by cannot be
 *     changed.
 * @param spec A part of a PodSpec. Example: {@code {priorityClassName: batch, tolerations: [{key:
 *     spot, operator: Exists}]}}.
 */
@ApiObject
public record PodTemplate(
    @Nullable Metadata metadata, @FreeForm Map<String, @Nullable Object> spec) {

  // Kept as it was written: the API server checks nothing in it, so that a field of the wrong type
  // would otherwise fail the reading of every service; and a null in it deletes a field.
  public PodTemplate {
    spec = Absent.toEmpty(spec);
  }

  /**
   * Labels and annotations of the pods.
   *
   * @param labels Labels, in addition to the operator's. Example: {@code {team: shop}}.
   * @param annotations Annotations, in addition to the operator's.
   */
  @ApiObject
  public record Metadata(
      @Size(max = 64) Map<String, String> labels, @Size(max = 64) Map<String, String> annotations) {

    public Metadata {
      labels = Absent.toEmpty(labels);
      annotations = Absent.toEmpty(annotations);
    }
  }
}
