package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.ObjectName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Objects that a test gives. */
final class FakeReads implements ClusterReads {

  private final Map<ObjectName, Secret> secrets = new HashMap<>();
  private final Map<ObjectName, ConfigMap> configMaps = new HashMap<>();
  private final Map<ObjectName, Observer> observers = new HashMap<>();
  private final Set<ObjectName> forbidden = new HashSet<>();
  private final List<ObjectName> reads = new ArrayList<>();
  private List<ClusterNode> nodes = List.of();
  private boolean nodesAreForbidden;
  private Optional<NodeObserver> nodeObserver = Optional.empty();
  private Optional<ImageObserver> imageObserver = Optional.empty();

  void secret(String namespace, String name, Map<String, String> values) {
    Map<String, String> data = new TreeMap<>();
    values.forEach((key, value) ->
        data.put(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    secrets.put(
        new ObjectName(ObjectName.Kind.SECRET, namespace, name),
        new SecretBuilder().withData(data).build());
  }

  void configMap(ConfigMap configMap) {
    ObjectName name =
        new ObjectName(
            ObjectName.Kind.CONFIG_MAP,
            configMap.getMetadata().getNamespace(),
            configMap.getMetadata().getName());
    configMaps.put(name, configMap);
  }

  void forbid(String namespace, String name) {
    forbidden.add(new ObjectName(ObjectName.Kind.SECRET, namespace, name));
  }

  /** From now on there are these nodes. */
  void nodes(ClusterNode... all) {
    nodes = List.of(all);
    nodeObserver.ifPresent(NodeObserver::changed);
  }

  void forbidNodes() {
    nodesAreForbidden = true;
  }

  void allowNodes() {
    nodesAreForbidden = false;
    nodeObserver().are(nodes);
  }

  NodeObserver nodeObserver() {
    return nodeObserver.orElseThrow();
  }

  /** The Secrets that were read, one by one. */
  List<ObjectName> reads() {
    return reads;
  }

  Map<ObjectName, Observer> observers() {
    return observers;
  }

  @Override
  public Optional<Secret> secret(ObjectName name) {
    reads.add(name);
    if (forbidden.contains(name)) {
      throw new KubernetesClientException("no", 403, null);
    }
    return Optional.ofNullable(secrets.get(name));
  }

  @Override
  public Optional<ConfigMap> configMap(ObjectName name) {
    return Optional.ofNullable(configMaps.get(name));
  }

  @Override
  public NodeWatching watchNodes(NodeObserver observer) {
    nodeObserver = Optional.of(observer);
    if (nodesAreForbidden) {
      observer.areOutOfReach(new KubernetesClientException("no", 403, null));
    } else {
      observer.are(nodes);
    }
    return new NodeWatching() {
      @Override
      public List<ClusterNode> nodes() {
        return nodes;
      }

      @Override
      public void close() {
        nodeObserver = Optional.empty();
      }
    };
  }

  @Override
  public Watch watch(ObjectName name, Observer observer) {
    observers.put(name, observer);
    return () -> observers.remove(name);
  }

  /** Nobody says anything of images but {@link #imageObserver}'s caller. */
  @Override
  public Watch watchImages(Set<String> namespaces, ImageObserver observer) {
    imageObserver = Optional.of(observer);
    return () -> imageObserver = Optional.empty();
  }

  /** Who is told of images, while somebody watches. */
  Optional<ImageObserver> imageObserver() {
    return imageObserver;
  }
}
