package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks for newer versions of locked packages: a candidate of the {@code uv.lock} is built and
 * checked, and serves once it is promoted. The annotation {@code pythonservice.dev/update} looks
 * now, once for each new value.
 *
 * @param scope How far packages may move.
 * @param schedule When it looks, in cron syntax as jobs have it. Default: only when the annotation
 *     asks for it. Example: {@code "0 5 * * 1"}.
 * @param timeZone Time zone of the schedule, as in the IANA time zone database. Default: {@code
 *     Etc/UTC}. Example: {@code Europe/Berlin}.
 * @param minimumAgeDays How many days ago a version must have been published. Default: what the
 *     platform's policy says, which holds in any case.
 * @param groups Packages that move together or not at all. Default: each for itself.
 * @param promotion Who decides that a candidate serves. Default: {@code Manual}.
 * @param branch Branch of the git repository that gets a commit with the candidate, with the
 *     source's credentials. One that has commits of others is left alone. Default: none. Example:
 *     {@code updates/python}.
 */
@ApiObject
@ValidationRule(
    value = "!has(self.schedule) || self.schedule.matches('" + CronSyntax.SCHEDULE + "')",
    fieldPath = ".schedule",
    message =
        "schedule must be five cron fields (minute 0-59, hour 0-23, day of month 1-31, month 1-12"
            + " or JAN-DEC, day of week 0-6 or SUN-SAT), such as \"0 5 * * 1\", or a macro such as"
            + " @weekly; the time zone goes into timeZone")
@ValidationRule(
    value = "!has(self.timeZone) || has(self.schedule)",
    fieldPath = ".timeZone",
    reason = "FieldValueForbidden",
    message = "timeZone is that of schedule: add schedule, or remove timeZone")
@ValidationRule(
    value =
        "!has(self.timeZone) ||"
            + " self.timeZone.matches('^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$')",
    fieldPath = ".timeZone",
    message =
        "timeZone must be a name from the IANA time zone database, such as Europe/Berlin or"
            + " Etc/UTC")
@ValidationRule(
    value =
        "!has(self.branch) || self.branch.matches('^[A-Za-z0-9][A-Za-z0-9._/-]*$') &&"
            + " !self.branch.contains('..') && !self.branch.endsWith('/') &&"
            + " !self.branch.endsWith('.lock')",
    fieldPath = ".branch",
    message =
        "branch must be the name of a branch without refs/heads/, such as updates/python: letters,"
            + " digits, '.', '_', '-' and '/'")
public record Updates(
    @Required Scope scope,
    @Nullable @Size(min = 1, max = 256) String schedule,
    @Nullable @Size(min = 1, max = 64) String timeZone,
    @Nullable @Min(0) @Max(3650) Integer minimumAgeDays,
    @MergeBy("name") @Size(max = 32) List<Group> groups,
    @Nullable Promotion promotion,
    @Nullable @Size(min = 1, max = 200) String branch) {

  public Updates {
    groups = Absent.toEmpty(groups);
  }

  /** How far packages may move. */
  public enum Scope {
    /** Those with known vulnerabilities, to the first version without them. */
    Security,
    /** To the newest version with the same first two numbers. */
    Patch,
    /** To the newest version with the same first number. */
    Minor
  }

  /** Who decides that a candidate serves. */
  public enum Promotion {
    /** Somebody approves the digest of its image with {@code pythonservice.dev/approved}. */
    Manual,
    /** It serves once it is built and checked, if {@code spec.promotion} lets it. */
    Automatic
  }

  /**
   * Packages that move together or not at all.
   *
   * @param name Name of the group. Example: {@code web}.
   * @param packages Names of packages, or beginnings of names with {@code *}. Example: {@code
   *     [fastapi, starlette, pydantic*]}.
   */
  @ApiObject
  @ValidationRule(
      value = "self.name.matches(" + Rules.LABEL + ")",
      fieldPath = ".name",
      message =
          "name must be lower-case letters, digits and '-', beginning with a letter and ending with"
              + " a letter or digit")
  @ValidationRule(
      value =
          "self.packages.all(name,"
              + " name.matches('^[a-z0-9]([a-z0-9-]*[a-z0-9])?[*]?$|^[a-z0-9-]+[*]$'))",
      fieldPath = ".packages",
      message =
          "packages must be normalised names, lower-case letters, digits and '-', or beginnings of"
              + " them with '*' at the end")
  public record Group(
      @Required @Size(min = 1, max = 63) String name,
      @Required @SetOfValues @Size(min = 1, max = 64) List<@Size(max = 128) String> packages) {

    public Group {
      packages = Absent.toEmpty(packages);
    }
  }
}
