package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;

/**
 * The look-ups behind one event source: what is asked for, and what is watched.
 *
 * @param asked what is asked for
 * @param watched what is watched
 */
record BothLookups(Lookups<?, ?> asked, ConfigMapSources watched) implements NewsSource {

  @Override
  public void attach(NewsListener listener) {
    asked.attach(listener);
    watched.attach(listener);
  }

  @Override
  public void detach() {
    asked.detach();
    watched.detach();
  }

  @Override
  public void tick() {
    asked.tick();
  }

  @Override
  public void forget(ResourceID service) {
    asked.forget(service);
    watched.forget(service);
  }
}
