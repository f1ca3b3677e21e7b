package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.operator.plan.ConfigMapRevision;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.Revision;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One ConfigMap and the services that have it as source. {@link ConfigMapSources} guards it. */
final class WatchedConfigMap implements AutoCloseable {

  private final ObjectName name;
  private final Set<ResourceID> services = new HashSet<>();
  private ConfigMapState state = new ConfigMapState.Unknown();
  private Instant since;
  private Optional<Found> last = Optional.empty();
  private ClusterReads.Watch watch = () -> {};

  WatchedConfigMap(ObjectName name, Instant now) {
    this.name = name;
    this.since = now;
  }

  private record Found(ConfigMapState.There content, Instant at) {}

  Set<ResourceID> services() {
    return services;
  }

  void watchedBy(ClusterReads.Watch watching) {
    watch = watching;
  }

  /** Whether nobody is left. */
  boolean leave(ResourceID service) {
    services.remove(service);
    return services.isEmpty();
  }

  /**
   * Whether that is news. A content that was there before is what it was, not a new one. What is
   * known once is known until it is known to be different: the informer mends a watch that broke,
   * and says nothing when nothing changed meanwhile.
   */
  boolean becomes(ConfigMapState next, Instant now) {
    boolean known =
        state instanceof ConfigMapState.There || state instanceof ConfigMapState.Missing;
    if (next.equals(state) || known && next instanceof ConfigMapState.OutOfReach) {
      return false;
    }
    state = next;
    since = now;
    if (next instanceof ConfigMapState.There there
        && last.filter(before -> before.content().equals(there)).isEmpty()) {
      last = Optional.of(new Found(there, now));
    }
    return true;
  }

  Lookup<Revision> revision(Source.ConfigMap source) {
    return switch (state) {
      case ConfigMapState.Unknown() -> Lookup.pending();
      case ConfigMapState.Missing() ->
          failed(
              source,
              SourceReasons.NOT_FOUND,
              "spec.source.configMap.name names the %s, which is not in namespace %s; create it"
                  + " with 'kubectl create configmap %s --namespace %s --from-file=…'",
              name,
              name.namespace(),
              name.name(),
              name.namespace());
      case ConfigMapState.OutOfReach(boolean forbidden) ->
          failed(
              source,
              forbidden ? SourceReasons.UNAUTHORIZED : SourceReasons.UNREACHABLE,
              forbidden
                  ? "spec.source.configMap.name names the %s in namespace %s, which the operator"
                      + " may not read; grant its service account 'list' and 'watch' on that"
                      + " ConfigMap with a Role and a RoleBinding"
                  : "spec.source.configMap.name names the %s in namespace %s, which cannot be read"
                      + " at the moment; the API server does not answer as it should",
              name,
              name.namespace());
      case ConfigMapState.There there -> of(source, there);
    };
  }

  private Lookup<Revision> of(Source.ConfigMap source, ConfigMapState.There there) {
    Optional<String> missing =
        source.items().stream()
            .map(Source.Item::key)
            .filter(key -> !there.digests().containsKey(key))
            .findFirst();
    if (missing.isPresent()) {
      return failed(
          source,
          SourceReasons.NOT_FOUND,
          "spec.source.configMap.items needs the key %s, which the %s in namespace %s does not"
              + " have; it has %s: correct the item, or add the key",
          missing.get(),
          name,
          name.namespace(),
          String.join(", ", new TreeSet<>(there.digests().keySet())));
    }
    return found(source, new Found(there, since));
  }

  private Lookup<Revision> failed(
      Source.ConfigMap source, String reason, String message, Object... values) {
    Optional<Lookup.Found<Revision>> before =
        last.filter(found -> hasAllKeys(source, found.content()))
            .map(found -> found(source, found));
    return new Lookup.Failed<>(before, reason, message.formatted(values), since);
  }

  private static boolean hasAllKeys(Source.ConfigMap source, ConfigMapState.There content) {
    return source.items().stream().map(Source.Item::key).allMatch(content.digests()::containsKey);
  }

  private static Lookup.Found<Revision> found(Source.ConfigMap source, Found content) {
    String revision = ConfigMapRevision.of(source, content.content().digests());
    return new Lookup.Found<>(new Revision(revision, Optional.empty()), content.at());
  }

  @Override
  public void close() {
    watch.close();
  }
}
