package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import java.net.URI;

/** Where a program may go. It is asked before every request, also after a redirection. */
@FunctionalInterface
public interface Destinations {

  /** For who runs the program for himself: everywhere. */
  Destinations ANYWHERE = address -> {};

  /**
   * Checks an address.
   *
   * @throws BuildFailure when it may not be asked
   */
  void check(URI address);
}
