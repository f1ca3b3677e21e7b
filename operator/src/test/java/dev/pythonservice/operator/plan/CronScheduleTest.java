package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A schedule")
final class CronScheduleTest {

  @ParameterizedTest(name = "{0} in {1} comes after {2} at {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 5 * * 1       | Etc/UTC       | 2026-11-23T04:59:59Z | 2026-11-23T05:00:00Z
          0 5 * * 1       | Etc/UTC       | 2026-11-23T05:00:00Z | 2026-11-30T05:00:00Z
          0 5 * * mon     | Etc/UTC       | 2026-11-24T00:00:00Z | 2026-11-30T05:00:00Z
          0 5 * * *       | Europe/Berlin | 2026-11-23T00:00:00Z | 2026-11-23T04:00:00Z
          0 5 * * *       | Europe/Berlin | 2026-07-23T00:00:00Z | 2026-07-23T03:00:00Z
          */20 * * * *    | Etc/UTC       | 2026-11-23T05:19:59Z | 2026-11-23T05:20:00Z
          5/20 * * * *    | Etc/UTC       | 2026-11-23T05:20:00Z | 2026-11-23T05:25:00Z
          0 8-10,22 * * * | Etc/UTC       | 2026-11-23T10:00:00Z | 2026-11-23T22:00:00Z
          0 0 29 2 *      | Etc/UTC       | 2026-11-23T00:00:00Z | 2028-02-29T00:00:00Z
          0 0 1 * 5       | Etc/UTC       | 2026-11-23T00:00:00Z | 2026-11-27T00:00:00Z
          0 0 ? JAN 5     | Etc/UTC       | 2026-11-23T00:00:00Z | 2027-01-01T00:00:00Z
          30 2 * * *      | Europe/Berlin | 2026-03-28T12:00:00Z | 2026-03-29T01:30:00Z
          @weekly         | Etc/UTC       | 2026-11-23T00:00:00Z | 2026-11-29T00:00:00Z
          @every 1h30m    | Etc/UTC       | 2026-11-23T00:00:00Z | 2026-11-23T01:30:00Z
          """)
  void comesNext(String text, String zone, Instant after, Instant next) {
    assertThat(CronSchedule.of(text, zone).orElseThrow().after(after)).contains(next);
  }

  @Test
  @DisplayName("of a day that never is never comes")
  void neverComes() {
    assertThat(
            CronSchedule.of("0 0 31 2 *", "Etc/UTC")
                .orElseThrow()
                .after(Instant.parse("2026-11-23T00:00:00Z")))
        .isEmpty();
  }

  @Test
  @DisplayName("in a time zone that nobody knows is none")
  void needsAZone() {
    assertThat(CronSchedule.of("@daily", "Europe/Nowhere")).isEmpty();
  }
}
