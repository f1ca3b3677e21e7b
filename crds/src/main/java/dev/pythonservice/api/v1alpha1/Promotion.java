package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a build comes to serve, and who may take its image over.
 *
 * @param mode Who decides that a build serves. Default: {@code Automatic}.
 * @param approved Digest of the image that may serve in mode {@code Manual}, as {@code
 *     status.digest} of a PythonBuild has it. Where it is left out, the service's annotation {@code
 *     pythonservice.dev/approved} says it. Example: {@code sha256:…}.
 * @param offeredTo Namespaces whose services may take over the image that serves here, with {@code
 *     source.service}. Default: none. Example: {@code [production]}.
 */
@ApiObject
@ValidationRule(
    value = "!has(self.approved) || self.approved.matches('^sha256:[0-9a-f]{64}$')",
    fieldPath = ".approved",
    message =
        "approved must be the digest of an image, sha256: and 64 hexadecimal characters; 'kubectl"
            + " get pybuild -o wide' lists those of the builds")
@ValidationRule(
    value = "!has(self.approved) || (has(self.mode) && self.mode == 'Manual')",
    fieldPath = ".approved",
    reason = "FieldValueForbidden",
    message = "approved is for mode Manual: set mode to Manual, or remove approved")
@ValidationRule(
    value =
        "!has(self.offeredTo) || self.offeredTo.all(each,"
            + " each.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'))",
    fieldPath = ".offeredTo",
    message =
        "offeredTo must be names of namespaces: lower-case letters, digits and '-', beginning and"
            + " ending with a letter or digit")
public record Promotion(
    @Nullable Mode mode,
    @Nullable @Size(max = 128) String approved,
    @SetOfValues @Size(max = 64) List<@Size(min = 1, max = 63) String> offeredTo) {

  public Promotion {
    offeredTo = Absent.toEmpty(offeredTo);
  }

  /** Who decides that a build serves. */
  public enum Mode {
    /** The newest build that passed its checks serves. */
    Automatic,
    /** Somebody approves the digest of its image; what serves goes on until then. */
    Manual
  }
}
