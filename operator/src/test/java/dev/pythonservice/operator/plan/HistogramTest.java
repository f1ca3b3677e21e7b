package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A histogram")
final class HistogramTest {

  private static final double FACTOR = 1.25;

  @Test
  @DisplayName("of nothing has no quantile")
  void ofNothing() {
    assertThat(Histogram.EMPTY.quantile(0.5)).isEmpty();
    assertThat(Histogram.EMPTY.total()).isZero();
  }

  @Test
  @DisplayName("takes times within a bucket as evenly spread")
  void interpolates() {
    Histogram histogram =
        Histogram.ofCumulative(
            new TreeMap<>(Map.of(0.1, 0L, 0.2, 10L, Double.POSITIVE_INFINITY, 10L)));

    assertThat(histogram.quantile(0.5).orElseThrow()).isEqualTo(0.15, within(1e-9));
    assertThat(histogram.quantile(1).orElseThrow()).isEqualTo(0.2, within(1e-9));
  }

  @Test
  @DisplayName("knows of the slowest only that they are above the highest bound")
  void endsAtTheHighestBound() {
    Histogram histogram =
        Histogram.ofCumulative(new TreeMap<>(Map.of(1.0, 1L, Double.POSITIVE_INFINITY, 100L)));

    assertThat(histogram.quantile(0.99).orElseThrow()).isEqualTo(1.0);
  }

  @Test
  @DisplayName("that falls, as a liar may export it, never counts below zero")
  void neverCountsBelowZero() {
    Histogram histogram =
        Histogram.ofCumulative(
            new TreeMap<>(Map.of(0.1, 10L, 0.2, 4L, Double.POSITIVE_INFINITY, 12L)));

    assertThat(histogram.counts().values()).containsExactly(10L, 0L, 2L);
  }

  @Test
  @DisplayName("with the buckets that are exported is within a tenth of the real quantiles")
  void isWithinATenth() {
    Random random = new Random(20261127);
    double[] times =
        random.doubles(20_000).map(chance -> 0.002 * Math.pow(1 - chance, -0.4)).toArray();
    Arrays.sort(times);
    TreeMap<Double, Long> cumulative = new TreeMap<>();
    for (double bound = 1e-4; bound < 60; bound *= FACTOR) {
      double most = bound;
      cumulative.put(bound, Arrays.stream(times).filter(time -> time <= most).count());
    }
    cumulative.put(Double.POSITIVE_INFINITY, (long) times.length);

    Histogram histogram = Histogram.ofCumulative(cumulative);

    for (double share : new double[] {0.5, 0.95, 0.99}) {
      assertThat(histogram.quantile(share).orElseThrow())
          .isCloseTo(times[(int) (share * times.length)], Percentage.withPercentage(10));
    }
  }
}
