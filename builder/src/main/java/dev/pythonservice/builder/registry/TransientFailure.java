package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import java.io.Serial;
import java.time.Duration;
import java.util.Optional;

/** A fault that may be gone in a moment. What it becomes when it stays is its cause. */
final class TransientFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final transient BuildFailure failure;
  private final transient Optional<Duration> retryAfter;

  TransientFailure(BuildFailure failure, Optional<Duration> retryAfter) {
    super(failure);
    this.failure = failure;
    this.retryAfter = retryAfter;
  }

  BuildFailure failure() {
    return failure;
  }

  /** How long the registry asked to wait. */
  Optional<Duration> retryAfter() {
    return retryAfter;
  }
}
