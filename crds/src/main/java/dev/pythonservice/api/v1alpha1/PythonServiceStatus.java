package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs, and why. Written by the operator, and only when something changed that a person would
 * act on.
 *
 * @param observedGeneration The {@code metadata.generation} that this status speaks about.
 * @param conditions {@code Ready}, {@code Reconciling} and {@code Stalled} for tools; {@code
 *     Built}, {@code Checked}, {@code Promoted}, {@code Placed}, {@code Serving}, {@code Jobs} and
 *     {@code Performance} for each part.
 * @param resolved What the operator took for fields that were left out.
 * @param source The revision of the source that was last found.
 * @param latestBuild Name of the PythonBuild for that revision; it may still be building or have
 *     failed. Example: {@code orders-4fzq8k2m1x}.
 * @param release What serves now.
 * @param endpoints Where the servers answer inside the cluster.
 * @param replicas Number of pods.
 * @param readyReplicas Number of pods that are ready.
 * @param selector Label selector of the pods, for the scale subresource.
 * @param placement The node architectures that were chosen, and why.
 * @param architectures What is known about each architecture.
 * @param exploration How far it is with exploring the architecture that the pods do not go to
 *     first. Absent where {@code spec.architectures.explorationPercent} asks for nothing, unless an
 *     architecture was found not to run the image.
 * @param jobs The last run of each job.
 * @param performance How the release does, and how the one before did.
 * @param dashboard Address of the service's dashboard, as the platform's {@code
 *     spec.metrics.dashboard.url} says.
 * @param stack Which engine serves each layer of the release, and what could be tried next. Absent
 *     where its builder was older than this field.
 * @param updates How far it is with looking for updates. Absent where nobody looks.
 */
