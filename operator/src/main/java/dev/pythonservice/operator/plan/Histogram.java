package dev.pythonservice.operator.plan;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How often what took how long, by the upper bounds of buckets.
 *
 * @param counts how many lie above the bound before and not above this one, by the bound in
 *     seconds; the last bound is infinite
 * @see <a href="https://prometheus.io/docs/practices/histograms/">Histograms of Prometheus</a>
 */
public record Histogram(NavigableMap<Double, Long> counts) {

  /** One of nothing. */
  public static final Histogram EMPTY = new Histogram(new TreeMap<>());

  public Histogram {
    counts = new TreeMap<>(counts);
  }

  /**
   * A histogram as it is exported: each bucket counts what the ones before do, too.
   *
   * @param cumulative the counts by upper bound, in seconds
   */
  public static Histogram ofCumulative(SortedMap<Double, Long> cumulative) {
    NavigableMap<Double, Long> counts = new TreeMap<>();
    long below = 0;
    for (Map.Entry<Double, Long> bucket : cumulative.entrySet()) {
      counts.put(bucket.getKey(), Math.max(0, bucket.getValue() - below));
      below = Math.max(below, bucket.getValue());
    }
    return new Histogram(counts);
  }

  /** Both together. */
  public Histogram plus(Histogram other) {
    NavigableMap<Double, Long> sum = new TreeMap<>(counts);
    other.counts.forEach((bound, count) -> sum.merge(bound, count, Long::sum));
    return new Histogram(sum);
  }

  /** How many there are in all. */
  public long total() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The time that a share does not exceed; within a bucket times are taken as evenly spread, as
   * PromQL's {@code histogram_quantile} does.
   *
   * @param share from 0 to 1
   * @return seconds; none without anything counted; the highest finite bound where only that much
   *     is known
   */
  public OptionalDouble quantile(double share) {
    long total = total();
    if (total == 0) {
      return OptionalDouble.empty();
    }
    double rank = share * total;
    double below = 0;
    double lower = 0;
    for (Map.Entry<Double, Long> bucket : counts.entrySet()) {
      double upper = bucket.getKey();
      if (bucket.getValue() > 0 && below + bucket.getValue() >= rank) {
        return OptionalDouble.of(
            Double.isInfinite(upper)
                ? lower
                : lower + (upper - lower) * (rank - below) / bucket.getValue());
      }
      below += bucket.getValue();
      lower = Double.isInfinite(upper) ? lower : upper;
    }
    return OptionalDouble.of(lower);
  }

  /** The bounds, smallest first. */
  List<Double> bounds() {
    return List.copyOf(counts.keySet());
  }
}
