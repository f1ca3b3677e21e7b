package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Promotion;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.api.v1alpha1.Source;
import java.util.Optional;

/**
 * What is decided on for a service that takes over the image of another one.
 *
 * @param taker the service
 * @param platform its platform
 * @param named the other service
 * @param isWatched whether the operator looks after the other service's namespace
 * @param giver the other service, where it is there
 * @param build the build that serves there, where it is kept
 */
public record Offer(
    PythonService taker,
    PythonPlatform platform,
    Source.Service named,
    boolean isWatched,
    Optional<PythonService> giver,
    Optional<PythonBuild> build) {

  /** Whether a service says that services of a namespace may have its image. */
  public static boolean isOfferedTo(String namespace, PythonService giver) {
    return Optional.ofNullable(giver.getSpec().promotion())
        .map(Promotion::offeredTo)
        .filter(namespaces -> namespaces.contains(namespace))
        .isPresent();
  }

  /** The release that serves in a service. */
  public static Optional<Release> releaseOf(PythonService service) {
    return Optional.ofNullable(service.getStatus()).map(PythonServiceStatus::release);
  }

  String takerNamespace() {
    return taker.getMetadata().getNamespace();
  }

  /** The other service, as people write it. */
  String spelled() {
    return "%s/%s".formatted(named.namespace(), named.name());
  }
}
