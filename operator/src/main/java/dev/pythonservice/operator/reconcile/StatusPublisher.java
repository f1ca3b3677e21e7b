package dev.pythonservice.operator.reconcile;

import dev.pythonservice.operator.render.StatusUpdate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands statuses and Events to the API server. */
@Singleton
final class StatusPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);

  /** When to look again at what changed meanwhile. */
  static final Duration AT_ONCE = Duration.ofMillis(1);

  private final Stopping stopping;

  StatusPublisher(Stopping stopping) {
    this.stopping = stopping;
  }

  /**
   * Writes the status, then tells of it; nothing when the operator is stopping.
   *
   * <p>A change by somebody else that comes between the reading and the writing is no event: the
   * SDK (5.3) takes all that is older than the result of its own write for its own. The result has
   * that change, and shows it.
   *
   * @param read the object that the status speaks about
   * @param changes which changes are events
   * @return whether the object was changed since it was read, and has to be looked at again
   * @throws KubernetesClientException when the status cannot be written; the reconcile is tried
   *     again
   */
  <P extends HasMetadata> boolean publish(
      StatusUpdate<P> update, P read, OnUpdateFilter<P> changes, Context<P> context) {
    if (stopping.hasBegun()) {
      return false;
    }
    P written = context.resourceOperations().serverSideApplyPrimaryStatus(update.patch());
    RecentWrites.letGo(read, written, context);
    update.events().forEach(event -> tell(event, context.getClient()));
    return changes.accept(written, read);
  }

  /** An Event that cannot be written is logged and forgotten: the status says the same. */
  private static void tell(Event event, KubernetesClient client) {
    LOG.info("{}: {}", event.getReason(), event.getNote());
    try {
      client.resource(event).create();
    } catch (KubernetesClientException exception) {
      LOG.warn("The Event {} could not be written", event.getReason(), exception);
    }
  }
}
