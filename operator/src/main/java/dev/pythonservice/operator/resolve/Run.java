package dev.pythonservice.operator.resolve;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** One run of a look-up. Its thread can be interrupted while it runs, and never after. */
final class Run {

  private final Instant startedAt;
  private Optional<Thread> thread = Optional.empty();
  private boolean interrupted;

  Run(Instant startedAt) {
    this.startedAt = startedAt;
  }

  Instant startedAt() {
    return startedAt;
  }

  <V> V on(Supplier<V> work) {
    begin();
    try {
      return work.get();
    } finally {
      end();
    }
  }

  private synchronized void begin() {
    thread = Optional.of(Thread.currentThread());
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void end() {
    thread = Optional.empty();
  }

  /** An interrupted virtual thread closes the socket that it reads from (JEP 444). */
  synchronized void interrupt() {
    interrupted = true;
    thread.ifPresent(Thread::interrupt);
  }
}
