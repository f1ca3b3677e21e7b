package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the pods of a release count")
final class ReleaseTotalsTest {

  private static final long MEBIBYTE = 1024L * 1024;

  @Test
  @DisplayName("is the sum of what they say last")
  void isSummed() {
    ReleaseTotals totals =
        ReleaseTotals.NONE
            .after(Map.of("a", sample(100, 1), "b", sample(50, 0)), Set.of("a", "b"))
            .after(Map.of("a", sample(300, 3), "b", sample(60, 0)), Set.of("a", "b"));

    ReleaseFigures figures = totals.figures("orders-1");

    assertThat(figures.requests()).isEqualTo(360);
    assertThat(figures.pods()).isEqualTo(2);
    assertThat(figures.errorsPerMillion()).contains(Math.round(3e6 / 360));
    assertThat(figures.cpuPerRequest()).contains(1000L);
  }

  @Test
  @DisplayName("keeps what a pod counted that is gone, but not its memory")
  void keepsWhatIsGone() {
    ReleaseTotals totals =
        ReleaseTotals.NONE
            .after(Map.of("a", sample(100, 1), "b", sample(50, 0)), Set.of("a", "b"))
            .after(Map.of("b", sample(60, 0)), Set.of("b"));

    ReleaseFigures figures = totals.figures("orders-1");

    assertThat(figures.requests()).isEqualTo(160);
    assertThat(figures.pods()).isEqualTo(1);
    assertThat(figures.memory()).contains(60 * MEBIBYTE);
  }

  @Test
  @DisplayName("goes on where a container began to count anew")
  void goesOn() {
    ReleaseTotals totals =
        ReleaseTotals.NONE
            .after(Map.of("a", sample(100, 1)), Set.of("a"))
            .after(Map.of("a", sample(7, 0)), Set.of("a"));

    assertThat(totals.figures("orders-1").requests()).isEqualTo(107);
  }

  @Test
  @DisplayName("keeps the last that a pod said which does not answer this time")
  void keepsTheLast() {
    ReleaseTotals totals =
        ReleaseTotals.NONE
            .after(Map.of("a", sample(100, 1), "b", sample(50, 0)), Set.of("a", "b"))
            .after(Map.of("a", sample(110, 1)), Set.of("a", "b"));

    assertThat(totals.figures("orders-1").requests()).isEqualTo(160);
  }

  @ParameterizedTest(name = "is told with two digits: {0} as {1}")
  @CsvSource({"0, 0", "0.4, 0", "7.4, 7", "99.6, 100", "104, 100", "105, 110", "1849, 1800"})
  void isRounded(double value, long told) {
    assertThat(ReleaseFigures.rounded(value)).isEqualTo(told);
  }

  private static PodSample sample(long requests, long errors) {
    return new PodSample(
        Histogram.ofCumulative(
            new TreeMap<>(Map.of(0.1, requests, Double.POSITIVE_INFINITY, requests))),
        errors,
        requests / 1000.0,
        60 * MEBIBYTE,
        Optional.empty());
  }
}
