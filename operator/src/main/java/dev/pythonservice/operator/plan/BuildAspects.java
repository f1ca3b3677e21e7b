package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Blocker;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import java.util.List;

/** What of a build's parts can be told. */
public final class BuildAspects {

  private BuildAspects() {}

  /** {@code Feasible} and {@code Built}. */
  public static List<Aspect> of(BuildPlan plan) {
    return List.of(
        plan.history()
            .result()
            .map(result -> feasible(result.feasibility()))
            .orElseGet(() ->
                new Aspect(
                    "Feasible", Status.Unknown, "NotBuilt", "It is known when there is an image")),
        new Aspect(
            "Built",
            plan.verdict().outlook() == Outlook.READY ? Status.True : Status.False,
            plan.verdict().reason(),
            plan.verdict().message()));
  }

  /** An image for some of the platforms that were asked for is one: those that lack are named. */
  private static Aspect feasible(List<Feasibility> platforms) {
    String infeasible =
        platforms.stream()
            .filter(platform -> platform.verdict() == Feasibility.Verdict.Infeasible)
            .map(platform -> "%s, for %s".formatted(platform.platform(), packages(platform)))
            .collect(joining("; "));
    return infeasible.isEmpty()
        ? new Aspect(
            "Feasible",
            Status.True,
            "AllPlatforms",
            "Every locked package can be installed on every platform that was asked for")
        : new Aspect(
            "Feasible",
            Status.True,
            "SomePlatforms",
            "There is no image for %s; status.feasibility has what would unblock it"
                .formatted(infeasible));
  }

  private static String packages(Feasibility platform) {
    String names = platform.blockers().stream().map(Blocker::name).collect(joining(", "));
    return names.isEmpty() ? "some packages" : names;
  }
}
