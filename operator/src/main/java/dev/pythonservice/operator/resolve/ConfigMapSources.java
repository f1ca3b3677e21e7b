package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.ObjectName.Kind;
import dev.pythonservice.operator.plan.Revision;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sources that are ConfigMaps. Each is watched by its name while a service has it as source; of its
 * content only digests are kept.
 */
final class ConfigMapSources {

  private final Clock clock;
  private final ClusterReads reads;
  private final Map<ObjectName, WatchedConfigMap> watched = new HashMap<>();
  private final Map<ResourceID, ObjectName> byService = new HashMap<>();
  private Optional<NewsListener> listener = Optional.empty();

  ConfigMapSources(Clock clock, ClusterReads reads) {
    this.clock = clock;
    this.reads = reads;
  }

  synchronized void attach(NewsListener who) {
    listener = Optional.of(who);
  }

  synchronized void detach() {
    listener = Optional.empty();
    watched.values().forEach(WatchedConfigMap::close);
    watched.clear();
    byService.clear();
  }

  /** What is known of a service's source, and from now on it is told of changes. */
  synchronized Lookup<Revision> of(ResourceID service, Source.ConfigMap source) {
    ObjectName name =
        new ObjectName(Kind.CONFIG_MAP, service.getNamespace().orElse(""), source.name());
    if (!name.equals(byService.get(service))) {
      forget(service);
      byService.put(service, name);
    }
    WatchedConfigMap configMap = watched.computeIfAbsent(name, this::watch);
    configMap.services().add(service);
    return configMap.revision(source);
  }

  synchronized void forget(ResourceID service) {
    ObjectName name = byService.remove(service);
    WatchedConfigMap configMap = name == null ? null : watched.get(name);
    if (name != null && configMap != null && configMap.leave(service)) {
      watched.remove(name);
      configMap.close();
    }
  }

  private WatchedConfigMap watch(ObjectName name) {
    WatchedConfigMap configMap = new WatchedConfigMap(name, clock.instant());
    configMap.watchedBy(
        reads.watch(
            name,
            new ClusterReads.Observer() {
              @Override
              public void is(Optional<ConfigMap> content) {
                changed(
                    configMap,
                    content
                        .<ConfigMapState>map(ConfigMapState.There::of)
                        .orElseGet(ConfigMapState.Missing::new));
              }

              @Override
              public void isOutOfReach(Throwable why) {
                changed(configMap, ConfigMapState.OutOfReach.of(why));
              }
            }));
    return configMap;
  }

  private void changed(WatchedConfigMap configMap, ConfigMapState state) {
    Set<ResourceID> concerned;
    Optional<NewsListener> who;
    synchronized (this) {
      concerned =
          configMap.becomes(state, clock.instant()) ? Set.copyOf(configMap.services()) : Set.of();
      who = listener;
    }
    if (who.isPresent()) {
      who.get().tell(concerned, this::forget);
    }
  }
}
