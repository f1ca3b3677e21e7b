package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.BuildHistory.Trigger;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * The builds of a platform that run or want to. The oldest comes first, and what only looks at what
 * serves comes last, so every operator that sees the same builds chooses the same one.
 *
 * @param running how many run
 * @param ahead how many of those that want to run come before the build in question
 */
public record BuildLine(int running, int ahead) {

  private static final Comparator<PythonBuild> BY_TURN =
      Comparator.comparing(Previews::isLook)
          .thenComparing(build -> build.getMetadata().getCreationTimestamp())
          .thenComparing(build -> build.getMetadata().getNamespace())
          .thenComparing(build -> build.getMetadata().getName());

  /**
   * Where a build stands.
   *
   * @param others the builds of its platform
   * @param withJob the UIDs of builds whose Job is there and has not ended
   * @param platformGeneration the generation of the platform, where there is one
   */
  public static BuildLine of(
      PythonBuild build,
      Collection<PythonBuild> others,
      Set<String> withJob,
      Optional<Long> platformGeneration,
      Instant now) {
    String uid = build.getMetadata().getUid();
    int running =
        (int)
            others.stream()
                .map(other -> other.getMetadata().getUid())
                .filter(other -> !other.equals(uid) && withJob.contains(other))
                .count();
    int ahead =
        (int)
            others.stream()
                .filter(other -> !other.getMetadata().getUid().equals(uid))
                .filter(other -> !withJob.contains(other.getMetadata().getUid()))
                .filter(other -> wantsToRun(other, platformGeneration, now))
                .filter(other -> BY_TURN.compare(other, build) < 0)
                .count();
    return new BuildLine(running, ahead);
  }

  /** Whether there is room for one more. */
  boolean hasRoom(int most) {
    return running + ahead < most;
  }

  private static boolean wantsToRun(
      PythonBuild build, Optional<Long> platformGeneration, Instant now) {
    BuildHistory history = BuildHistory.of(build);
    Trigger trigger = new Trigger(BuildHistory.retryOf(build), platformGeneration);
    return build.getMetadata().getDeletionTimestamp() == null
        && build.getSpec().takenOver() == null
        && history.isDue(now, trigger)
        && !history.isAbandoned(build, trigger);
  }
}
