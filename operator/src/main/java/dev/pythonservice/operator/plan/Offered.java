package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import java.time.Instant;

/** What another service has for one that takes over its image. */
public sealed interface Offered {

  /**
   * The image that serves there.
   *
   * @param build its build, in the other service's namespace
   * @param since when it came to serve there
   */
  record Image(PythonBuild build, Instant since) implements Offered {}

  /**
   * None that could be taken over.
   *
   * @param why the reason; of a service that offers nothing it says no more than that
   */
  record Nothing(Verdict why) implements Offered {}
}
