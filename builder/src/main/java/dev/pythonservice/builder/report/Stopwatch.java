package dev.pythonservice.builder.report;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Times the phases of a build. Phases may run beside each other. */
public final class Stopwatch {

  private final InstantSource clock;
  private final long start;
  private final List<Slot> slots = new ArrayList<>();

  private record Slot(String name, long[] took) {}

  /** A stopwatch that runs from now on. */
  public Stopwatch(InstantSource clock) {
    this.clock = clock;
    this.start = clock.millis();
  }

  /** Runs a phase that neither reads from nor writes to the network. */
  public <T> T time(String phase, Supplier<T> work) {
    return time(phase, work, result -> 0);
  }

  /** Runs a phase, and asks its result for the bytes that went over the network. */
  public <T> T time(String phase, Supplier<T> work, ToLongFunction<T> bytes) {
    long[] took = new long[2];
    synchronized (slots) {
      slots.add(new Slot(phase, took));
    }
    long began = clock.millis();
    try {
      T result = work.get();
      took[1] = bytes.applyAsLong(result);
      return result;
    } finally {
      took[0] = clock.millis() - began;
    }
  }

  /** The phases so far, in the order in which they began. */
  public List<Phase> phases() {
    synchronized (slots) {
      return slots.stream()
          .map(slot -> new Phase(slot.name(), slot.took()[0], slot.took()[1]))
          .toList();
    }
  }

  /** When it started. */
  public Instant startedAt() {
    return Instant.ofEpochMilli(start);
  }

  /** Milliseconds since the start. */
  public long elapsed() {
    return clock.millis() - start;
  }
}
