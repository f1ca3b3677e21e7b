package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.resolve.CompactStore.Listing;
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

  /**
   * How many objects an informer asks for at a time: a starting one has them all in its hands, and
   * with many more a start would need more memory than all that follows.
   */
  public static final long PAGE = 1000;

  private final KubernetesSerialization serialization;
  private final Set<String> watched;

  CompactStores(
      KubernetesSerialization serialization,
      @ConfigProperty(name = "pythonservice.watched-namespaces") Optional<Set<String>> watched) {
    this.serialization = serialization;
    this.watched = new TreeSet<>(watched.orElse(Set.of()));
  }

  /**
   * A new store for objects that belong to what is reconciled, with all that they have; empty where
   * informers must have their own. Who asks for all of them gets their metadata.
   */
  public <T extends HasMetadata> Optional<ItemStore<T>> of(Class<T> type) {
    return of(type, UnaryOperator.identity());
  }

  /** As {@link #of(Class)}, with what {@code pruning} leaves of the objects. */
  <T extends HasMetadata> Optional<ItemStore<T>> of(Class<T> type, UnaryOperator<T> pruning) {
    return of(type, pruning, _ -> true, Listing.METADATA);
  }

  /** A new store of services, which are reconciled; empty where informers must have their own. */
  public Optional<ItemStore<PythonService>> ofServices() {
    return of(PythonService.class, CompactStores::withoutOwnFields, _ -> true, Listing.WHOLE);
  }

  /**
   * A new store of builds, which are reconciled; those that are not finished are looked at whenever
   * one of them is. Empty where informers must have their own.
   */
  public Optional<ItemStore<PythonBuild>> ofBuilds() {
    return of(
        PythonBuild.class, CompactStores::withoutOwnFields, BuildIndex::isFinished, Listing.WHOLE);
  }

  /**
   * Whose fields are whose is asked only of what others wrote, and what the operator writes of its
   * own objects is most of them.
   */
  static <T extends HasMetadata> T withoutOwnFields(T object) {
    object
        .getMetadata()
        .setManagedFields(
            object.getMetadata().getManagedFields().stream()
                .filter(entry -> !BuildLabels.OPERATOR.equals(entry.getManager()))
                .toList());
    return object;
  }

  private <T extends HasMetadata> Optional<ItemStore<T>> of(
      Class<T> type, UnaryOperator<T> pruning, Predicate<T> resting, Listing listing) {
    return watched.size() > 1
        ? Optional.empty()
        : Optional.of(new CompactStore<>(type, serialization, pruning, resting, listing));
  }
}
