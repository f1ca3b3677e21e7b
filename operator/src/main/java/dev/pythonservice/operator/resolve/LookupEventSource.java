package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonService;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Turns news of look-ups into reconciles. What it has found is not a resource: the reconcile asks
 * the look-ups themselves.
 */
final class LookupEventSource extends AbstractEventSource<Void, PythonService>
    implements ResourceEventAware<PythonService>, NewsListener {

  private final Cache<PythonService> services;
  private final NewsSource lookups;
  private final Clock clock;
  private Optional<Wakeups> wakeups = Optional.empty();

  LookupEventSource(String name, Cache<PythonService> services, NewsSource lookups, Clock clock) {
    super(Void.class, name);
    this.services = services;
    this.lookups = lookups;
    this.clock = clock;
  }

  @Override
  public synchronized void start() {
    if (!isRunning()) {
      super.start();
      wakeups = Optional.of(new Wakeups(clock, lookups::tick));
      lookups.attach(this);
    }
  }

  @Override
  public synchronized void stop() {
    if (isRunning()) {
      super.stop();
      lookups.detach();
      wakeups.ifPresent(Wakeups::close);
      wakeups = Optional.empty();
    }
  }

  /**
   * The annotation alone changes no generation, and so would trigger nothing; the reconcile passes
   * its value on.
   */
  @Override
  public void onResourceUpdated(PythonService after, PythonService before) {
    if (isRunning() && !Refresh.of(after).equals(Refresh.of(before))) {
      getEventHandler().handleEvent(new Event(ResourceID.fromResource(after)));
    }
  }

  @Override
  public void onResourceDeleted(PythonService service) {
    lookups.forget(ResourceID.fromResource(service));
  }

  /** The names of services are at hand; the services themselves would have to be read. */
  @Override
  public Set<ResourceID> gone(Set<ResourceID> among) {
    Set<ResourceID> gone = new HashSet<>(among);
    services.keys().forEach(gone::remove);
    return gone;
  }

  @Override
  public void changed(Set<ResourceID> concerned) {
    if (isRunning()) {
      concerned.forEach(service -> getEventHandler().handleEvent(new Event(service)));
    }
  }

  @Override
  public void wakeAt(Instant time) {
    wakeups().ifPresent(alarm -> alarm.at(time));
  }

  private synchronized Optional<Wakeups> wakeups() {
    return wakeups;
  }

  @Override
  public Set<Void> getSecondaryResources(PythonService service) {
    return Set.of();
  }

  @Override
  public Status getStatus() {
    return isRunning() ? Status.HEALTHY : Status.UNHEALTHY;
  }
}
