package dev.pythonservice.operator.reconcile;

import dev.pythonservice.operator.render.StatusUpdate;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands statuses and Events to the API server. */
@Singleton
final class StatusPublisher {

  private static final Logger LOG = LoggerFactory.getLogger(StatusPublisher.class);

  private final Stopping stopping;

  StatusPublisher(Stopping stopping) {
    this.stopping = stopping;
  }

  /**
   * Writes the status, then tells of it; nothing when the operator is stopping.
   *
   * @throws KubernetesClientException when the status cannot be written; the reconcile is tried
   *     again
   */
  <P extends HasMetadata> void publish(StatusUpdate<P> update, Context<P> context) {
    if (stopping.hasBegun()) {
      return;
    }
    context.resourceOperations().serverSideApplyPrimaryStatus(update.patch());
    update.events().forEach(event -> tell(event, context.getClient()));
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
