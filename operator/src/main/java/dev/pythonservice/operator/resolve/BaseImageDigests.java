package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Runtime;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BaseImage;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.OperatorScope;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;

/** What the tags of base images stand for; one look-up for all services that use an image. */
@Singleton
public final class BaseImageDigests {

  private final LookupMachinery machinery;
  private final OperatorScope scope;
  private final Lookups<Key, BaseImage> lookups;
  private final BaseImageQueries queries;

  BaseImageDigests(
      LookupMachinery machinery, OperatorScope scope, ClusterReads reads, Outsides outsides) {
    this.machinery = machinery;
    this.scope = scope;
    this.lookups = new Lookups<>(machinery);
    this.queries = new BaseImageQueries(reads, outsides);
  }

  /** What is asked: an image, as a platform sees it. */
  private record Key(String platform, String image) {}

  private record Circumstances(Surroundings surroundings, Optional<ObjectName> pushSecret) {}

  /**
   * What is known of a base image, without waiting. From the first time on its tag is looked up at
   * the platform's interval, and a reconcile of the service is triggered when that brings something
   * new. An image that the platform names by digest is known at once, and its architectures as soon
   * as it was looked up, which happens once.
   *
   * @param service the service that is to be built on it
   * @param platform its platform
   * @param runtime the platform's runtime with the image
   */
  public Lookup<BaseImage> of(PythonService service, PythonPlatform platform, Runtime runtime) {
    Surroundings surroundings = Surroundings.of(platform, scope);
    Optional<ObjectName> pushSecret = surroundings.pushSecret(platform);
    boolean pinned = runtime.image().contains("@");
    return lookups.of(
        ResourceID.fromResource(service),
        new Asking<>(
            new Key(surroundings.platform(), runtime.image()),
            new Circumstances(surroundings, pushSecret),
            pinned ? Optional.empty() : Optional.of(surroundings.interval()),
            pinned ? Optional.of(byDigest(runtime.image())) : Optional.empty(),
            queries.of(runtime.image(), surroundings, pushSecret)),
        Refresh.of(service));
  }

  /** Triggers reconciles when there is news. */
  public EventSource<Void, PythonService> eventSource(EventSourceContext<PythonService> context) {
    return new LookupEventSource(
        "base images", context.getPrimaryCache(), news(), machinery.clock());
  }

  /** What the event source listens to. */
  NewsSource news() {
    return lookups;
  }

  private static BaseImage byDigest(String image) {
    return new BaseImage(BaseImageQueries.withoutTag(image), Set.of());
  }
}
