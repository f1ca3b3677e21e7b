package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * A locked package that cannot be installed on a platform.
 *
 * @param name Name of the package, normalised. Example: {@code confluent-kafka}.
 * @param version Locked version. Example: {@code 2.12.1}.
 * @param reason Why, in one word for programs. Example: {@code OnlyOtherArchitectures}, {@code
 *     NewerLibc}, {@code OnlyOtherLibc}, {@code NewerPython}, {@code SourceOnly}.
 * @param message Why, and what would unblock it, in a sentence for people.
 */
@ApiObject
public record Blocker(
    @Required @Size(max = 128) String name,
    @Nullable @Size(max = 128) String version,
    @Required @Size(max = 64) String reason,
    @Required @Size(max = 1024) String message) {}
