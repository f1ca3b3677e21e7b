package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which node architectures may be used.
 *
 * @param policy How the architectures are chosen. Default: {@code Auto}.
 * @param pinned The architectures for {@code Pinned}; a build that is not feasible for each of them
 *     fails. Example: {@code [arm64]}.
 * @param explorationPercent Share of the replicas, in percent, that may run besides them on a
 *     feasible architecture without measurements, to get them; bounded by the platform. Default: 0,
 *     never.
 */
@ApiObject
@ValidationRule(
    value =
        "(has(self.policy) && self.policy == 'Pinned') == (has(self.pinned) && self.pinned.size() >"
            + " 0)",
    fieldPath = ".pinned",
    message =
        "pinned must be given where policy is Pinned, and only there: add the architectures, or set"
            + " policy")
@ValidationRule(
    value =
        "!has(self.explorationPercent) || self.explorationPercent == 0 || !has(self.policy) ||"
            + " self.policy == 'Auto'",
    fieldPath = ".explorationPercent",
    reason = "FieldValueForbidden",
    message = "explorationPercent is for the policy Auto: remove it, or set policy to Auto")
public record Architectures(
    @Nullable Policy policy,
    @SetOfValues @Size(max = 2) List<Architecture> pinned,
    @Nullable @Min(0) @Max(50) Integer explorationPercent) {

  public Architectures {
    pinned = Absent.toEmpty(pinned);
  }

  /** How the architectures are chosen. */
  public enum Policy {
    /** All that are feasible; the cheapest that has nodes first, as measured or else by price. */
    Auto,
    /** Those in {@code pinned} and no others. */
    Pinned
  }
}
