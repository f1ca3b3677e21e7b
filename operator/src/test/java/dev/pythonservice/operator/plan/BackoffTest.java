package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("A failed build rests")
final class BackoffTest {

  @ParameterizedTest(name = "after attempt {0}: {1} seconds")
  @CsvSource({"1, 10", "2, 20", "3, 40", "6, 320", "7, 600", "8, 600", "2147483647, 600"})
  @DisplayName("twice as long each time, and at most ten minutes")
  void doubles(int attempts, long seconds) {
    assertThat(Backoff.after(Reason.Network, attempts)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @EnumSource(names = {"Input", "Policy"})
  @DisplayName("half an hour when a repeat ends the same way")
  void restsLongWhereThereIsNoHope(Reason reason) {
    assertThat(Backoff.after(reason, 1)).hasMinutes(30);
    assertThat(Backoff.after(reason, 100)).hasMinutes(30);
  }
}
