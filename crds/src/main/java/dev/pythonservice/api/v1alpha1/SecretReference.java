package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/**
 * A Secret, by name.
 *
 * @param name Name of the Secret. Example: {@code git-orders}.
 */
@ApiObject
@ValidationRule(
    value = "self.name.matches(" + Rules.OBJECT_NAME + ")",
    fieldPath = ".name",
    message =
        "name must be the name of a Secret: lower-case letters, digits, '-' and '.', beginning and"
            + " ending with a letter or digit")
public record SecretReference(@Required @Size(min = 1, max = 253) String name) {}
