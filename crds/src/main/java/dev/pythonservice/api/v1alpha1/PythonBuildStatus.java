package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a build.
 *
 * @param observedGeneration The {@code metadata.generation} that this status speaks about.
 * @param conditions {@code Ready}, {@code Reconciling} and {@code Stalled} for tools; {@code
 *     Feasible}, {@code Built} and {@code Checked} for each part.
 * @param phase How far the build is; the conditions say more.
 * @param attempts How often it was tried.
 * @param startedAt When the last attempt started.
 * @param finishedAt When the last attempt ended.
 * @param image The image index, by digest. Example: {@code
 *     registry.example/python/shop/orders@sha256:…}.
 * @param digest Digest of the image index. Example: {@code sha256:…}.
 * @param platforms The image of each platform.
 * @param feasibility Whether each platform that was asked for is feasible; after a failure, what
 *     stood in its way then.
 * @param steps Time and bytes of each step, in the order in which they ran.
 * @param layers How many layers were found in the registry and how many were made.
 * @param engines Server engines that are installed on every platform of the image.
 * @param measure Version of the image's layer that measures servers and jobs. Absent where it has
 *     none; its services run unmeasured. Example: {@code 1}.
 * @param stack Which engine serves each layer of the image and its project. Absent where the
 *     builder was older than this field.
 * @param checks Results of the checks.
 * @param reportDigest Digest of the full report, an artifact in the image's repository that refers
 *     to the image.
 * @param failure Why the last attempt failed. Absent while it is built, and once it succeeded.
 * @param nextAttemptAt When it is tried again, unless the platform changes or somebody asks for it
 *     before.
 * @param retry Value of the annotation {@code pythonservice.dev/retry} that the last attempt
 *     followed; another value there makes a failed build try again at once.
 * @param platformGeneration The {@code metadata.generation} of the PythonPlatform at the last
 *     attempt; another one makes a failed build try again at once.
 * @param wheels Wheels that lack for the image, and that are built before it where the platform's
 *     policy allows it. Absent where none lack, or where nobody knows yet.
 * @param promotion How it came to serve, the first time. Absent until then.
 * @param tests What the project's tests are run from, and where. Absent where none are run.
 * @param update What a look for updates has found. Absent for builds of images.
 * @param previews What other versions of checkers would say, those that the platform's {@code
 *     policy.checkers} named as previews at that time. They stop nothing.
 */
