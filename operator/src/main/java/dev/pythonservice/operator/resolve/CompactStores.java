package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Where informers keep what they watch in the namespaces of services. With one watched namespace,
 * or all of them, an informer has a compact store; with several, the Java Operator SDK starts an
 * informer for each and would give them all the same store, so that they have their own, which keep
 * Java objects.
 */
@Singleton
public final class CompactStores {

  private final KubernetesSerialization serialization;
  private final Set<String> watched;

  CompactStores(
      KubernetesSerialization serialization,
      @ConfigProperty(name = "pythonservice.watched-namespaces") Optional<Set<String>> watched) {
    this.serialization = serialization;
    this.watched = new TreeSet<>(watched.orElse(Set.of()));
  }

  /** A new store for objects with all that they have; empty where informers must have their own. */
  public <T extends HasMetadata> Optional<ItemStore<T>> of(Class<T> type) {
    return of(type, UnaryOperator.identity(), _ -> true);
  }

  /** A new store of builds; those that are not finished are looked at whenever one of them is. */
  public Optional<ItemStore<PythonBuild>> ofBuilds() {
    return of(PythonBuild.class, UnaryOperator.identity(), BuildIndex::isFinished);
  }

  /** A new store for objects with what {@code pruning} leaves of them. */
  <T extends HasMetadata> Optional<ItemStore<T>> of(Class<T> type, UnaryOperator<T> pruning) {
    return of(type, pruning, _ -> true);
  }

  private <T extends HasMetadata> Optional<ItemStore<T>> of(
      Class<T> type, UnaryOperator<T> pruning, Predicate<T> resting) {
    return watched.size() > 1
        ? Optional.empty()
        : Optional.of(new CompactStore<>(type, serialization, pruning, resting));
  }
}
