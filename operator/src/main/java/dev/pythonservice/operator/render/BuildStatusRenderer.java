package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Promoted;
import dev.pythonservice.operator.plan.BuildAspects;
import dev.pythonservice.operator.plan.BuildHistory;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.plan.BuildResult;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * From the plan for a build to its status; to nothing when the build has that status already.
 *
 * @param reporter who tells of changes
 */
public record BuildStatusRenderer(EventReporter reporter) {

  /** What is to be written about a build. */
  public Optional<StatusUpdate<PythonBuild>> render(
      PythonBuild build, BuildPlan plan, Instant now) {
    Optional<PythonBuildStatus> before = Optional.ofNullable(build.getStatus());
    List<Condition> known = before.map(PythonBuildStatus::conditions).orElse(List.of());
    long generation = build.getMetadata().getGeneration();
    List<Condition> conditions =
        new Conditions(known, generation, now).after(plan.verdict(), BuildAspects.of(build, plan));
    Optional<Promoted> promotion = before.map(PythonBuildStatus::promotion);
    PythonBuildStatus after = status(generation, conditions, plan, promotion);
    if (before.filter(after::equals).isPresent()) {
      return Optional.empty();
    }
    PythonBuild patch = new PythonBuild();
    patch.setMetadata(StatusRenderer.identityOf(build));
    patch.setStatus(after);
    List<Event> news =
        Conditions.sayTheSame(known, plan.verdict())
            ? List.of()
            : List.of(reporter.verdictOn(build, plan.verdict(), now));
    return Optional.of(new StatusUpdate<>(patch, news));
  }

  private static PythonBuildStatus status(
      long generation, List<Condition> conditions, BuildPlan plan, Optional<Promoted> promotion) {
    BuildHistory history = plan.history();
    Optional<BuildResult> result = history.result();
    return new PythonBuildStatus(
        generation,
        conditions,
        plan.phase(),
        history.attempts() == 0 ? null : history.attempts(),
        history.startedAt().orElse(null),
        history.finishedAt().orElse(null),
        result.map(BuildResult::image).filter(image -> !image.isEmpty()).orElse(null),
        result.map(BuildResult::digest).filter(digest -> !digest.isEmpty()).orElse(null),
        result.map(BuildResult::platforms).orElse(List.of()),
        history.feasibility(),
        result.map(BuildResult::steps).orElse(List.of()),
        result.flatMap(BuildResult::layers).orElse(null),
        result.map(BuildResult::engines).orElse(List.of()),
        result.flatMap(BuildResult::measure).orElse(null),
        result.flatMap(BuildResult::stack).orElse(null),
        result.map(BuildResult::checks).orElse(List.of()),
        result.flatMap(BuildResult::reportDigest).orElse(null),
        history.failure().orElse(null),
        history.nextAttemptAt().orElse(null),
        history.trigger().retry().orElse(null),
        history.trigger().platformGeneration().orElse(null),
        history.wheels().orElse(null),
        promotion.orElse(null),
        result.flatMap(BuildResult::tests).orElse(null),
        result.flatMap(BuildResult::update).orElse(null),
        result.map(BuildResult::previews).orElse(List.of()));
  }
}
