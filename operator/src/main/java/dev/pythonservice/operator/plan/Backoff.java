package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import java.time.Duration;

/** How long a failed build rests. */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  /** A repeat does not help; it only finds out about what was mended without a word to anybody. */
  private static final Duration HOPELESS = Duration.ofMinutes(30);

  /** Doubling once more than this is longer than {@link #LONGEST}. */
  private static final int MOST_DOUBLINGS = 6;

  private Backoff() {}

  /**
   * The rest after a failure.
   *
   * @param attempts how often the build was tried, at least once
   */
  static Duration after(Reason reason, int attempts) {
    if (helpsNot(reason)) {
      return HOPELESS;
    }
    int doublings = Math.min(attempts - 1, MOST_DOUBLINGS);
    Duration rest = FIRST.multipliedBy(1L << doublings);
    return rest.compareTo(LONGEST) > 0 ? LONGEST : rest;
  }

  /** Whether the same build ends the same way until somebody changes something. */
  static boolean helpsNot(Reason reason) {
    return reason == Reason.Input || reason == Reason.Policy || reason == Reason.Checks;
  }
}
