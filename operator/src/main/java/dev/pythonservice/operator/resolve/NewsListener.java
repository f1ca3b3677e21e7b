package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.Set;

/** Who is told when a look-up brings something new. */
interface NewsListener {

  /** Those of these services that are not there any more. */
  Set<ResourceID> gone(Set<ResourceID> among);

  /** There is news for these services. */
  void changed(Set<ResourceID> services);

  /** {@link NewsSource#tick} is wanted at that time. */
  void wakeAt(Instant time);
}
