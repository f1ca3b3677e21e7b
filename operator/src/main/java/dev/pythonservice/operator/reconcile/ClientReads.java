package dev.pythonservice.operator.reconcile;

import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.resolve.ClusterReads;
import dev.pythonservice.operator.resolve.KeyNames;
import dev.pythonservice.operator.resolve.PrunedEvents;
import dev.pythonservice.operator.resolve.PrunedNodes;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

  @Override
  public NodeWatching watchNodes(NodeObserver observer) {
    SharedIndexInformer<Node> informer = client.nodes().runnableInformer(0);
    informer.itemStore(PrunedNodes.store());
    informer.addEventHandler(new NodesTold(observer));
    informer.exceptionHandler((started, thrown) -> {
      observer.areOutOfReach(thrown);
      return true;
    });
    NodeWatching watching = new WatchedNodes(informer);
    informer.start().thenRun(() -> observer.are(watching.nodes()));
    return watching;
  }

  @Override
  public Watch watchImages(Set<String> namespaces, ImageObserver observer) {
    List<SharedIndexInformer<Event>> informers =
        namespaces.stream().map(namespace -> imagesIn(namespace, observer)).toList();
    informers.forEach(SharedIndexInformer::start);
    return () -> informers.forEach(SharedIndexInformer::stop);
  }

  /** What cannot be seen is not counted: nothing else depends on it. */
  private SharedIndexInformer<Event> imagesIn(String namespace, ImageObserver observer) {
    AnyNamespaceOperation<Event, EventList, Resource<Event>> events =
        namespace.equals(Constants.WATCH_ALL_NAMESPACES)
            ? client.v1().events().inAnyNamespace()
            : client.v1().events().inNamespace(namespace);
    SharedIndexInformer<Event> informer =
        events
            .withFields(Map.of("reason", "Pulled", "involvedObject.kind", "Pod"))
            .runnableInformer(0);
    informer.itemStore(PrunedEvents.store());
    informer.addEventHandler(new ImagesTold(observer));
    informer.exceptionHandler((started, thrown) -> true);
    return informer;
  }

  private record ImagesTold(ImageObserver observer) implements ResourceEventHandler<Event> {
    @Override
    public void onAdd(Event event) {
      Optional.ofNullable(event.getLastTimestamp())
          .map(Instant::parse)
          .ifPresent(at ->
              observer.said(
                  new ResourceID(
                      event.getInvolvedObject().getName(),
                      event.getInvolvedObject().getNamespace()),
                  String.valueOf(event.getMessage()),
                  at));
    }

    /** The same was said again. */
    @Override
    public void onUpdate(Event before, Event after) {
      onAdd(after);
    }

    @Override
    public void onDelete(Event event, boolean unknown) {
      // It was forgotten, as all Events are.
    }
  }

  private record WatchedNodes(SharedIndexInformer<Node> informer) implements NodeWatching {
    @Override
    public List<ClusterNode> nodes() {
      return informer.getStore().list().stream().map(ClusterNode::of).toList();
    }

    @Override
    public void close() {
      informer.stop();
    }
  }

  /** What a node tells every few seconds while it is well is no change. */
  private record NodesTold(NodeObserver observer) implements ResourceEventHandler<Node> {
    @Override
    public void onAdd(Node node) {
      observer.changed();
    }

    @Override
    public void onUpdate(Node before, Node after) {
      if (!ClusterNode.of(before).equals(ClusterNode.of(after))) {
        observer.changed();
      }
    }

    @Override
    public void onDelete(Node node, boolean unknown) {
      observer.changed();
    }
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
