package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;

/** What has news for services. */
interface NewsSource {

  /** From now on there is somebody to tell. */
  void attach(NewsListener listener);

  /** Forgets everything, and breaks off what is running. */
  void detach();

  /** Does what is due. */
  void tick();

  /** A service does not want to know any more. */
  void forget(ResourceID service);
}