@ApiObject
public record PythonBuildStatus(
    @Nullable Long observedGeneration,
    @MergeBy("type") @Size(max = 32) List<Condition> conditions,
    @Nullable Phase phase,
    @Nullable Integer attempts,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable @Size(max = 512) String image,
    @Nullable @Size(max = 128) String digest,
    @MergeBy("platform") @Size(max = 8) List<PlatformImage> platforms,
    @MergeBy("platform") @Size(max = 8) List<Feasibility> feasibility,
    @Atomic @Size(max = 64) List<Step> steps,
    @Nullable Layers layers,
    @MergeBy("name") @Size(max = 16) List<Engine> engines,
    @Nullable @Size(max = 32) String measure,
    @Nullable Stack stack,
    @MergeBy("name") @Size(max = 16) List<CheckResult> checks,
    @Nullable @Size(max = 128) String reportDigest,
    @Nullable Failure failure,
    @Nullable Instant nextAttemptAt,
    @Nullable @Size(max = 1024) String retry,
    @Nullable Long platformGeneration,
    @Nullable Wheels wheels,
    @Nullable Promoted promotion,
    @Nullable TestRun tests,
    @Nullable LockChange update,
    @MergeBy("checker") @Size(max = 8) List<Checkers.CheckerPreview> previews) {

  public PythonBuildStatus {
    conditions = Absent.toEmpty(conditions);
    platforms = Absent.toEmpty(platforms);
    feasibility = Absent.toEmpty(feasibility);
    steps = Absent.toEmpty(steps);
    engines = Absent.toEmpty(engines);
    checks = Absent.toEmpty(checks);
    previews = Absent.toEmpty(previews);
  }

  /**
   * How a build came to serve; written once.
   *
   * @param at When the operator let it serve.
   * @param how Who decided it.
   * @param by Who approved it, by the service's annotation {@code pythonservice.dev/approved-by}.
   *     Example: {@code jane@shop.example}.
   * @param manager Field manager that wrote the approval, as Kubernetes recorded it: a program,
   *     such as {@code kubectl-annotate}, and not a person.
   * @param from The service whose image was taken over. Example: {@code staging/orders}.
   * @param passed What was known of its image at that time.
   */
  @ApiObject
  public record Promoted(
      @Required Instant at,
      @Required How how,
      @Nullable @Size(max = 253) String by,
      @Nullable @Size(max = 128) String manager,
      @Nullable @Size(max = 128) String from,
      @MergeBy("what") @Size(max = 16) List<Passed> passed) {

    public Promoted {
      passed = Absent.toEmpty(passed);
    }

    /** Who decided that a build serves. */
    public enum How {
      /** The operator: the service promotes automatically. */
      Automatic,
      /** Somebody who approved its digest. */
      Approved,
      /** Somebody who named it in {@code spec.rollback}. */
      Rollback
    }
  }

  /**
   * Something that was known of an image when it came to serve.
   *
   * @param what What was looked at: a check, {@code Signature} or {@code Vulnerabilities}. Example:
   *     {@code Lint}.
   * @param verdict How it ended. Example: {@code Passed}.
   */
  @ApiObject
  public record Passed(
      @Required @Size(max = 63) String what, @Required @Size(max = 63) String verdict) {}

  /** How far a build is. */
  public enum Phase {
    /** It waits for its turn. */
    Pending,
    /** Its pod runs. */
    Building,
    /** The image is in the registry; the project's tests run. */
    Checking,
    /** The image is in the registry and passed its checks. */
    Succeeded,
    /** It failed and is tried again after a while. */
    Failed
  }

  /**
   * The image of a platform.
   *
   * @param platform Operating system and architecture. Example: {@code linux/arm64}.
   * @param digest Digest of its manifest.
   * @param bytes Size of its compressed layers, those of the base image included, in bytes.
   */
  @ApiObject
  public record PlatformImage(
      @Required @Size(max = 32) String platform,
      @Required @Size(max = 128) String digest,
      @Nullable Long bytes) {}

  /**
   * Whether a platform is feasible.
   *
   * @param platform Operating system and architecture. Example: {@code linux/arm64}.
   * @param verdict Whether every locked package can be installed on it.
   * @param blockers Packages that cannot; at most the first 20, the report has all.
   */
  @ApiObject
  public record Feasibility(
      @Required @Size(max = 32) String platform,
      @Required Verdict verdict,
      @Atomic @Size(max = 20) List<Blocker> blockers) {

    public Feasibility {
      blockers = Absent.toEmpty(blockers);
    }

    /** Whether a platform is feasible. */
    public enum Verdict {
      /** Every locked package can be installed. */
      Feasible,
      /** Some cannot. */
      Infeasible
    }
  }

  /**
   * Time and bytes of a step.
   *
   * @param name Name of the step. Example: {@code install}.
   * @param platform Operating system and architecture, for steps that run for each. Example: {@code
   *     linux/arm64}.
   * @param milliseconds How long it took, in milliseconds.
   * @param bytes What it read from or wrote to the network, in bytes.
   */
  @ApiObject
  public record Step(
      @Required @Size(max = 64) String name,
      @Nullable @Size(max = 32) String platform,
      @Required Long milliseconds,
      @Nullable Long bytes) {}

  /**
   * Layers of all platforms together.
   *
   * @param reused Number of layers that were in the registry already.
   * @param pushed Number of layers that were made and pushed.
   * @param bytesReused Compressed size of the layers that were reused, in bytes.
   * @param bytesPushed Compressed size of the layers that were pushed, in bytes.
   */
  @ApiObject
  public record Layers(
      @Required Integer reused,
      @Required Integer pushed,
      @Nullable Long bytesReused,
      @Nullable Long bytesPushed) {}

  /**
   * A program that serves web applications, as a package of the image.
   *
   * @param name Name of the package. Example: {@code granian}.
   * @param version Its version. Example: {@code 2.8.7}.
   */
  @ApiObject
  public record Engine(
      @Required @Size(min = 1, max = 128) String name,
      @Required @Size(min = 1, max = 128) String version) {}

  /**
   * Why an attempt failed.
   *
   * @param reason Whose turn it is, in one word for programs.
   * @param message What is wrong and the remedy, in the words of the builder where it had any.
   */
  @ApiObject
  public record Failure(@Required Reason reason, @Required @Size(max = 8192) String message) {

    /** Whose turn it is after a failure. */
    public enum Reason {
      /** The project's: source, lock, or a package without a wheel. */
      Input,
      /** The platform's policy forbids what the project asks for. */
      Policy,
      /** The project's: there is an image, and its checks stop it. */
      Checks,
      /** The image registry refused or was broken. */
      Registry,
      /** Git server or package index could not be reached, or broke off. */
      Network,
      /** The node lacked disk space or a program. */
      Machine,
      /** The build needed more memory than its limit. */
      OutOfMemory,
      /** Its pod was taken away: evicted, preempted, or its node is gone. */
      Evicted,
      /** It took longer than the platform allows. */
      Deadline,
      /** The API server refused the build's Job or its pod. */
      Refused,
      /** The builder has a fault, or said nothing that can be understood. */
      Internal
    }
  }

  /**
   * Wheels that have to be built before the image, in a pod of the service's own namespace.
   *
   * @param python The Python that they are for. Example: {@code 3.13.5}.
   * @param libc The oldest C library that they run with. Example: {@code glibc:2.41}.
   * @param platforms Platforms that become feasible by them. Example: {@code [linux/amd64]}.
   * @param own Packages of the project that have native code.
   * @param others Packages of others that have no wheel, only their source.
   * @param job The Job in the service's namespace that builds them, the last one.
   * @param unbuilt Platforms for which they could not be built there.
   */
  @ApiObject
  public record Wheels(
      @Required @Size(max = 32) String python,
      @Required @Size(max = 32) String libc,
      @Atomic @Size(max = 8) List<@Size(max = 32) String> platforms,
      @Atomic @Size(max = 200) List<@Size(max = 128) String> own,
      @Atomic @Size(max = 200) List<@Size(max = 128) String> others,
      @Nullable @Size(max = 63) String job,
      @MergeBy("platform") @Size(max = 8) List<Unbuilt> unbuilt) {

    public Wheels {
      platforms = Absent.toEmpty(platforms);
      own = Absent.toEmpty(own);
      others = Absent.toEmpty(others);
      unbuilt = Absent.toEmpty(unbuilt);
    }
  }

  /**
   * A platform for which wheels could not be built.
   *
   * @param platform Operating system and architecture. Example: {@code linux/arm64}.
   * @param message Which package it is, and where it could be built.
   */
  @ApiObject
  public record Unbuilt(
      @Required @Size(max = 32) String platform, @Required @Size(max = 1024) String message) {}

  /**
   * A run of the project's tests, after the image was made and before it may serve.
   *
   * @param image What they are run from: the image with the packages of the tests' groups besides,
   *     by digest. It has no tag and no signature, and never serves.
   * @param platforms Operating systems and architectures that it has. Example: {@code
   *     [linux/amd64]}.
   * @param job The Job in the service's namespace that runs them, the last one.
   * @param results What the report says that the tests wrote, as JUnit's XML. Absent until they
   *     have ended, and where they wrote none that can be read.
   * @param message Why there are no results, where the tests wrote a report all the same.
   */
  @ApiObject
  public record TestRun(
      @Required @Size(max = 512) String image,
      @Atomic @Size(max = 8) List<@Size(max = 32) String> platforms,
      @Nullable @Size(max = 63) String job,
      @Nullable TestResults results,
      @Nullable @Size(max = 1024) String message) {

    public TestRun {
      platforms = Absent.toEmpty(platforms);
    }
  }

  /**
   * What the tests' own report says. It decides nothing but which failures are debt to a ratchet;
   * whether tests passed is their command's exit code.
   *
   * @param run Number of tests, those that were skipped included.
   * @param failed Number of tests that failed or could not be run.
   * @param skipped Number of tests that were skipped.
   * @param reportDigest Digest of the artifact that has the report and refers to the image.
   *     Example: {@code sha256:9f86d081884c7d65…}.
   */
  @ApiObject
  public record TestResults(
      @Required Integer run,
      @Required Integer failed,
      @Required Integer skipped,
      @Required @Size(max = 128) String reportDigest) {}

  /**
   * Result of a check.
   *
   * @param name The check.
   * @param verdict How it ended.
   * @param findings Number of findings. Of tests it is the number of those that failed, or 1 where
   *     no report tells how many.
   * @param newFindings Number of findings that the running release does not have.
   * @param message The first findings, or why it could not run.
   */
  @ApiObject
  public record CheckResult(
      @Required Checks.Name name,
      @Required Verdict verdict,
      @Nullable Integer findings,
      @Nullable Integer newFindings,
      @Nullable @Size(max = 2048) String message) {

    /** How a check ended. */
    public enum Verdict {
      /** Nothing stops the build. */
      Passed,
      /** Its findings stop the build. */
      Failed,
      /** It could not run or crashed; that stops the build, too, unless it only reports. */
      Error
    }
  }
}
