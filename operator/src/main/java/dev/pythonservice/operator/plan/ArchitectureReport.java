package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Blocker;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Feasibility;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.ArchitectureState.State;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a build says about node architectures. */
final class ArchitectureReport {

  private ArchitectureReport() {}

  /**
   * The same, where an architecture was tried and found not to run the image.
   *
   * @param said how far it is with exploring
   */
  static List<ArchitectureState> states(PythonBuild build, Optional<Exploration> said) {
    return states(build).stream()
        .map(state ->
            said.filter(tried -> tried.state() == Exploration.State.Failed)
                .filter(tried -> tried.architecture() == state.architecture())
                .map(ArchitectureReport::unfit)
                .orElse(state))
        .toList();
  }

  private static ArchitectureState unfit(Exploration tried) {
    return new ArchitectureState(
        Objects.requireNonNull(tried.architecture(), "something was tried"),
        State.Infeasible,
        null,
        tried.reason(),
        tried.message(),
        Optional.ofNullable(tried.module()).stream()
            .map(module -> new Blocker(module, null, tried.reason(), tried.message()))
            .toList(),
        null);
  }

  /** Each architecture: used, left out by a policy, or impossible. */
  static List<ArchitectureState> states(PythonBuild build) {
    return Arrays.stream(Architecture.values())
        .map(architecture -> state(architecture, build))
        .toList();
  }

  private static ArchitectureState state(Architecture architecture, PythonBuild build) {
    String platform = BuildStatus.platform(architecture);
    if (!build.getSpec().platforms().contains(platform)) {
      return new ArchitectureState(
          architecture,
          State.Excluded,
          null,
          "NotAllowed",
          "The service, the platform or the base image leaves it out",
          List.of(),
          null);
    }
    List<Blocker> blockers = blockers(platform, build);
    return BuildStatus.architectures(build).contains(architecture)
        ? new ArchitectureState(
            architecture, State.Allowed, null, "Feasible", null, List.of(), null)
        : new ArchitectureState(
            architecture,
            State.Infeasible,
            null,
            "PackagesWithoutWheel",
            message(architecture, blockers),
            blockers,
            null);
  }

  private static List<Blocker> blockers(String platform, PythonBuild build) {
    return BuildStatus.status(build).stream()
        .flatMap(status -> status.feasibility().stream())
        .filter(feasibility -> feasibility.platform().equals(platform))
        .map(Feasibility::blockers)
        .flatMap(List::stream)
        .toList();
  }

  private static @Nullable String message(Architecture architecture, List<Blocker> blockers) {
    return blockers.isEmpty()
        ? null
        : "On %s %s cannot be installed: %s"
            .formatted(
                architecture.name().toLowerCase(Locale.ROOT),
                blockers.getFirst().name(),
                blockers.getFirst().message());
  }
}
