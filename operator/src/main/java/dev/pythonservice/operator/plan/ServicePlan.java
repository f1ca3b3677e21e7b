package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import org.jspecify.annotations.Nullable;

/**
 * What is intended for a service.
 *
 * @param verdict how things stand with it
 * @param resolved what was taken for fields that it left out; null where nothing is known, for in
 *     server-side apply an empty object is not the same
 */
public record ServicePlan(Verdict verdict, @Nullable Resolved resolved) {}
