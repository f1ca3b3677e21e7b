package dev.pythonservice.operator.resolve;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Look-ups by hand: time passes, and threads run, when the test says so. */
final class Scene implements NewsListener {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final List<ResourceID> told = new ArrayList<>();
  private final Set<ResourceID> gone = new HashSet<>();
  private final Set<Instant> wakeups = new HashSet<>();

  LookupMachinery machinery(int atOnce) {
    return new LookupMachinery(clock(), waiting::add, () -> 0.5, atOnce, PATIENCE);
  }

  Clock clock() {
    return new Clock() {
      @Override
      public Instant instant() {
        return now;
      }

      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }
    };
  }

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** How many threads were started and have not run. */
  int waiting() {
    return waiting.size();
  }

  /** Takes one that was started, to run it elsewhere. */
  Runnable take() {
    return waiting.remove();
  }

  /** Runs what was started, and what that starts. */
  void run() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  /** What is due is done. */
  void work(NewsSource source) {
    source.tick();
    run();
  }

  /** Who was told of news since the last time. */
  List<ResourceID> told() {
    List<ResourceID> result = List.copyOf(told);
    told.clear();
    return result;
  }

  Set<Instant> wakeups() {
    return wakeups;
  }

  void delete(ResourceID service) {
    gone.add(service);
  }

  @Override
  public Set<ResourceID> gone(Set<ResourceID> among) {
    return among.stream().filter(gone::contains).collect(Collectors.toSet());
  }

  @Override
  public void changed(Set<ResourceID> services) {
    told.addAll(services);
  }

  @Override
  public void wakeAt(Instant time) {
    wakeups.add(time);
  }
}
