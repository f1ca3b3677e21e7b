package dev.pythonservice.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One aspect of an object's state, as Kubernetes and its tools understand conditions.
 *
 * @param type The aspect. Example: {@code Ready}.
 * @param status Whether the aspect holds.
 * @param reason Why, in one word for programs. Example: {@code LockIsStale}.
 * @param message Why, and what to do about it, in a sentence for people.
 * @param lastTransitionTime When {@code status} last changed.
 * @param observedGeneration The {@code metadata.generation} that the condition speaks about.
 */
@ApiObject
public record Condition(
    @Required @Size(min = 1, max = 316) String type,
    @Required Status status,
    @Required @Size(min = 1, max = 1024) String reason,
    @Required @JsonInclude(JsonInclude.Include.NON_NULL) @Size(max = 32768) String message,
    @Required Instant lastTransitionTime,
    @Nullable Long observedGeneration) {

  /** Whether the aspect holds. */
  public enum Status {
    /** It holds. */
    True,
    /** It does not hold. */
    False,
    /** Nobody knows yet. */
    Unknown
  }
}
