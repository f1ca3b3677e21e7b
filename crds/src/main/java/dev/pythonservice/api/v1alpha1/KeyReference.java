package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * One key of a ConfigMap or Secret.
 *
 * @param name Name of the ConfigMap or Secret. Example: {@code company-ca}.
 * @param key Key in its data. Example: {@code ca.crt}.
 */
@ApiObject
@ValidationRule(
    value = "self.name.matches(" + Rules.OBJECT_NAME + ")",
    fieldPath = ".name",
    message =
        "name must be the name of a ConfigMap or Secret: lower-case letters, digits, '-' and '.',"
            + " beginning and ending with a letter or digit")
@ValidationRule(
    value = "self.key.matches('^[-._a-zA-Z0-9]+$')",
    fieldPath = ".key",
    message = "key must be a key of the ConfigMap or Secret: letters, digits, '-', '_' and '.'")
public record KeyReference(
    @Required @Size(min = 1, max = 253) String name,
    @Required @Size(min = 1, max = 253) String key) {}
