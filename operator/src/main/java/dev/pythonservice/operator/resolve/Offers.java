package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Promotion;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.operator.plan.Offer;
import dev.pythonservice.operator.plan.OfferDecisions;
import dev.pythonservice.operator.plan.Offered;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What services have for those that take over their images. */
@Singleton
public final class Offers {

  /** Sets the source of other services apart from the one of those that are reconciled. */
  private static final String NAME = "offers";

  private static final String BY_SOURCE = "source-service";

  private final CompactStores stores;
  private final Set<String> watched;

  Offers(
      CompactStores stores,
      @ConfigProperty(name = "pythonservice.watched-namespaces") Optional<Set<String>> watched) {
    this.stores = stores;
    this.watched = new TreeSet<>(watched.orElse(Set.of()));
  }

  /** What another service does matters to those that take over its image. */
  private record Told(Optional<Promotion> promotion, Optional<Release> release) {

    static Told of(PythonService service) {
      return new Told(Optional.ofNullable(service.getSpec().promotion()), Offer.releaseOf(service));
    }
  }

  /** What another service has for this one; empty where it has a project of its own. */
  Optional<Offered> of(
      PythonService service, PythonPlatform platform, Context<PythonService> context) {
    return named(service)
        .map(named -> {
          Optional<PythonService> giver = context.getSecondaryResource(PythonService.class, NAME);
          return OfferDecisions.decide(
              new Offer(
                  service,
                  platform,
                  named,
                  watched.isEmpty() || watched.contains(named.namespace()),
                  giver,
                  giver
                      .flatMap(Offer::releaseOf)
                      .flatMap(release -> build(release.build(), named.namespace(), context))));
        });
  }

  private static Optional<PythonBuild> build(
      String name, String namespace, Context<PythonService> context) {
    return context.eventSourceRetriever().getEventSourceFor(PythonBuild.class)
            instanceof Cache<?> builds
        ? builds.get(new ResourceID(name, namespace)).map(PythonBuild.class::cast)
        : Optional.empty();
  }

  /**
   * Events for services that take over images, when those come and go elsewhere, or are offered or
   * not. It is a watch of its own: the Java Operator SDK tells a controller of its own objects only
   * to reconcile them.
   */
  EventSource<PythonService, PythonService> eventSource(EventSourceContext<PythonService> context) {
    context
        .getPrimaryCache()
        .addIndexers(
            Map.of(
                BY_SOURCE,
                service -> named(service).map(Offers::idOf).map(Offers::key).stream().toList()));
    InformerEventSourceConfiguration.Builder<PythonService> builder =
        InformerEventSourceConfiguration.from(PythonService.class, PythonService.class)
            .withName(NAME)
            .withNamespacesInheritedFromController()
            .withOnUpdateFilter((after, before) -> !Told.of(after).equals(Told.of(before)))
            .<PythonService>withPrimaryToSecondaryMapper(
                service -> named(service).map(Offers::idOf).stream().collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(giver ->
                context
                    .getPrimaryCache()
                    .byIndex(BY_SOURCE, key(ResourceID.fromResource(giver)))
                    .stream()
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet()));
    stores.of(PythonService.class, Offers::pruned).ifPresent(builder::withItemStore);
    builder.withInformerListLimit(CompactStores.PAGE);
    return new InformerEventSource<>(builder.build(), context);
  }

  /** Who wrote which field is most of an object, and nothing to others. */
  static PythonService pruned(PythonService service) {
    PythonService needed = new PythonService();
    needed.setMetadata(
        new ObjectMetaBuilder(service.getMetadata())
            .withManagedFields(List.of())
            .withAnnotations(Map.of())
            .build());
    needed.setSpec(service.getSpec());
    needed.setStatus(service.getStatus());
    return needed;
  }

  private static Optional<Source.Service> named(PythonService service) {
    return Optional.ofNullable(service.getSpec().source().service());
  }

  private static ResourceID idOf(Source.Service named) {
    return new ResourceID(named.name(), named.namespace());
  }

  private static String key(ResourceID service) {
    return "%s/%s".formatted(service.getNamespace().orElse(""), service.getName());
  }
}
