package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Tries again what failed by a fault that may pass, waiting longer each time, and never in step
 * with others (jitter).
 *
 * @param pause waits that long
 * @param jitter a number from 0 to 1, another one each time
 */
public record Retries(Consumer<Duration> pause, DoubleSupplier jitter) {

  private static final int TRIES = 4;
  private static final Duration FIRST_WAIT = Duration.ofMillis(250);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Four tries within a few seconds. */
  public static Retries usual() {
    return new Retries(Retries::park, () -> ThreadLocalRandom.current().nextDouble());
  }

  /**
   * Runs it until it ends well, four times at most.
   *
   * @throws BuildFailure the last fault, or at once one that does not pass
   */
  public <T> T run(Supplier<T> attempt) {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.get();
      } catch (TransientFailure fault) {
        again(tries, fault);
      }
    }
  }

  /**
   * Waits before the next try.
   *
   * @param tries how many there were
   * @throws BuildFailure the fault, when there were enough
   */
  void again(int tries, TransientFailure fault) {
    if (tries >= TRIES) {
      throw new BuildFailure(
          fault.failure().exitCode(),
          fault.failure().fault(),
          "%s (tried %d times)".formatted(fault.failure().getMessage(), tries));
    }
    pause.accept(wait(tries, fault.retryAfter()));
  }

  private Duration wait(int tries, Optional<Duration> asked) {
    double factor = (1 << (tries - 1)) * (0.5 + jitter.getAsDouble());
    Duration own = Duration.ofMillis(Math.round(FIRST_WAIT.toMillis() * factor));
    Duration wanted = asked.filter(time -> time.compareTo(own) > 0).orElse(own);
    return wanted.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wanted;
  }

  private static void park(Duration time) {
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - end < 0) {
      if (Thread.currentThread().isInterrupted()) {
        throw new BuildFailure(ExitCode.INTERNAL, "The build was interrupted");
      }
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }
}
