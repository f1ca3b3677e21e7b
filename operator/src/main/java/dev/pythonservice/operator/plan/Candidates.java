package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.Updates;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Optional;

/**
 * Candidates of a service's lock: which one the last look for updates has found, and which one is
 * in force, so that everything is built with it instead of the project's own lock.
 */
final class Candidates {

  private Candidates() {}

  /** Whether a build looks for updates, and makes no image. */
  static boolean isLook(PythonBuild build) {
    return build.getSpec().update() != null;
  }

  /** Whether a build is of a lock that is not the project's own. */
  static boolean isOne(PythonBuild build) {
    return build.getSpec().candidate() != null;
  }

  /** The last look that has ended well, whatever it found. */
  static Optional<PythonBuild> lastFinding(WithPlatform inputs) {
    return inputs.looks().stream()
        .filter(look -> BuildStatus.status(look).map(PythonBuildStatus::update).isPresent())
        .findFirst();
  }

  /** The lock that the last finished look has found for this project; empty where nothing moves. */
  static Optional<LockChange> found(WithPlatform inputs, ImageInputs own) {
    return lastFinding(inputs)
        .filter(look -> isOf(own, look))
        .flatMap(BuildStatus::status)
        .map(PythonBuildStatus::update)
        .filter(change -> change.lock() != null);
  }

  /**
   * The lock that is in force: that of a candidate which somebody approved, or which needs no
   * approval, or which serves; as long as the project is the one that the candidate was made of.
   */
  static Optional<LockChange> inForce(WithPlatform inputs, ImageInputs own) {
    return inputs.builds().stream()
        .filter(Candidates::isOne)
        .filter(build -> isOf(own, build))
        .filter(BuildStatus::isUsable)
        .filter(build -> isPromoted(inputs, build))
        .findFirst()
        .map(build -> build.getSpec().candidate());
  }

  /** Whether a build is of the lock that the last look has found. */
  static boolean isAwaited(WithPlatform inputs, PythonBuild build) {
    return isOne(build)
        && WantedBuilds.ownInputs(inputs)
            .flatMap(own -> found(inputs, own))
            .filter(
                change -> ImageInputs.of(build.getSpec()).candidateLock().contains(change.lock()))
            .isPresent();
  }

  /** Whether it may serve without anybody's further word, as far as updates go. */
  static boolean isPromoted(WithPlatform inputs, PythonBuild build) {
    boolean needsNobody =
        Optional.ofNullable(inputs.service().updates())
            .map(Updates::promotion)
            .filter(mode -> mode == Updates.Promotion.Automatic)
            .isPresent();
    return needsNobody
        || PromotionDecisions.isApproved(inputs, build)
        || inputs.serving().filter(build::equals).isPresent();
  }

  /**
   * Whether a build may be served where nobody asks for it by name: no candidate without a word.
   */
  static boolean mayServe(WithPlatform inputs, PythonBuild build) {
    return !isOne(build) || isPromoted(inputs, build);
  }

  /** Whether a look or a candidate is of the same project as it is now. */
  private static boolean isOf(ImageInputs own, PythonBuild build) {
    ImageInputs other = ImageInputs.of(build.getSpec());
    return other.revision().equals(own.revision())
        && other.path().equals(own.path())
        && other.items().equals(own.items())
        && other.lockOptions().equals(own.lockOptions());
  }
}
