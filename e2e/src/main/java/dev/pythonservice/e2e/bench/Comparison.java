package dev.pythonservice.e2e.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Two ways, timed in turn so that what else the machine does hits both alike.
 *
 * @param first what is measured
 * @param second what it is measured against
 * @param rounds how often each runs; one more run of each comes first and does not count
 */
public record Comparison(Way first, Way second, int rounds) {

  /**
   * One of the two.
   *
   * @param name what it is, in a few words
   * @param prepare what comes before each run and is not timed
   * @param run does it once
   */
  public record Way(String name, Runnable prepare, Runnable run) {

    /** A way that needs no preparation. */
    public Way(String name, Runnable run) {
      this(name, () -> {}, run);
    }

    private Duration timed() {
      prepare.run();
      long start = System.nanoTime();
      run.run();
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  /**
   * Runs both and gives one line: the medians in milliseconds with the range of the middle half,
   * and the ratio of the medians.
   */
  public String measure() {
    return compare().line();
  }

  /**
   * What was measured.
   *
   * @param line the medians in milliseconds with the range of the middle half, and their ratio
   * @param ratio the first's median in proportion to the second's
   */
  public record Measured(String line, double ratio) {}

  /** Runs both, in turn. */
  public Measured compare() {
    List<Duration> firsts = new ArrayList<>();
    List<Duration> seconds = new ArrayList<>();
    first.timed();
    second.timed();
    for (int round = 0; round < rounds; round++) {
      firsts.add(first.timed());
      seconds.add(second.timed());
    }
    double ratio = (double) quantile(firsts, 0.5).toNanos() / quantile(seconds, 0.5).toNanos();
    String line =
        String.format(
            Locale.ROOT,
            "%s: %s; %s: %s; ratio %.2f",
            first.name(),
            described(firsts),
            second.name(),
            described(seconds),
            ratio);
    return new Measured(line, ratio);
  }

  private static String described(List<Duration> times) {
    return String.format(
        Locale.ROOT,
        "%.1f ms (%.1f to %.1f)",
        milliseconds(quantile(times, 0.5)),
        milliseconds(quantile(times, 0.25)),
        milliseconds(quantile(times, 0.75)));
  }

  /** The value below which this share of the times lies, by the nearest rank. */
  private static Duration quantile(List<Duration> times, double share) {
    Stream<Duration> sorted = times.stream().sorted();
    return sorted.skip(Math.round((times.size() - 1) * share)).findFirst().orElseThrow();
  }

  private static double milliseconds(Duration time) {
    return time.toNanos() / 1e6;
  }
}
