package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;

/** Events of which nothing is kept but which ones were seen. */
public final class PrunedEvents {

  private PrunedEvents() {}

  /** A store for Events. */
  public static ItemStore<Event> store() {
    return new PrunedStore<>(event ->
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(event.getMetadata().getNamespace())
            .withName(event.getMetadata().getName())
            .withResourceVersion(event.getMetadata().getResourceVersion())
            .endMetadata()
            .build());
  }
}
