package dev.pythonservice.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A Secret that every container gets, as files or as environment variables. For single keys use
 * {@code env} or {@code volumes}.
 *
 * @param name Name of the Secret in the service's namespace. Example: {@code orders-database}.
 * @param mountPath Folder in which every key becomes a file, readable only. Example: {@code
 *     /run/secrets/database}.
 * @param envPrefix What is put before each key to make the environment variable; may be empty.
 *     Example: {@code DATABASE_}.
 */
@ApiObject
@ValidationRule(
    value = "self.name.matches(" + Rules.OBJECT_NAME + ")",
    fieldPath = ".name",
    message =
        "name must be the name of a Secret: lower-case letters, digits, '-' and '.', beginning and"
            + " ending with a letter or digit")
@ValidationRule(
    value = "has(self.mountPath) != has(self.envPrefix)",
    message =
        "secrets must each have exactly one of mountPath, for files, and envPrefix, for environment"
            + " variables (\"\" for no prefix)")
@ValidationRule(
    value = "!has(self.mountPath) || self.mountPath.matches('^/[^:]+$')",
    fieldPath = ".mountPath",
    message = "mountPath must be an absolute path without ':', such as /run/secrets/database")
@ValidationRule(
    value = "!has(self.envPrefix) || self.envPrefix.matches('^([A-Za-z_][A-Za-z0-9_]*)?$')",
    fieldPath = ".envPrefix",
    message =
        "envPrefix must be letters, digits and '_', not beginning with a digit, such as DATABASE_")
public record SecretUse(
    @Required @Size(min = 1, max = 253) String name,
    @Nullable @Size(min = 1, max = 1024) String mountPath,
    @Nullable @JsonInclude(JsonInclude.Include.NON_NULL) @Size(max = 128) String envPrefix) {}
