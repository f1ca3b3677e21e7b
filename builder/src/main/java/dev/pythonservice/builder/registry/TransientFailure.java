package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** A fault that may be gone in a moment. What it becomes when it stays is its cause. */
public final class TransientFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final transient BuildFailure failure;
  private final transient Optional<Duration> retryAfter;

  /**
   * A fault that may pass.
   *
   * @param failure what it is when it stays
   * @param retryAfter how long the other side asked to wait
   */
  public TransientFailure(BuildFailure failure, Optional<Duration> retryAfter) {
    super(failure);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  BuildFailure failure() {
    return failure;
  }

  /** How long the other side asked to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
