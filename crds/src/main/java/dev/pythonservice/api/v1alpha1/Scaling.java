package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import org.jspecify.annotations.Nullable;

/**
 * How many replicas run: a fixed number, {@code replicas}, or as many as the load needs, {@code
 * maxReplicas}.
 *
 * @param replicas Fixed number of replicas; 0 stops the service. Set by {@code kubectl scale}, too.
 *     Default: 1.
 * @param minReplicas Least number of replicas. Default: 1.
 * @param maxReplicas Greatest number of replicas; turns on a HorizontalPodAutoscaler.
 * @param targetCPUUtilizationPercentage CPU use that the autoscaler aims at, in percent of what the
 *     containers request. Default: 70.
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.replicas) || !has(self.minReplicas) && !has(self.maxReplicas) &&"
            + " !has(self.targetCPUUtilizationPercentage)",
    fieldPath = ".replicas",
    reason = "FieldValueForbidden",
    message =
        "replicas is a fixed number and excludes minReplicas, maxReplicas and"
            + " targetCPUUtilizationPercentage: remove replicas, or the others")
@ValidationRule(
    value =
        "has(self.maxReplicas) || !has(self.minReplicas) &&"
            + " !has(self.targetCPUUtilizationPercentage)",
    fieldPath = ".maxReplicas",
    reason = "FieldValueRequired",
    message =
        "maxReplicas is needed beside minReplicas and targetCPUUtilizationPercentage; for a fixed"
            + " number give replicas alone")
@ValidationRule(
    value =
        "!has(self.maxReplicas) || self.maxReplicas >= (has(self.minReplicas) ? self.minReplicas :"
            + " 1)",
    fieldPath = ".maxReplicas",
    message = "maxReplicas must not be below minReplicas: raise maxReplicas or lower minReplicas")
public record Scaling(
    @Nullable @SpecReplicas @Min(0) @Max(10000) Integer replicas,
    @Nullable @Min(1) @Max(10000) Integer minReplicas,
    @Nullable @Min(1) @Max(10000) Integer maxReplicas,
    @Nullable @Min(1) @Max(1000) Integer targetCPUUtilizationPercentage) {}
