package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.resolve.CompactStores;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.javaoperatorsdk.operator.api.config.informer.InformerConfiguration;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Ignore;
import io.javaoperatorsdk.operator.api.reconciler.dependent.GarbageCollected;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.dependent.CRUDKubernetesBulkDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResource;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.KubernetesDependentResourceConfigBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Objects of one type, exactly as they were rendered: it hands them out and decides nothing. One
 * that is not rendered any more, such as the autoscaler of a service without scaling, is deleted;
 * with the service, Kubernetes' garbage collection deletes all.
 *
 * @param <R> the type
 */
@Ignore
final class RenderedDependent<R extends HasMetadata>
    extends KubernetesDependentResource<R, PythonService>
    implements CRUDKubernetesBulkDependentResource<R, PythonService>,
        GarbageCollected<PythonService> {

  private final Optional<GroupVersionKind> kind;

  /** Objects of a type that the client knows. */
  RenderedDependent(Class<R> type, CompactStores stores) {
    this(type, type.getSimpleName(), Optional.empty(), stores);
  }

  /** Objects of a type that the client does not know. */
  RenderedDependent(Class<R> type, GroupVersionKind kind, CompactStores stores) {
    this(type, kind.getKind(), Optional.of(kind), stores);
  }

  private RenderedDependent(
      Class<R> type, String name, Optional<GroupVersionKind> kind, CompactStores stores) {
    super(type, name);
    this.kind = kind;
    InformerConfiguration<R>.Builder informer =
        InformerConfiguration.builder(type).withLabelSelector(WorkloadLabels.SELECTOR);
    stores.of(type).ifPresent(informer::withItemStore);
    informer.withInformerListLimit(CompactStores.PAGE);
    configureWith(
        new KubernetesDependentResourceConfigBuilder<R>()
            .withKubernetesDependentInformerConfig(informer.build())
            .withCreateResourceOnlyIfNotExistingWithSSA(true)
            .build());
  }

  /**
   * A type that the client does not know is read as a GenericKubernetesResource, which R then is.
   */
  @Override
  @SuppressWarnings("unchecked")
  protected InformerEventSourceConfiguration.Builder<R> informerConfigurationBuilder(
      EventSourceContext<PythonService> context) {
    return kind.isEmpty()
        ? super.informerConfigurationBuilder(context)
        : (InformerEventSourceConfiguration.Builder<R>)
            InformerEventSourceConfiguration.from(
                kind.orElseThrow(), context.getPrimaryResourceClass());
  }

  @Override
  public Map<ResourceID, R> desiredResources(
      PythonService service, Context<PythonService> context) {
    return Rendered.in(context).of(resourceType()).stream()
        .collect(Collectors.toMap(ResourceID::fromResource, Function.identity()));
  }

  @Override
  public Map<ResourceID, R> getSecondaryResources(
      PythonService service, Context<PythonService> context) {
    return context
        .getSecondaryResourcesAsStream(resourceType())
        .collect(Collectors.toMap(ResourceID::fromResource, Function.identity()));
  }

  /**
   * An object of that name that is not in the cache is somebody else's, unless its labels were
   * taken away by hand.
   */
  @Override
  public R create(R desired, PythonService service, Context<PythonService> context) {
    try {
      return super.create(desired, service, context);
    } catch (KubernetesClientException exception) {
      if (exception.getCode() == HttpURLConnection.HTTP_CONFLICT
          && isOurs(desired, service, context)) {
        desired.getMetadata().setResourceVersion(null);
        return update(desired, desired, service, context);
      }
      throw exception;
    }
  }

  /** The source knows already what was written. */
  @Override
  protected void onCreated(PythonService service, R created, Context<PythonService> context) {
    eventSource().ifPresent(source -> RecentWrites.letGo(source, created, created));
  }

  @Override
  protected void onUpdated(
      PythonService service, R updated, R actual, Context<PythonService> context) {
    eventSource().ifPresent(source -> RecentWrites.letGo(source, actual, updated));
  }

  private static <R extends HasMetadata> boolean isOurs(
      R desired, PythonService service, Context<PythonService> context) {
    Resource<R> resource = context.getClient().resource(desired);
    return Optional.ofNullable(resource.get())
        .flatMap(found -> found.getOwnerReferenceFor(service.getMetadata().getUid()))
        .isPresent();
  }
}
