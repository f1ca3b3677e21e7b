package dev.pythonservice.operator.resolve;

import java.time.Duration;

/**
 * How long to wait between two look-ups.
 *
 * @param interval after one that succeeded
 */
record Pace(Duration interval) {

  private static final Duration FIRST = Duration.ofSeconds(5);

  /** The longest wait after a failure, unless the interval is longer. */
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** Beyond that many doublings every limit is reached. */
  private static final int MOST_DOUBLINGS = 20;

  /**
   * After a success.
   *
   * @param chance a number from 0 to 1, another one each time: a quarter more or less, so that a
   *     thousand services that began together soon do not ask together
   */
  Duration afterSuccess(double chance) {
    return spread(interval, chance);
  }

  /** After so many failures in a row: 5 seconds, doubled each time. */
  Duration afterFailures(int failures, double chance) {
    Duration longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
    Duration doubled = FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return spread(doubled.compareTo(longest) > 0 ? longest : doubled, chance);
  }

  private static Duration spread(Duration wait, double chance) {
    return Duration.ofMillis(Math.round(wait.toMillis() * (0.75 + chance / 2)));
  }
}
