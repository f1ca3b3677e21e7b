package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.plan.ImagePull.Present;
import dev.pythonservice.operator.plan.ImagePull.Pulled;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a kubelet says of an image")
final class ImagePullTest {

  @ParameterizedTest(name = "pulled in {0} is a pull of {1} ms")
  @CsvSource({
    "1.234s, 1234",
    "350ms, 350",
    "350.5ms, 350",
    "1m2s, 62000",
    "1h0m3.5s, 3603500",
    "2m, 120000"
  })
  void isAPull(String duration, long milliseconds) {
    String message =
        "Successfully pulled image \"registry.example/a@sha256:1\" in %s (3s including waiting). Image size: 1288490188 bytes."
            .formatted(duration);

    assertThat(ImagePull.of(message))
        .get()
        .isInstanceOfSatisfying(
            Pulled.class,
            pulled -> {
              assertThat(pulled.time().toMillis()).isEqualTo(milliseconds);
              assertThat(pulled.bytes()).contains(1288490188L);
            });
  }

  @Test
  @DisplayName("without its size is a pull of unknown size")
  void isOfUnknownSize() {
    assertThat(ImagePull.of("Successfully pulled image \"a\" in 2s (2s including waiting)"))
        .contains(new Pulled(Duration.ofSeconds(2), Optional.empty()));
  }

  @ParameterizedTest
  @DisplayName("that it has is no pull")
  @ValueSource(
      strings = {
        "Container image \"a\" already present on machine",
        "Container image \"a\" already present on machine and can be accessed by the pod"
      })
  void isPresent(String message) {
    assertThat(ImagePull.of(message)).contains(new Present());
  }

  @ParameterizedTest
  @DisplayName("in other words says nothing")
  @ValueSource(
      strings = {
        "",
        "Pulling image \"a\"",
        "Successfully pulled image \"a\" in soon (2s including waiting)",
        "Successfully pulled image \"a\" in 99999999999999999999s"
      })
  void saysNothing(String message) {
    assertThat(ImagePull.of(message)).isEmpty();
  }
}
