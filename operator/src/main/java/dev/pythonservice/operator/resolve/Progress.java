package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.Lookup;
import java.time.Instant;
import java.util.Optional;

/**
 * How far one look-up has come.
 *
 * @param lookup what is known
 * @param failures how often in a row it failed
 * @param due when it is next looked up; empty when never
 * @param <V> what is looked up
 */
record Progress<V>(Lookup<V> lookup, int failures, Optional<Instant> due) {

  static <V> Progress<V> start(Optional<V> known, Instant now) {
    Lookup<V> lookup =
        known.<Lookup<V>>map(value -> new Lookup.Found<>(value, now)).orElseGet(Lookup::pending);
    return new Progress<>(lookup, 0, Optional.of(now));
  }

  /** The same value as before keeps the time at which it was first found. */
  Progress<V> found(V value, Instant now, Optional<Instant> next) {
    Lookup.Found<V> found =
        lookup
            .last()
            .filter(before -> before.value().equals(value))
            .orElseGet(() -> new Lookup.Found<>(value, now));
    return new Progress<>(found, 0, next);
  }

  /** What was found before stays, and so does the time at which the trouble began. */
  Progress<V> failed(LookupFailure failure, Instant now, Instant next) {
    Instant since = lookup instanceof Lookup.Failed<V> before ? before.since() : now;
    return new Progress<>(
        new Lookup.Failed<>(lookup.last(), failure.reason(), failure.sentence(), since),
        failures + 1,
        Optional.of(next));
  }

  Progress<V> noLaterThan(Instant when) {
    return new Progress<>(
        lookup, failures, Optional.of(due.filter(time -> time.isBefore(when)).orElse(when)));
  }

  boolean isDue(Instant now) {
    return due.filter(time -> !time.isAfter(now)).isPresent();
  }

  /** Whether who asks should be told: a failure that goes on is no news. */
  boolean isNewsAfter(Progress<V> before) {
    return !lookup.equals(before.lookup);
  }
}
