package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Where and how builds run.
 *
 * @param namespace The build namespace: build pods run in it, and the Secrets of registry and
 *     indexes are in it, out of the tenants' reach. Default: the operator's namespace. Example:
 *     {@code python-builds}.
 * @param resources CPU and memory of a build. Default: requests of 500m and 512Mi, a memory limit
 *     of 2Gi.
 * @param deadlineSeconds How long a build may take, in seconds. Default: 1800.
 * @param maxConcurrent How many builds run at the same time. Default: 4.
 * @param historyLimit How many successful builds of a service are kept, with their images usable;
 *     the one that serves is always kept. Default: 5.
 * @param failedHistoryLimit How many failed builds of a service are kept. Default: 3.
 * @param sourcePollSeconds How often branches, tags and artifacts that move are looked up, in
 *     seconds. Default: 60.
 * @param podTemplate What this API has no field for, such as tolerations of the build pods; merged
 *     over what the operator renders.
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.__namespace__) || self.__namespace__.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
    fieldPath = ".namespace",
    message =
        "namespace must be the name of a namespace: lower-case letters, digits and '-', beginning"
            + " and ending with a letter or digit")
public record Builds(
    @Nullable @Size(min = 1, max = 63) String namespace,
    @Nullable Resources resources,
    @Nullable @Min(60) @Max(86400) Integer deadlineSeconds,
    @Nullable @Min(1) @Max(1000) Integer maxConcurrent,
    @Nullable @Min(1) @Max(100) Integer historyLimit,
    @Nullable @Min(0) @Max(100) Integer failedHistoryLimit,
    @Nullable @Min(10) @Max(86400) Integer sourcePollSeconds,
    @Nullable PodTemplate podTemplate) {}
