package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The text of a uv.lock")
final class LockTextsTest {

  private static final String PLAIN =
      """
      version = 1
      requires-python = ">=3.11"

      [[package]]
      name = "alpha"
      """;

  private static final String WITH_OPTIONS =
      """
      version = 1
      requires-python = ">=3.11"

      [options]
      exclude-newer = "2026-01-01T00:00:00Z"

      [options.exclude-newer-package]
      beta = false

      [[package]]
      name = "alpha"
      """;

  @Test
  @DisplayName("gets the options of the lock that it takes the place of")
  void getsOptions() {
    assertThat(new LockOptions(PLAIN).in(WITH_OPTIONS)).isEqualTo(PLAIN);
    assertThat(new LockOptions(WITH_OPTIONS).in(PLAIN)).isEqualTo(WITH_OPTIONS);
    assertThat(new LockOptions(PLAIN).in(PLAIN)).isEqualTo(PLAIN);
  }

  @ParameterizedTest(name = "made with {0} allows what was published before {1}")
  @CsvSource({
    "exclude-newer = \"2026-01-01T00:00:00Z\", 2026-01-01T00:00:00Z",
    "exclude-newer-span = \"P7D\", 2026-06-08T12:00:00Z",
    "exclude-newer-span = \"PT24H\", 2026-06-14T12:00:00Z"
  })
  void allows(String option, Instant before) {
    Instant now = Instant.parse("2026-06-15T12:00:00Z");
    String lock = "version = 1\n\n[options]\n%s\n\n[[package]]\n".formatted(option);

    assertThat(new LockOptions(lock).before(now, new Toml())).isEqualTo(before);
    assertThat(new LockOptions(PLAIN).before(now, new Toml())).isEqualTo(Instant.MAX);
  }

  @Test
  @DisplayName("has the addresses of mirrors for uv alone")
  void isMirrored() {
    MirroredLock mirrored =
        new MirroredLock(
            Map.of(
                "https://index.example/simple", "http://mirror.example/index",
                "https://files.example/", "http://mirror.example/"));
    String lock =
        """
        source = { registry = "https://index.example/simple" }
        wheels = [{ url = "https://files.example/a.whl" }]
        """;

    assertThat(mirrored.in(lock))
        .isEqualTo(
            """
            source = { registry = "http://mirror.example/index" }
            wheels = [{ url = "http://mirror.example/a.whl" }]
            """);
    assertThat(mirrored.out(mirrored.in(lock))).isEqualTo(lock);
  }
}
