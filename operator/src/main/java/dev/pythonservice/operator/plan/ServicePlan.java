package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;

/**
 * What is intended for a service.
 *
 * @param verdict how things stand with it
 * @param resolved what was taken for fields that it left out
 */
public record ServicePlan(Verdict verdict, Resolved resolved) {}
