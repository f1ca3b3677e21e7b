package dev.pythonservice.operator.reconcile;

import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.resolve.ClusterReads;
import dev.pythonservice.operator.resolve.KeyNames;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Reads for look-ups. It stands here because the client, which can write, is held here alone. */
@Singleton
final class ClientReads implements ClusterReads {

  private final KubernetesClient client;

  ClientReads(KubernetesClient client) {
    this.client = client;
  }

  @Override
  public Optional<Secret> secret(ObjectName name) {
    return Optional.ofNullable(
        client.secrets().inNamespace(name.namespace()).withName(name.name()).get());
  }

  @Override
  public Optional<ConfigMap> configMap(ObjectName name) {
    return Optional.ofNullable(
        client.configMaps().inNamespace(name.namespace()).withName(name.name()).get());
  }

  @Override
  public Watch watch(ObjectName name, Observer observer) {
    SharedIndexInformer<ConfigMap> informer =
        client.configMaps().inNamespace(name.namespace()).withName(name.name()).runnableInformer(0);
    // The observer sees values as they arrive; the informer itself need not keep them.
    informer.itemStore(KeyNames.ofConfigMaps());
    informer.addEventHandler(new Told(observer));
    informer.exceptionHandler((started, thrown) -> {
      observer.isOutOfReach(thrown);
      return true;
    });
    informer.start();
    return informer::stop;
  }

  private record Told(Observer observer) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap configMap) {
      observer.is(Optional.of(configMap));
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      observer.is(Optional.of(after));
    }

    @Override
    public void onDelete(ConfigMap configMap, boolean unknown) {
      observer.is(Optional.empty());
    }

    /** The list was empty. */
    @Override
    public void onNothing() {
      observer.is(Optional.empty());
    }
  }
}
