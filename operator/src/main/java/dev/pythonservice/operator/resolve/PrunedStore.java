package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An informer's store that keeps of each object what is needed and no more.
 *
 * <p>Informers with several namespaces must not share one: what one lists again, it removes from
 * the other.
 *
 * @param <T> what is stored
 */
final class PrunedStore<T extends HasMetadata> implements ItemStore<T> {

  private final BasicItemStore<T> kept = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
  private final UnaryOperator<T> pruning;

  PrunedStore(UnaryOperator<T> pruning) {
    this.pruning = pruning;
  }

  @Override
  public String getKey(T object) {
    return kept.getKey(object);
  }

  @Override
  public T put(String key, T object) {
    return kept.put(key, pruning.apply(object));
  }

  @Override
  public T remove(String key) {
    return kept.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return kept.keySet();
  }

  @Override
  public Stream<T> values() {
    return kept.values();
  }

  @Override
  public int size() {
    return kept.size();
  }

  @Override
  public T get(String key) {
    return kept.get(key);
  }
}
