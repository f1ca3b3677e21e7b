package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus;
import java.util.Optional;

/** Whether services and builds can rely on a platform: what stands in the way, if anything. */
final class PlatformReadiness {

  private PlatformReadiness() {}

  /** That it was changed, and not looked at since. */
  static Optional<Verdict> wasLookedAt(PythonPlatform platform) {
    Optional<Long> observed = status(platform).map(PythonPlatformStatus::observedGeneration);
    if (observed.filter(platform.getMetadata().getGeneration()::equals).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.reconciling(
            "PlatformReconciling",
            "The PythonPlatform %s was changed and is being looked at"
                .formatted(platform.getMetadata().getName())));
  }

  /** That it is not ready. */
  static Optional<Verdict> isReady(PythonPlatform platform) {
    String name = platform.getMetadata().getName();
    return status(platform)
        .flatMap(status -> SaidBefore.of("Ready", status.conditions()))
        .filter(condition -> condition.status() != Condition.Status.True)
        .map(ready ->
            Verdict.stalled(
                "PlatformNotReady",
                ("The PythonPlatform %s is not ready (%s); those who look after it see why with"
                        + " 'kubectl describe pythonplatform %s'")
                    .formatted(name, ready.reason(), name)));
  }

  private static Optional<PythonPlatformStatus> status(PythonPlatform platform) {
    return Optional.ofNullable(platform.getStatus());
  }
}
