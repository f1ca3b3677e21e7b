package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Informers' stores that keep the names of the keys and forget their values. Annotations and
 * managed fields go, too: {@code kubectl apply} writes the whole object into one.
 */
public final class KeyNames {

  private KeyNames() {}

  /** A store for Secrets. */
  static ItemStore<Secret> ofSecrets() {
    return new PrunedStore<>(secret ->
        new SecretBuilder()
            .withMetadata(identityOf(secret))
            .withData(withoutValues(in(secret)))
            .build());
  }

  /** A store for ConfigMaps. */
  public static ItemStore<ConfigMap> ofConfigMaps() {
    return new PrunedStore<>(configMap ->
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
}
