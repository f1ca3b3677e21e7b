package dev.pythonservice.operator.reconcile;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;

/**
 * Whether the operator is about to end. The Java Operator SDK then empties its caches while it
 * waits for the reconciles that still run, and to those everything looks gone: the platform,
 * builds, Secrets. So whoever has read caches asks here before it acts on what they did not show;
 * the next leader acts instead.
 */
@Singleton
final class Stopping {

  private volatile boolean begun;

  /** Comes before the SDK hears of it, so that no cache is empty yet. */
  void begin(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event) {
    begun = true;
  }

  /** Whether caches may have been emptied meanwhile. */
  boolean hasBegun() {
    return begun;
  }
}
