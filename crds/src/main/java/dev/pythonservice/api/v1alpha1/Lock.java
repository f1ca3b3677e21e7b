package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of the project's locked dependencies are installed. What is not in the lock is not
 * installed.
 *
 * @param file The lock, relative to the source's path: {@code uv.lock}, {@code pylock.toml}, {@code
 *     pylock.NAME.toml} (PEP 751) or a requirements file with hashes that ends in {@code .txt}; it
 *     may be in a sub-folder. Default: {@code uv.lock}.
 * @param member Name of the uv workspace's member to install. Default: the project at the source's
 *     path. Example: {@code orders-api}.
 * @param extras Extras of the project to install, as in {@code project.optional-dependencies}.
 *     Default: none. Example: {@code postgres}.
 * @param groups Dependency groups to install (PEP 735). Default: none, not even {@code dev}.
 */
@ApiObject
@ValidationRule(
    value =
        "!has(self.file) ||"
            + " self.file.matches('(^|/)(uv[.]lock|pylock([.][^./]+)?[.]toml|[^/]+[.]txt)$') &&"
            + " !self.file.matches('^/|(^|/)[.][.](/|$)')",
    fieldPath = ".file",
    message =
        "file must be a uv.lock, pylock.toml, pylock.NAME.toml or .txt file with hashes, relative"
            + " to the source's path; 'uv lock' writes one for a project that has none")
@ValidationRule(
    value = "!has(self.member) || !has(self.file) || self.file.matches('(^|/)uv[.]lock$')",
    fieldPath = ".member",
    reason = "FieldValueForbidden",
    message = "member is known to uv workspaces only: remove it, or let file name the uv.lock")
@ValidationRule(
    value =
        "!has(self.extras) || self.extras.size() == 0 || !has(self.file) ||"
            + " !self.file.endsWith('.txt')",
    fieldPath = ".extras",
    reason = "FieldValueForbidden",
    message =
        "extras are not known to requirements files: remove extras and export them into the file,"
            + " or use uv.lock or pylock.toml")
@ValidationRule(
    value =
        "!has(self.groups) || self.groups.size() == 0 || !has(self.file) ||"
            + " !self.file.endsWith('.txt')",
    fieldPath = ".groups",
    reason = "FieldValueForbidden",
    message =
        "groups are not known to requirements files: remove groups and export them into the file,"
            + " or use uv.lock or pylock.toml")
@ValidationRule(
    value =
        "(!has(self.extras) || self.extras.all(extra,"
            + " extra.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$'))) && (!has(self.groups)"
            + " || self.groups.all(group,"
            + " group.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$'))) && (!has(self.member)"
            + " || self.member.matches('^[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?$'))",
    message =
        "member, extras and groups must be names as in pyproject.toml: letters, digits, '-', '_'"
            + " and '.', beginning and ending with a letter or digit")
public record Lock(
    @Nullable @Size(min = 1, max = 512) String file,
    @Nullable @Size(min = 1, max = 128) String member,
    @SetOfValues @Size(max = 50) List<@Size(min = 1, max = 128) String> extras,
    @SetOfValues @Size(max = 50) List<@Size(min = 1, max = 128) String> groups) {

  public Lock {
    extras = Absent.toEmpty(extras);
    groups = Absent.toEmpty(groups);
  }
}
