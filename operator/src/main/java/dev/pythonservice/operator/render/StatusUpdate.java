package dev.pythonservice.operator.render;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import java.util.List;

/**
 * What is to be written about an object.
 *
 * @param patch the object with its identity and status alone, for server-side apply
 * @param events what is told about the change
 * @param <P> the object's type
 */
public record StatusUpdate<P extends HasMetadata>(P patch, List<Event> events) {

  public StatusUpdate {
    events = List.copyOf(events);
  }
}
