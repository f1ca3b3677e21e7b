package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The wait between two look-ups")
final class PaceTest {

  private static final double MIDDLE = 0.5;

  private final Pace pace = new Pace(Duration.ofSeconds(60));

  @Test
  @DisplayName("is the interval, a quarter more or less, so that services do not ask together")
  void interval() {
    assertThat(pace.afterSuccess(0)).isEqualTo(Duration.ofSeconds(45));
    assertThat(pace.afterSuccess(MIDDLE)).isEqualTo(Duration.ofSeconds(60));
    assertThat(pace.afterSuccess(1)).isEqualTo(Duration.ofSeconds(75));
  }

  @Test
  @DisplayName("after failures is 5 seconds, doubled each time up to 5 minutes")
  void failures() {
    assertThat(IntStream.of(1, 2, 3, 6, 7, 1000).mapToObj(n -> pace.afterFailures(n, MIDDLE)))
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(160),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5));
  }

  @Test
  @DisplayName("after failures grows to the interval where that is longer")
  void longInterval() {
    Pace hourly = new Pace(Duration.ofHours(1));

    assertThat(hourly.afterFailures(7, MIDDLE)).isEqualTo(Duration.ofSeconds(320));
    assertThat(hourly.afterFailures(1000, MIDDLE)).isEqualTo(Duration.ofHours(1));
  }
}
