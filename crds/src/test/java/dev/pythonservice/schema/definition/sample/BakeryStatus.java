package dev.pythonservice.schema.definition.sample;

import dev.pythonservice.api.schema.Timestamp;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import org.jspecify.annotations.Nullable;

/**
 * How the bakery is doing.
 *
 * @param ovens How many ovens are hot now.
 * @param openedAt When the first customer came.
 */
public record BakeryStatus(
    @Nullable @StatusReplicas Integer ovens, @Nullable @Timestamp String openedAt) {}
