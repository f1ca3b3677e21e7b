package dev.pythonservice.e2e.support;

/**
 * A namespace of a test class' own, under the restricted pod security standard.
 *
 * @param name its name
 */
public record TestNamespace(String name) {}
