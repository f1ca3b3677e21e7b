package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * An informer's store that keeps the names of the keys and forgets their values. Annotations and
 * managed fields go, too: {@code kubectl apply} writes the whole object into one.
 *
 * <p>Informers with several namespaces must not share one: what one lists again, it removes from
 * the other.
 *
 * @param <T> Secret or ConfigMap
 */
public final class KeyNames<T extends HasMetadata> implements ItemStore<T> {

  private final BasicItemStore<T> kept = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);
  private final UnaryOperator<T> withoutValues;

  private KeyNames(UnaryOperator<T> withoutValues) {
    this.withoutValues = withoutValues;
  }

  /** A store for Secrets. */
  static KeyNames<Secret> ofSecrets() {
    return new KeyNames<>(secret ->
        new SecretBuilder()
            .withMetadata(identityOf(secret))
            .withData(withoutValues(in(secret)))
            .build());
  }

  /** A store for ConfigMaps. */
  public static KeyNames<ConfigMap> ofConfigMaps() {
    return new KeyNames<>(configMap ->
        new ConfigMapBuilder()
            .withMetadata(identityOf(configMap))
            .withData(withoutValues(in(configMap)))
            .build());
  }

  /** The names of the keys that a Secret or ConfigMap has. */
  static Set<String> in(HasMetadata object) {
    Set<String> names = new TreeSet<>();
    if (object instanceof Secret secret && secret.getData() != null) {
      names.addAll(secret.getData().keySet());
    }
    if (object instanceof ConfigMap configMap && configMap.getData() != null) {
      names.addAll(configMap.getData().keySet());
    }
    if (object instanceof ConfigMap configMap && configMap.getBinaryData() != null) {
      names.addAll(configMap.getBinaryData().keySet());
    }
    return names;
  }

  private static Map<String, String> withoutValues(Set<String> keys) {
    Map<String, String> empty = new TreeMap<>();
    keys.forEach(key -> empty.put(key, ""));
    return empty;
  }

  private static ObjectMeta identityOf(HasMetadata object) {
    ObjectMeta metadata = object.getMetadata();
    return new ObjectMetaBuilder()
        .withNamespace(metadata.getNamespace())
        .withName(metadata.getName())
        .withUid(metadata.getUid())
        .withResourceVersion(metadata.getResourceVersion())
        .build();
  }

  @Override
  public String getKey(T object) {
    return kept.getKey(object);
  }

  @Override
  public T put(String key, T object) {
    return kept.put(key, withoutValues.apply(object));
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
