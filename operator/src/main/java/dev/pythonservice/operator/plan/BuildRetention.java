package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Builds;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec.Rollback;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which builds are kept: those in use or approved, and so many of the others as the platform says.
 * One that is not finished and that nobody waits for any more is not kept.
 */
final class BuildRetention {

  private static final int USABLE = 5;
  private static final int FAILED = 3;

  private BuildRetention() {}

  /**
   * The builds that are too many.
   *
   * @param inUse builds that must stay
   */
  static List<PythonBuild> surplus(WithPlatform inputs, Collection<PythonBuild> inUse) {
    Predicate<PythonBuild> spare =
        build ->
            !inUse.contains(build)
                && !isPinned(build, inputs)
                && !serves(build, inputs)
                && !Candidates.isAwaited(inputs, build)
                && !PromotionDecisions.isApproved(inputs, build);
    return Stream.of(
            tooMany(inputs, BuildStatus::isUsable, limit(inputs, Builds::historyLimit, USABLE)),
            tooMany(
                inputs, BuildStatus::isFailed, limit(inputs, Builds::failedHistoryLimit, FAILED)),
            tooMany(inputs, BuildStatus::isUnfinished, 0))
        .flatMap(builds -> builds)
        .filter(spare)
        .toList();
  }

  private static Stream<PythonBuild> tooMany(
      WithPlatform inputs, Predicate<PythonBuild> kind, int limit) {
    return inputs.builds().stream().filter(kind).skip(limit);
  }

  private static int limit(
      WithPlatform inputs, Function<Builds, @Nullable Integer> field, int otherwise) {
    Builds builds = inputs.platform().getSpec().builds();
    Integer limit = builds == null ? null : field.apply(builds);
    return limit == null ? otherwise : limit;
  }

  private static boolean isPinned(PythonBuild build, WithPlatform inputs) {
    return Optional.ofNullable(inputs.service().rollback())
        .map(Rollback::build)
        .filter(BuildStatus.name(build)::equals)
        .isPresent();
  }

  private static boolean serves(PythonBuild build, WithPlatform inputs) {
    return inputs.serving().filter(build::equals).isPresent();
  }
}
