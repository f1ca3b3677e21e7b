package dev.pythonservice.builder.install;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Tries again what failed for a reason that may pass, and nothing else.
 *
 * @param attempts how often it is tried at most, at least 1
 * @param first how long the first pause is; every further one is twice as long
 * @param longest no pause is longer, whatever a server asks for
 * @param pause waits
 */
record Retries(int attempts, Duration first, Duration longest, Consumer<Duration> pause) {

  /** Rides out a restart of an index, and is over before anybody thinks that nothing happens. */
  static Retries usual(Consumer<Duration> pause) {
    return new Retries(5, Duration.ofMillis(500), Duration.ofSeconds(8), pause);
  }

  /**
   * Runs a task until it succeeds.
   *
   * @throws PassingFault the last one, when no attempt is left
   */
  <T> T run(Task<T> task) throws PassingFault {
    Duration next = first;
    for (int attempt = 1; ; attempt++) {
      try {
        return task.run();
      } catch (PassingFault fault) {
        if (attempt >= attempts) {
          throw fault;
        }
        Duration wanted = fault.wait.filter(asked -> asked.compareTo(first) > 0).orElse(next);
        pause.accept(wanted.compareTo(longest) < 0 ? wanted : longest);
        next = next.multipliedBy(2);
      }
    }
  }

  /** What is tried. */
  interface Task<T> {
    T run() throws PassingFault;
  }

  /** A fault that may be over the next time. */
  static final class PassingFault extends IOException {
    private final transient Optional<Duration> wait;

    PassingFault(String message, Optional<Duration> wait) {
      super(message);
      this.wait = wait;
    }
  }
}
