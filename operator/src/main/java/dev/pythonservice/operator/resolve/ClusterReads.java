package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.ClusterNode;
import dev.pythonservice.operator.plan.ObjectName;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What look-ups read of the cluster themselves. Secrets are not watched: their values must not be
 * kept. A ConfigMap is watched by its name, since most of a cluster's are nobody's source.
 */
public interface ClusterReads {

  /**
   * Reads a Secret now.
   *
   * @throws KubernetesClientException when it cannot be read
   */
  Optional<Secret> secret(ObjectName name);

  /**
   * Reads a ConfigMap now.
   *
   * @throws KubernetesClientException when it cannot be read
   */
  Optional<ConfigMap> configMap(ObjectName name);

  /**
   * Watches one ConfigMap until it is closed; returns at once, and never gives up.
   *
   * @param name its name
   * @param observer is told what it is like, from another thread
   */
  Watch watch(ObjectName name, Observer observer);

  /**
   * Watches all nodes until it is closed; returns at once, and never gives up.
   *
   * @param observer is told of them, from another thread
   */
  NodeWatching watchNodes(NodeObserver observer);

  /**
   * Watches what kubelets say of images until it is closed; returns at once, and never gives up.
   *
   * @param namespaces where, as the operator SDK names them
   * @param observer is told of each, from another thread; also of what was said before
   */
  Watch watchImages(Set<String> namespaces, ImageObserver observer);

  /** Who is told of images that came to nodes. */
  @FunctionalInterface
  interface ImageObserver {

    /**
     * A kubelet said something.
     *
     * @param pod for which pod
     * @param message what it said
     * @param at when
     */
    void said(ResourceID pod, String message, Instant at);
  }

  /** The nodes while they are watched. */
  interface NodeWatching extends Watch {

    /** All nodes as they are now. */
    List<ClusterNode> nodes();
  }

  /** Who is told of nodes. */
  interface NodeObserver {

    /** All of them, when they are first known. */
    void are(List<ClusterNode> nodes);

    /** One came, went, or is another. */
    void changed();

    /** They cannot be watched, and it is tried again. */
    void areOutOfReach(Throwable why);
  }

  /** Something that is watched. */
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** Who is told of a ConfigMap. */
  interface Observer {

    /** It is like this; empty when it is not there. */
    void is(Optional<ConfigMap> content);

    /** It cannot be watched, and it is tried again. */
    void isOutOfReach(Throwable why);
  }
}
