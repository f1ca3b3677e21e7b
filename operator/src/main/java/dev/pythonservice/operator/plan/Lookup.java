package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * What is known of something outside the cluster that may move, such as a branch.
 *
 * @param <T> what it is
 */
public sealed interface Lookup<T> {

  /** The last good answer; a fault that passes takes away nothing that was known. */
  Optional<T> known();

  /**
   * It was found.
   *
   * @param value what it is
   * @param <T> what it is
   */
  record Found<T>(T value) implements Lookup<T> {
    @Override
    public Optional<T> known() {
      return Optional.of(value);
    }
  }

  /**
   * The last try failed.
   *
   * @param known the last good answer
   * @param reason why, in one word for programs
   * @param message why, and what to do about it; no secret
   * @param <T> what it is
   */
  record Failed<T>(Optional<T> known, String reason, String message) implements Lookup<T> {}

  /**
   * Nobody has asked yet.
   *
   * @param <T> what it is
   */
  record Pending<T>() implements Lookup<T> {
    @Override
    public Optional<T> known() {
      return Optional.empty();
    }
  }
}
