package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds builds by their phase, by their platform, and those that were checked. A cluster keeps many
 * finished builds, and reading them all, to find the few that are not, would be done for every one
 * of them.
 */
final class BuildIndex {

  private static final String BY_PHASE = "phase";
  private static final String BY_PLATFORM = "platform";
  private static final String BY_CHECKS = "checks";

  /** The only key of builds that have results of checks. */
  private static final String CHECKED = "checked";

  private BuildIndex() {}

  /** To be called before the cache is filled. */
  static void prepare(EventSourceContext<PythonBuild> context) {
    context
        .getPrimaryCache()
        .addIndexers(
            Map.of(
                BY_PHASE, build -> List.of(phaseOf(build).name()),
                BY_PLATFORM, build -> List.of(build.getSpec().platform()),
                BY_CHECKS, build -> isChecked(build) ? List.of(CHECKED) : List.of()));
  }

  /** The phase that a build's status says; one that nobody has looked at yet is pending. */
  static Phase phaseOf(PythonBuild build) {
    return Optional.ofNullable(build.getStatus())
        .map(PythonBuildStatus::phase)
        .orElse(Phase.Pending);
  }

  /** Whether a build has its image, and nothing more is to be done about it. */
  static boolean isFinished(PythonBuild build) {
    return phaseOf(build) == Phase.Succeeded;
  }

  /** The builds in a phase. */
  static Stream<PythonBuild> in(Phase phase, IndexedResourceCache<PythonBuild> builds) {
    return builds.byIndex(BY_PHASE, phase.name()).stream();
  }

  /** The builds that have not succeeded, or not yet. */
  static Stream<PythonBuild> unfinished(IndexedResourceCache<PythonBuild> builds) {
    return Arrays.stream(Phase.values())
        .filter(phase -> phase != Phase.Succeeded)
        .flatMap(phase -> in(phase, builds));
  }

  /** The builds of a platform. */
  static Stream<PythonBuild> of(String platform, IndexedResourceCache<PythonBuild> builds) {
    return builds.byIndex(BY_PLATFORM, platform).stream();
  }

  private static boolean isChecked(PythonBuild build) {
    return Optional.ofNullable(build.getStatus())
        .filter(status -> !status.checks().isEmpty())
        .isPresent();
  }

  /** The builds that have results of checks. */
  static Stream<PythonBuild> checked(EventSourceContext<PythonBuild> context) {
    IndexerResourceCache<PythonBuild> builds = context.getPrimaryCache();
    return PrimaryCache.isFilled(builds)
        ? builds.byIndex(BY_CHECKS, CHECKED).stream()
        : Stream.empty();
  }

  /**
   * How many builds are in a phase. Those that succeeded are most of them, and are counted by their
   * names, as the rest.
   */
  static long count(Phase phase, EventSourceContext<PythonBuild> context) {
    IndexerResourceCache<PythonBuild> builds = context.getPrimaryCache();
    if (!PrimaryCache.isFilled(builds)) {
      return 0;
    }
    return phase == Phase.Succeeded
        ? Math.max(0, builds.keys().count() - unfinished(builds).count())
        : in(phase, builds).count();
  }
}
