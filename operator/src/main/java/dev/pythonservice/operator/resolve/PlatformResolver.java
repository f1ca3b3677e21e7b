package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.PlatformInputs;
import dev.pythonservice.operator.plan.Reference;
import dev.pythonservice.operator.plan.References;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks up what a platform names. Secrets and ConfigMaps are watched in the namespaces of the
 * operator's scope and nowhere else.
 */
@Singleton
public final class PlatformResolver {

  private final OperatorScope scope;

  PlatformResolver(OperatorScope scope) {
    this.scope = scope;
  }

  /** What is decided on for a platform. */
  public PlatformInputs resolve(PythonPlatform platform, Context<PythonPlatform> context) {
    Map<ObjectName, Set<String>> keys =
        Stream.concat(
                context.getSecondaryResourcesAsStream(Secret.class),
                context.getSecondaryResourcesAsStream(ConfigMap.class))
            .collect(Collectors.toMap(PlatformResolver::nameOf, KeyNames::in));
    return new PlatformInputs(platform.getSpec(), scope, keys);
  }

  /** Events on Secrets and ConfigMaps that platforms name, when their keys change. */
  public List<EventSource<?, PythonPlatform>> eventSources(
      EventSourceContext<PythonPlatform> context) {
    return scope.buildNamespaces().stream()
        .flatMap(namespace ->
            Stream.<EventSource<?, PythonPlatform>>of(
                watch(Secret.class, KeyNames.ofSecrets(), namespace, context),
                watch(ConfigMap.class, KeyNames.ofConfigMaps(), namespace, context)))
        .toList();
  }

  private <T extends HasMetadata> InformerEventSource<T, PythonPlatform> watch(
      Class<T> type,
      ItemStore<T> store,
      String namespace,
      EventSourceContext<PythonPlatform> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(type, PythonPlatform.class)
            .withName("%s in %s".formatted(HasMetadata.getKind(type), namespace))
            .withNamespaces(namespace)
            .withItemStore(store)
            .withOnUpdateFilter((after, before) -> !KeyNames.in(after).equals(KeyNames.in(before)))
            .<PythonPlatform>withPrimaryToSecondaryMapper(
                platform -> namedBy(platform, HasMetadata.getKind(type)))
            .withSecondaryToPrimaryMapper(object -> platformsThatName(nameOf(object), context))
            .build(),
        context);
  }

  private Set<ResourceID> namedBy(PythonPlatform platform, String kind) {
    return References.of(platform.getSpec(), scope).stream()
        .map(Reference::object)
        .filter(object -> object.kind().title().equals(kind))
        .map(object -> new ResourceID(object.name(), object.namespace()))
        .collect(Collectors.toSet());
  }

  private Set<ResourceID> platformsThatName(
      ObjectName object, EventSourceContext<PythonPlatform> context) {
    return context
        .getPrimaryCache()
        .list(platform -> names(platform, object))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private boolean names(PythonPlatform platform, ObjectName object) {
    return References.of(platform.getSpec(), scope).stream()
        .map(Reference::object)
        .anyMatch(object::equals);
  }

  private static ObjectName nameOf(HasMetadata object) {
    Kind kind = object instanceof Secret ? Kind.SECRET : Kind.CONFIG_MAP;
    return new ObjectName(
        kind, object.getMetadata().getNamespace(), object.getMetadata().getName());
  }
}
