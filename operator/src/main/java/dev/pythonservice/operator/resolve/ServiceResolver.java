package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BaseImage;
import dev.pythonservice.operator.plan.ImageTrust;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Offered;
import dev.pythonservice.operator.plan.PlatformChoice;
import dev.pythonservice.operator.plan.Revision;
import dev.pythonservice.operator.plan.ServiceInputs;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Looks up what is decided on for a service: its platform, its builds, and what moves outside. */
@Singleton
public final class ServiceResolver {

  private final SourceRevisions revisions;
  private final BaseImageDigests baseImages;
  private final ImageSignatures signatures;
  private final CompactStores stores;
  private final Offers offers;

  ServiceResolver(
      SourceRevisions revisions,
      BaseImageDigests baseImages,
      ImageSignatures signatures,
      CompactStores stores,
      Offers offers) {
    this.revisions = revisions;
    this.baseImages = baseImages;
    this.signatures = signatures;
    this.stores = stores;
    this.offers = offers;
  }

  /**
   * What is decided on for a service; empty while its namespace has not been seen, or while it is
   * being looked up who signed its images. A later event mends both, and until then all stays as it
   * is.
   */
  public Optional<ServiceInputs> resolve(PythonService service, Context<PythonService> context) {
    Optional<PythonPlatform> platform = context.getSecondaryResource(PythonPlatform.class);
    List<PythonBuild> builds = context.getSecondaryResourcesAsStream(PythonBuild.class).toList();
    return context
        .getSecondaryResource(Namespace.class)
        .map(ServiceResolver::choiceOf)
        .map(choice ->
            platform
                .<ServiceInputs>map(found ->
                    inputs(choice, service, found, builds, offers.of(service, found, context)))
                .orElseGet(() -> new ServiceInputs.WithoutPlatform(choice)))
        .filter(ServiceResolver::isKnown);
  }

  private static boolean isKnown(ServiceInputs inputs) {
    return !(inputs instanceof ServiceInputs.WithPlatform with) || !with.trust().isPending();
  }

  /**
   * Events on namespaces, when the choice of a platform changes, and on platforms, when what they
   * say or whether they are ready changes.
   */
  public List<EventSource<?, PythonService>> eventSources(
      EventSourceContext<PythonService> context) {
    InformerEventSource<Namespace, PythonService> namespaces = namespaces(context);
    return List.of(
        namespaces,
        platforms(namespaces, context),
        builds(context),
        revisions.eventSource(context),
        baseImages.eventSource(context),
        signatures.eventSource(context),
        offers.eventSource(context));
  }

  private static InformerEventSource<Namespace, PythonService> namespaces(
      EventSourceContext<PythonService> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(Namespace.class, PythonService.class)
            .withWatchAllNamespaces()
            .withOnUpdateFilter((after, before) -> !choiceOf(after).equals(choiceOf(before)))
            .<PythonService>withPrimaryToSecondaryMapper(
                service -> Set.of(new ResourceID(service.getMetadata().getNamespace())))
            .withSecondaryToPrimaryMapper(namespace -> services(context, nameOf(namespace)::equals))
            .build(),
        context);
  }

  private static InformerEventSource<PythonPlatform, PythonService> platforms(
      Cache<Namespace> namespaces, EventSourceContext<PythonService> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(PythonPlatform.class, PythonService.class)
            .withWatchAllNamespaces()
            .withOnUpdateFilter(ServiceResolver::matters)
            .<PythonService>withPrimaryToSecondaryMapper(service ->
                platformOf(service.getMetadata().getNamespace(), namespaces)
                    .map(ResourceID::new)
                    .stream()
                    .collect(Collectors.toSet()))
            .withSecondaryToPrimaryMapper(platform ->
                services(
                    context,
                    namespace ->
                        platformOf(namespace, namespaces)
                            .filter(platform.getMetadata().getName()::equals)
                            .isPresent()))
            .build(),
        context);
  }

  private InformerEventSource<PythonBuild, PythonService> builds(
      EventSourceContext<PythonService> context) {
    InformerEventSourceConfiguration.Builder<PythonBuild> builder =
        InformerEventSourceConfiguration.from(PythonBuild.class, PythonService.class)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(PythonService.class));
    stores.of(PythonBuild.class, CompactStores::withoutOwnFields).ifPresent(builder::withItemStore);
    builder.withInformerListLimit(CompactStores.PAGE);
    return new InformerEventSource<>(builder.build(), context);
  }

  /** The services of some namespaces, by their names: the services themselves are not read. */
  private static Set<ResourceID> services(
      EventSourceContext<PythonService> context, Predicate<String> inNamespace) {
    return context
        .getPrimaryCache()
        .keys()
        .filter(service -> service.getNamespace().filter(inNamespace).isPresent())
        .collect(Collectors.toSet());
  }

  private static String nameOf(Namespace namespace) {
    return namespace.getMetadata().getName();
  }

  private static Optional<String> platformOf(String namespace, Cache<Namespace> namespaces) {
    return namespaces
        .get(new ResourceID(namespace))
        .map(ServiceResolver::choiceOf)
        .map(PlatformChoice::platform);
  }

  private static PlatformChoice choiceOf(Namespace namespace) {
    return PlatformChoice.of(
        namespace.getMetadata().getName(), namespace.getMetadata().getLabels());
  }

  private ServiceInputs inputs(
      PlatformChoice choice,
      PythonService service,
      PythonPlatform platform,
      List<PythonBuild> builds,
      Optional<Offered> offered) {
    Lookup<Revision> source = revisions.of(service, platform);
    Lookup<BaseImage> base =
        ServiceInputs.runtimeOf(service, platform)
            .filter(_ -> offered.isEmpty())
            .map(runtime -> baseImages.of(service, platform, runtime))
            .orElseGet(Lookup::pending);
    ServiceInputs.WithPlatform known =
        new ServiceInputs.WithPlatform(
            choice, service, platform, base, source, builds, ImageTrust.notRequired(), offered);
    return known.trusting(signatures.of(known));
  }

  /** A platform's other numbers, such as how many services it has, are nothing to the services. */
  static boolean matters(PythonPlatform after, PythonPlatform before) {
    return !Objects.equals(
            after.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !conditionsOf(after).equals(conditionsOf(before));
  }

  private static List<?> conditionsOf(PythonPlatform platform) {
    return Optional.ofNullable(platform.getStatus())
        .<List<?>>map(PythonPlatformStatus::conditions)
        .orElse(List.of());
  }
}
