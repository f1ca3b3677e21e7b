package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Blocker;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Unbuilt;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a build's parts can be told. */
public final class BuildAspects {

  private BuildAspects() {}

  /** {@code Feasible} and {@code Built}, and {@code Checked} where there are checks. */
  public static List<Aspect> of(PythonBuild build, BuildPlan plan) {
    if (Candidates.isLook(build) || Previews.isLook(build)) {
      return List.of();
    }
    return Stream.concat(
            Stream.of(
                plan.history().result().isPresent()
                    ? feasible(plan.history())
                    : infeasible(plan.history().feasibility()),
                built(plan)),
            CheckDecisions.of(build, plan.history()).stream())
        .toList();
  }

  /** Checks that stop a build do not take its image away. */
  private static Aspect built(BuildPlan plan) {
    return plan.history()
        .result()
        .map(result ->
            new Aspect("Built", Status.True, "Built", "The image is %s".formatted(result.image())))
        .orElseGet(() ->
            new Aspect(
                "Built",
                plan.verdict().outlook() == Outlook.READY ? Status.True : Status.False,
                plan.verdict().reason(),
                plan.verdict().message()));
  }

  /** An image for some of the platforms that were asked for is one: those that lack are named. */
  private static Aspect feasible(BuildHistory history) {
    String infeasible = list(history.feasibility());
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
            "There is no image for %s; %s"
                .formatted(
                    infeasible,
                    unbuilt(history).orElse("status.feasibility has what would unblock it")));
  }

  /** Where wheels that lack can be built, when it was not possible where it was tried. */
  private static Optional<String> unbuilt(BuildHistory history) {
    String messages =
        history.wheels().stream()
            .flatMap(wheels -> wheels.unbuilt().stream())
            .map(Unbuilt::message)
            .collect(joining("; "));
    return Optional.of(messages).filter(text -> !text.isEmpty());
  }

  private static Aspect infeasible(List<Feasibility> platforms) {
    return platforms.isEmpty()
        ? new Aspect("Feasible", Status.Unknown, "NotBuilt", "It is known when there is an image")
        : new Aspect(
            "Feasible",
            Status.False,
            "NoPlatform",
            "No image can be made for %s; status.feasibility has what would unblock it"
                .formatted(list(platforms)));
  }

  private static String list(List<Feasibility> platforms) {
    return platforms.stream()
        .filter(platform -> platform.verdict() == Feasibility.Verdict.Infeasible)
        .map(platform -> "%s, for %s".formatted(platform.platform(), packages(platform)))
        .collect(joining("; "));
  }

  private static String packages(Feasibility platform) {
    String names = platform.blockers().stream().map(Blocker::name).collect(joining(", "));
    return names.isEmpty() ? "some packages" : names;
  }
}
