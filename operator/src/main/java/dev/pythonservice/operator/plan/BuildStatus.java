package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.PlatformImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the status of a build means to its service. */
public final class BuildStatus {

  private static final String LINUX = "linux/";

  private BuildStatus() {}

  static String name(PythonBuild build) {
    return build.getMetadata().getName();
  }

  /** How far it is; one that nobody has looked at yet waits for its turn. */
  static Phase phase(PythonBuild build) {
    return status(build).map(PythonBuildStatus::phase).orElse(Phase.Pending);
  }

  /** Whether its image is in the registry and passed its checks. */
  public static boolean isUsable(PythonBuild build) {
    return phase(build) == Phase.Succeeded
        && status(build).map(PythonBuildStatus::image).isPresent();
  }

  /** Whether its image is in the registry and its checks stop it. */
  static boolean isStopped(PythonBuild build) {
    return isFailed(build) && status(build).map(PythonBuildStatus::image).isPresent();
  }

  static boolean isFailed(PythonBuild build) {
    return phase(build) == Phase.Failed;
  }

  static boolean isUnfinished(PythonBuild build) {
    return !isUsable(build) && !isFailed(build);
  }

  /** The condition that speaks of all of it. */
  static Optional<Condition> ready(PythonBuild build) {
    return status(build).flatMap(status -> SaidBefore.of("Ready", status.conditions()));
  }

  /** The architectures that it has an image for, in the order of the API. */
  static List<Architecture> architectures(PythonBuild build) {
    List<String> platforms =
        status(build).stream()
            .flatMap(status -> status.platforms().stream())
            .map(PlatformImage::platform)
            .toList();
    return Arrays.stream(Architecture.values())
        .filter(architecture -> platforms.contains(platform(architecture)))
        .toList();
  }

  /** As an image index spells it. */
  static String platform(Architecture architecture) {
    return LINUX + architecture.name().toLowerCase(Locale.ROOT);
  }

  static Optional<PythonBuildStatus> status(PythonBuild build) {
    return Optional.ofNullable(build.getStatus());
  }
}
