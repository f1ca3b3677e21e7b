package dev.pythonservice.operator.plan;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of something outside the cluster that moves.
 *
 * @param <V> what is looked up
 */
public sealed interface Lookup<V> {

  /** What was found last, also where it cannot be looked up any more. */
  Optional<Found<V>> last();

  /** It is being looked up for the first time. */
  static <V> Lookup<V> pending() {
    return new Pending<>();
  }

  /**
   * It was found when it was last looked up.
   *
   * @param value what was found
   * @param foundAt when it was first found to be this
   * @param <V> what is looked up
   */
  record Found<V>(V value, Instant foundAt) implements Lookup<V> {
    @Override
    public Optional<Found<V>> last() {
      return Optional.of(this);
    }
  }

  /**
   * It could not be looked up. What was found before still counts: that a server is away for a
   * while takes nothing from a service.
   *
   * @param last what was found before {@code since}, if ever
   * @param reason why, in one word for programs, in upper camel case
   * @param message why, and what to do about it; names field, value and remedy, holds no secret,
   *     and says the same as long as the same is wrong
   * @param since when that began; up to then {@code last} was found again and again
   * @param <V> what is looked up
   */
  record Failed<V>(Optional<Found<V>> last, String reason, String message, Instant since)
      implements Lookup<V> {}

  /**
   * It is being looked up for the first time; the answer triggers a reconcile.
   *
   * @param <V> what is looked up
   */
  record Pending<V>() implements Lookup<V> {
    @Override
    public Optional<Found<V>> last() {
      return Optional.empty();
    }
  }
}
