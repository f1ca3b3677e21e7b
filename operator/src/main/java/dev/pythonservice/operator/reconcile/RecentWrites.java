package dev.pythonservice.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;

/**
 * Lets go of what was written. The Java Operator SDK keeps what the API server answered to a write
 * until an event tells of it, so that the next reconcile sees it. When the event was quicker than
 * the answer, it would keep it for ever, as Java objects, of thousands of services.
 */
final class RecentWrites {

  private RecentWrites() {}

  /**
   * Tells of a write again, if the event has told of it: a source that is up to date reads from its
   * informer's store, and not what the API server answered.
   *
   * @param source which has just been given what was written
   */
  static <R extends HasMetadata> void letGo(
      ManagedInformerEventSource<R, ?, ?> source, R before, R written) {
    boolean isKept =
        source
            .get(ResourceID.fromResource(written))
            .filter(present -> present == written)
            .isPresent();
    if (!isKept) {
      source.onUpdate(before, written);
    }
  }

  /** The same of the object that is reconciled. */
  static <P extends HasMetadata> void letGo(P before, P written, Context<P> context) {
    if (context.eventSourceRetriever().getControllerEventSource()
        instanceof ManagedInformerEventSource<P, ?, ?> source) {
      letGo(source, before, written);
    }
  }
}
