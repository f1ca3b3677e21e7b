package dev.pythonservice.builder.registry;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** When something moved for the last time. */
final class Pulse {

  private final AtomicLong last = new AtomicLong(System.nanoTime());

  void beat() {
    last.set(System.nanoTime());
  }

  Duration idle() {
    return Duration.ofNanos(System.nanoTime() - last.get());
  }
}