@ApiObject
public record PythonServiceStatus(
    @Nullable Long observedGeneration,
    @MergeBy("type") @Size(max = 32) List<Condition> conditions,
    @Nullable Resolved resolved,
    @Nullable SourceRevision source,
    @Nullable @Size(max = 253) String latestBuild,
    @Nullable Release release,
    @MergeBy("server") @Size(max = 16) List<Endpoint> endpoints,
    @Nullable @StatusReplicas Integer replicas,
    @Nullable Integer readyReplicas,
    @Nullable @LabelSelector @Size(max = 1024) String selector,
    @Nullable Placement placement,
    @MergeBy("architecture") @Size(max = 8) List<ArchitectureState> architectures,
    @Nullable Exploration exploration,
    @MergeBy("name") @Size(max = 32) List<JobState> jobs,
    @Nullable Performance performance,
    @Nullable @Size(max = 2048) String dashboard,
    @Nullable Stack stack,
    @Nullable UpdatesState updates) {

  public PythonServiceStatus {
    conditions = Absent.toEmpty(conditions);
    endpoints = Absent.toEmpty(endpoints);
    architectures = Absent.toEmpty(architectures);
    jobs = Absent.toEmpty(jobs);
  }

  /**
   * What the operator took for fields that were left out.
   *
   * @param platform Name of the PythonPlatform that is used. Example: {@code default}.
   * @param python Minor version of Python. Example: {@code "3.13"}.
   * @param libc The C library.
   * @param baseImage Base image of the runtime, by digest.
   */
  @ApiObject
  public record Resolved(
      @Nullable @Size(max = 253) String platform,
      @Nullable @Size(max = 16) String python,
      @Nullable Libc libc,
      @Nullable @Size(max = 512) String baseImage) {}

  /**
   * A revision of the source.
   *
   * @param revision Commit of git, digest of the OCI artifact, or digest of the ConfigMap's data.
   * @param ref Branch or tag that pointed to it. Example: {@code main}.
   * @param foundAt When it was first found.
   */
  @ApiObject
  public record SourceRevision(
      @Required @Size(max = 128) String revision,
      @Nullable @Size(max = 244) String ref,
      @Nullable Instant foundAt) {}

  /**
   * A build that serves.
   *
   * @param build Name of the PythonBuild. Example: {@code orders-4fzq8k2m1x}.
   * @param image Image of the pods, by digest.
   * @param revision Revision of the source in it.
   * @param since When its pods had replaced those of the release before.
   */
  @ApiObject
  public record Release(
      @Required @Size(max = 253) String build,
      @Required @Size(max = 512) String image,
      @Nullable @Size(max = 128) String revision,
      @Nullable Instant since) {}

  /**
   * Where a server answers inside the cluster.
   *
   * @param server Name of the server.
   * @param url Address of its port on the Service. Example: {@code http://orders.shop.svc:80}.
   */
  @ApiObject
  public record Endpoint(
      @Required @Size(max = 63) String server, @Required @Size(max = 512) String url) {}

  /**
   * The node architectures that were chosen.
   *
   * @param architectures Those that may be used, the preferred one first. Example: {@code [arm64,
   *     amd64]}.
   * @param reason Why the first is preferred, in one word for programs. Example: {@code
   *     CheapestByPrice}.
   * @param message Why, in a sentence for people; prices in it are those of the time when it was
   *     chosen.
   * @param movedAt When another architecture became the first, which replaced the pods. Absent as
   *     long as the first choice holds.
   * @param platformGeneration The {@code metadata.generation} of the PythonPlatform with whose
   *     prices it was chosen.
   */
  @ApiObject
  public record Placement(
      @Atomic @Size(max = 8) List<Architecture> architectures,
      @Required @Size(max = 64) String reason,
      @Nullable @Size(max = 1024) String message,
      @Nullable Instant movedAt,
      @Nullable Long platformGeneration) {

    public Placement {
      architectures = Absent.toEmpty(architectures);
    }
  }

  /**
   * What is known about an architecture.
   *
   * @param architecture The architecture.
   * @param state What it is to the service.
   * @param nodes Number of nodes of this architecture that pods of the service could run on, as
   *     counted when its state last changed: that nodes come and go is no news. Absent where the
   *     operator may not see nodes.
   * @param reason Why it is in that state, in one word for programs. Example: {@code
   *     PackagesWithoutWheel}.
   * @param message Why, in a sentence for people.
   * @param blockers Packages that cannot be installed on it, at most the first 20; or the module
   *     that cannot be imported on it.
   * @param costPerMillionRequests What a million requests to the service cost on it, as last
   *     measured: their CPU time at the price of the cheapest node. Absent without prices or
   *     requests. Example: {@code 0.42 EUR}.
   */
  @ApiObject
  public record ArchitectureState(
      @Required Architecture architecture,
      @Required State state,
      @Nullable Integer nodes,
      @Nullable @Size(max = 64) String reason,
      @Nullable @Size(max = 1024) String message,
      @Atomic @Size(max = 20) List<Blocker> blockers,
      @Nullable @Size(max = 64) String costPerMillionRequests) {

    public ArchitectureState {
      blockers = Absent.toEmpty(blockers);
    }

    /** What an architecture is to a service. */
    public enum State {
      /** Used first. */
      Preferred,
      /** Used where the preferred one has no room. */
      Allowed,
      /** Feasible, but no node has it. */
      WithoutNodes,
      /** Left out by the service's or the platform's policy. */
      Excluded,
      /** Some packages cannot be installed on it, or the image was tried and does not run on it. */
      Infeasible
    }
  }

  /**
   * Replicas that explore an architecture, so that there are measurements of both. They come on top
   * of the service's own.
   *
   * @param architecture The architecture that is explored, or is to be. Absent where there is none.
   * @param build Name of the PythonBuild that this is about. Example: {@code orders-4fzq8k2m1x}.
   * @param state How far it is.
   * @param replicas Number of replicas that explore. Absent where none does.
   * @param reason Why, in one word for programs. Example: {@code TooFewReplicas}, {@code
   *     SmokeTestFailed}.
   * @param message Why, and what to do about it, in a sentence for people.
   * @param module The module that cannot be imported on the architecture, as the smoke test says.
   *     Example: {@code polars}.
   */
  @ApiObject
  public record Exploration(
      @Nullable Architecture architecture,
      @Required @Size(max = 253) String build,
      @Required State state,
      @Nullable Integer replicas,
      @Required @Size(max = 64) String reason,
      @Required @Size(max = 1024) String message,
      @Nullable @Size(max = 128) String module) {

    /** How far exploring is. */
    public enum State {
      /** No replica explores at the moment. */
      Waiting,
      /** Some replicas explore. */
      Exploring,
      /** What was to be found out is known. */
      Measured,
      /** The image does not run on the architecture. */
      Failed
    }
  }

  /**
   * The last run of a job, and where the next ones go.
   *
   * @param name Name of the job.
   * @param result How the last run ended.
   * @param lastRun Name of the Job of the last run.
   * @param requested The value of the annotation {@code pythonservice.dev/run-jobs} for this job
   *     that was last honoured. Example: {@code 2026-11-23}.
   * @param startedAt When the last run started.
   * @param finishedAt When the last run ended.
   * @param lastSuccessAt When a run last succeeded.
   * @param message What the last run ended with. Example: {@code OOMKilled at 512Mi: raise
   *     resources.limits.memory}.
   * @param runs What the last five runs that ended on each architecture took, newest first.
   * @param placement The node architectures that were chosen for it, where they are not the
   *     service's.
   */
  @ApiObject
  public record JobState(
      @Required @Size(max = 63) String name,
      @Nullable Result result,
      @Nullable @Size(max = 253) String lastRun,
      @Nullable @Size(max = 253) String requested,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable Instant lastSuccessAt,
      @Nullable @Size(max = 1024) String message,
      @MergeBy("name") @Size(max = 15) List<Run> runs,
      @Nullable Placement placement) {

    public JobState {
      runs = Absent.toEmpty(runs);
    }

    /**
     * What a run took, as it said itself at its end; of a run in partitions the longest time, the
     * greatest memory, and the sums of CPU time and rows.
     *
     * @param name Name of the Job.
     * @param result How it ended.
     * @param finishedAt When it ended.
     * @param architecture Architecture of the node that it ran on. Absent where the operator did
     *     not see that node, or where partitions ran on several architectures.
     * @param milliseconds How long its command ran, in milliseconds. Absent where it was not
     *     measured.
     * @param cpuMilliseconds CPU time that it used, in milliseconds.
     * @param peakMemoryBytes The most memory that its container used at a time, files that the
     *     kernel kept in memory included, in bytes.
     * @param rows What it worked on: the number {@code rows} of the last line of JSON in its output
     *     that has one.
     * @param exit Why it failed, by name. Example: {@code OOMKilled}, {@code ExitCode1}, {@code
     *     Signal15}.
     */
    @ApiObject
    public record Run(
        @Required @Size(max = 253) String name,
        @Required Result result,
        @Nullable Instant finishedAt,
        @Nullable Architecture architecture,
        @Nullable Long milliseconds,
        @Nullable Long cpuMilliseconds,
        @Nullable Long peakMemoryBytes,
        @Nullable Long rows,
        @Nullable @Size(max = 64) String exit) {}

    /** How a run ended. */
    public enum Result {
      /** It has not ended. */
      Running,
      /** The command ended with 0. */
      Succeeded,
      /** The command failed, as often as it may be tried. */
      Failed
    }
  }

  /**
   * What was measured, side by side. Figures are rounded, and written anew only now and then; what
   * moves fast is in the metrics.
   *
   * @param current The release that serves.
   * @param previous The release before, as it was last measured.
   */
  @ApiObject
  public record Performance(@Nullable Figures current, @Nullable Figures previous) {}

  /**
   * How a release does.
   *
   * @param build Name of its PythonBuild. Example: {@code orders-4fzq8k2m1x}.
   * @param pods Number of pods that were measured.
   * @param requests Number of requests that the figures are from.
   * @param latencyMicroseconds Response times, in microseconds.
   * @param errorsPerMillion Responses with a status of 500 or above, per million.
   * @param cpuMicrosecondsPerRequest Time of the processors for a request, in microseconds; all
   *     that the pods used, divided by the requests.
   * @param memoryBytesPerReplica Resident memory of a pod, in bytes, on average.
   * @param coldStartMilliseconds Time from the start of a container to its first successful answer,
   *     in milliseconds.
   * @param costPerMillionRequests What a million requests cost: their CPU time at the price of the
   *     cheapest nodes of the architectures that answered them. Absent without prices. Example:
   *     {@code 0.42 EUR}.
   * @param measuredAt When these figures were written.
   */
  @ApiObject
  public record Figures(
      @Required @Size(max = 253) String build,
      @Nullable Integer pods,
      @Nullable Long requests,
      @Nullable Percentiles latencyMicroseconds,
      @Nullable Long errorsPerMillion,
      @Nullable Long cpuMicrosecondsPerRequest,
      @Nullable Long memoryBytesPerReplica,
      @Nullable Long coldStartMilliseconds,
      @Nullable @Size(max = 64) String costPerMillionRequests,
      @Nullable Instant measuredAt) {}

  /**
   * Response times that a share of the requests does not exceed, in microseconds.
   *
   * @param p50 Half of the requests.
   * @param p95 95 % of the requests.
   * @param p99 99 % of the requests.
   */
  @ApiObject
  public record Percentiles(@Nullable Long p50, @Nullable Long p95, @Nullable Long p99) {}

  /**
   * How far it is with looking for updates.
   *
   * @param schedule The schedule with its time zone that {@code nextRunAt} is of.
   * @param nextRunAt When it looks next. Absent without a schedule.
   * @param lastRunAt When it looked last.
   * @param requested The value of the annotation {@code pythonservice.dev/update} that was last
   *     followed.
   * @param run Name of the PythonBuild that looked last.
   * @param candidate Name of the PythonBuild of the candidate. Absent where there is none.
   */
  @ApiObject
  public record UpdatesState(
      @Nullable @Size(max = 384) String schedule,
      @Nullable Instant nextRunAt,
      @Nullable Instant lastRunAt,
      @Nullable @Size(max = 1024) String requested,
      @Nullable @Size(max = 253) String run,
      @Nullable @Size(max = 253) String candidate) {}
}
