package dev.pythonservice.operator.resolve;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** An alarm clock that knows one time, the earliest that was asked for. */
final class Wakeups implements AutoCloseable {

  private final Clock clock;
  private final Runnable task;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name("look-ups").factory());
  private Optional<Instant> next = Optional.empty();
  private Future<?> scheduled = CompletableFuture.completedFuture(null);

  Wakeups(Clock clock, Runnable task) {
    this.clock = clock;
    this.task = task;
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Rings at that time, unless it rings before. */
  synchronized void at(Instant time) {
    if (timer.isShutdown() || next.filter(earlier -> !earlier.isAfter(time)).isPresent()) {
      return;
    }
    next = Optional.of(time);
    long wait = Math.max(0, Duration.between(clock.instant(), time).toMillis());
    scheduled.cancel(false);
    scheduled = timer.schedule(() -> ring(time), wait, TimeUnit.MILLISECONDS);
  }

  private void ring(Instant time) {
    synchronized (this) {
      if (next.filter(time::equals).isEmpty()) {
        return;
      }
      next = Optional.empty();
    }
    task.run();
  }

  @Override
  public synchronized void close() {
    timer.shutdownNow();
  }
}
