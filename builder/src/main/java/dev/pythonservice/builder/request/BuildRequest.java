package dev.pythonservice.builder.request;

import java.util.List;
import java.util.Optional;

/**
 * Everything that is asked of one build.
 *
 * @param source where the project is
 * @param lock which of its locked packages are wanted
 * @param image what image is wanted
 * @param wheels wheels that were built before from what has none on an index: folders, or OCI
 *     artifacts as {@code oci://REFERENCE}
 * @param checks which checks it must pass
 * @param policy what is allowed
 * @param limits what it may take
 * @param everyPlatform whether a platform that is not feasible fails the build
 * @param dryRun whether to stop before anything is written to the registry
 * @param lockArtifact a lock in a registry, by its digest, that takes the place of the project's
 *     own
 */
public record BuildRequest(
    SourceRequest source,
    LockRequest lock,
    ImageRequest image,
    List<String> wheels,
    ChecksRequest checks,
    Policy policy,
    Limits limits,
    boolean everyPlatform,
    boolean dryRun,
    Optional<String> lockArtifact) {

  /** A request without checks, with the project's own lock. */
  public BuildRequest(
      SourceRequest source,
      LockRequest lock,
      ImageRequest image,
      List<String> wheels,
      Policy policy,
      Limits limits,
      boolean everyPlatform,
      boolean dryRun) {
    this(
        source,
        lock,
        image,
        wheels,
        ChecksRequest.NONE,
        policy,
        limits,
        everyPlatform,
        dryRun,
        Optional.empty());
  }

  /** The same for another image of the same project. */
  public BuildRequest with(ImageRequest other) {
    return new BuildRequest(
        source, lock, other, wheels, checks, policy, limits, everyPlatform, dryRun, lockArtifact);
  }
}
