package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.Set;

/** Turns what services have told into reconciles of their platforms. */
final class PlatformNews extends AbstractEventSource<Void, PythonPlatform> {

  PlatformNews() {
    super(Void.class, "previews of checkers");
  }

  /** There is something new about these platforms. */
  void changed(Set<String> platforms) {
    if (isRunning()) {
      platforms.forEach(name -> getEventHandler().handleEvent(new Event(new ResourceID(name))));
    }
  }

  @Override
  public Set<Void> getSecondaryResources(PythonPlatform platform) {
    return Set.of();
  }

  @Override
  public Status getStatus() {
    return isRunning() ? Status.HEALTHY : Status.UNHEALTHY;
  }
}
