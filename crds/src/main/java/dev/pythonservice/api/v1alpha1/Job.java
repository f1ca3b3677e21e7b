package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data job: a CronJob that runs a command in the image that serves. Run one now with {@code
 * kubectl create job --from=cronjob/SERVICE-JOB}.
 *
 * @param name Name of the job; the CronJob is called SERVICE-NAME. Example: {@code report}.
 * @param schedule When it runs, in cron syntax: minute, hour, day of month, month, day of week; or
 *     {@code @hourly}, {@code @daily}, {@code @weekly}, {@code @monthly}, {@code @yearly}, {@code
 *     @every 90m}. Example: {@code "0 2 * * *"}.
 * @param timeZone Time zone of the schedule, as in the IANA time zone database. Default: {@code
 *     Etc/UTC}. Example: {@code Europe/Berlin}.
 * @param command Program and first arguments; no shell is involved. Example: {@code [python, -m,
 *     orders.report]}.
 * @param args Further arguments, after those of {@code command}. Default: none.
 * @param suspend Whether the schedule rests; runs that are started by hand still work. Default:
 *     false.
 * @param concurrencyPolicy What happens when a run is due and the one before has not ended.
 *     Default:
 *     {@code Forbid}.
 * @param startingDeadlineSeconds How late a run may start, in seconds, before it counts as missed.
 *     Default: no limit.
 * @param activeDeadlineSeconds How long a run may take, retries included, in seconds. Default: no
 *     limit.
 * @param backoffLimit How often a failed run is tried again; with {@code completions}, how often
 *     each partition is. A pod that lost its node does not count. Default: 2.
 * @param completions Number of partitions of a large job: each runs once, and finds its number,
 *     from
 *     0, in {@code JOB_COMPLETION_INDEX}. Default: 1, no partitions.
 * @param parallelism How many partitions run at the same time. Default: {@code completions}.
 * @param successfulJobsHistoryLimit How many successful runs are kept. Default: 3.
 * @param failedJobsHistoryLimit How many failed runs are kept. Default: 3.
 * @param env Environment variables, in addition to the service's.
 * @param envFrom ConfigMaps and Secrets whose keys become environment variables, in addition to the
 *     service's.
 * @param resources CPU and memory. Default: the service's.
 * @param volumeMounts Volumes it sees, in addition to the service's.
 * @param architectures Which node architectures this job may use. Default: the service's.
 * @param queueName LocalQueue of Kueue that admits the runs. Default: none, runs start at once.
 */
@ApiObject
@ValidationRule(
    value = "self.name.matches(" + Rules.LABEL + ") && self.name != 'process'",
    fieldPath = ".name",
    message =
        "name must be lower-case letters, digits and '-', beginning with a letter and ending with a"
            + " letter or digit, and not 'process', the main container's name")
@ValidationRule(
    value = "self.schedule.matches('" + CronSyntax.SCHEDULE + "')",
    fieldPath = ".schedule",
    message =
        "schedule must be five cron fields (minute 0-59, hour 0-23, day of month 1-31, month 1-12"
            + " or JAN-DEC, day of week 0-6 or SUN-SAT), such as \"0 2 * * *\", or a macro such as"
            + " @daily; the time zone goes into timeZone")
@ValidationRule(
    value =
        "!has(self.timeZone) ||"
            + " self.timeZone.matches('^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$') &&"
            + " self.timeZone.lowerAscii() != 'local'",
    fieldPath = ".timeZone",
    message =
        "timeZone must be a name from the IANA time zone database, such as Europe/Berlin or"
            + " Etc/UTC")
@ValidationRule(
    value = "!has(self.parallelism) || has(self.completions)",
    fieldPath = ".parallelism",
    reason = "FieldValueForbidden",
    message =
        "parallelism needs completions, the number of partitions: add it, or remove parallelism")
@ValidationRule(
    value =
        "!has(self.parallelism) || !has(self.completions) || self.parallelism <= self.completions",
    fieldPath = ".parallelism",
    message = "parallelism must not be above completions: there is nothing more to run in parallel")
@ValidationRule(
    value = "!has(self.queueName) || self.queueName.matches(" + Rules.OBJECT_NAME + ")",
    fieldPath = ".queueName",
    message =
        "queueName must be the name of a LocalQueue of Kueue: lower-case letters, digits, '-' and"
            + " '.', beginning and ending with a letter or digit")
public record Job(
    @Required @Size(min = 1, max = 40) String name,
    @Required @Size(min = 1, max = 100) String schedule,
    @Nullable @Size(min = 1, max = 64) String timeZone,
    @Required @Atomic @Size(min = 1, max = 256) List<@Size(max = 8192) String> command,
    @Atomic @Size(max = 256) List<@Size(max = 8192) String> args,
    @Nullable Boolean suspend,
    @Nullable ConcurrencyPolicy concurrencyPolicy,
    @Nullable @Min(10) @Max(31536000) Integer startingDeadlineSeconds,
    @Nullable @Min(1) @Max(31536000) Integer activeDeadlineSeconds,
    @Nullable @Min(0) @Max(100) Integer backoffLimit,
    @Nullable @Min(1) @Max(10000) Integer completions,
    @Nullable @Min(1) @Max(10000) Integer parallelism,
    @Nullable @Min(0) @Max(100) Integer successfulJobsHistoryLimit,
    @Nullable @Min(0) @Max(100) Integer failedJobsHistoryLimit,
    @MergeBy("name") @Size(max = 256) List<EnvVar> env,
    @Atomic @Size(max = 64) List<EnvFromSource> envFrom,
    @Nullable Resources resources,
    @MergeBy("mountPath") @Size(max = 64) List<VolumeMount> volumeMounts,
    @Nullable Architectures architectures,
    @Nullable @Size(min = 1, max = 253) String queueName) {

  public Job {
    command = Absent.toEmpty(command);
    args = Absent.toEmpty(args);
    env = Absent.toEmpty(env);
    envFrom = Absent.toEmpty(envFrom);
    volumeMounts = Absent.toEmpty(volumeMounts);
  }

  /** What happens when a run is due and the one before has not ended. */
  public enum ConcurrencyPolicy {
    /** Both run. */
    Allow,
    /** The new run is skipped. */
    Forbid,
    /** The old run is stopped, the new one starts. */
    Replace
  }
}
