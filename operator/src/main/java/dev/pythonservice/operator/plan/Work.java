package dev.pythonservice.operator.plan;

import java.time.Duration;

/**
 * What pods of a release did on nodes of one architecture.
 *
 * @param requests how many they answered
 * @param cpuPerRequest the processors' time for a request, in microseconds, with three digits
 * @param watched for how long they were watched, an hour at most: longer is not better
 */
public record Work(long requests, long cpuPerRequest, Duration watched) {

  private static final Duration LONG_ENOUGH = Duration.ofHours(1);
  private static final int DIGITS = 3;
  private static final double MICROSECONDS = 1e6;

  /** From what was counted. */
  public static Work of(long requests, double cpuSeconds, Duration watched) {
    return new Work(
        requests,
        requests == 0 ? 0 : ReleaseFigures.rounded(MICROSECONDS * cpuSeconds / requests, DIGITS),
        watched.compareTo(LONG_ENOUGH) < 0 ? watched : LONG_ENOUGH);
  }
}
