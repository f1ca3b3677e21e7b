package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Who is told when a look-up brings something new. */
interface NewsListener {

  /** Those of these services that are not there any more. */
  Set<ResourceID> gone(Set<ResourceID> among);

  /** There is news for these services. */
  void changed(Set<ResourceID> services);

  /**
   * There is news for these services, where they are there. A reconcile that ran while its service
   * was deleted asked for something nobody wants.
   *
   * @param forgetting is told of those that are gone
   */
  default void tell(Set<ResourceID> concerned, Consumer<ResourceID> forgetting) {
    if (concerned.isEmpty()) {
      return;
    }
    Set<ResourceID> gone = gone(concerned);
    gone.forEach(forgetting);
    Set<ResourceID> there = new HashSet<>(concerned);
    there.removeAll(gone);
    if (!there.isEmpty()) {
      changed(there);
    }
  }

  /** {@link NewsSource#tick} is wanted at that time. */
  void wakeAt(Instant time);
}
