package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A report of tests in a log")
final class LoggedReportTest {

  private static final byte[] REPORT = "a report, compressed".getBytes(StandardCharsets.UTF_8);

  /** That of {@link #REPORT}, by {@code sha256sum}. */
  private static final String DIGEST =
      "sha256:f8bc406762d3295c7fb01a58136cd427f76337783fe215f322c8a1df99483be3";

  private static final String LOG = Base64.getMimeEncoder().encodeToString(REPORT) + "\n";

  @Test
  @DisplayName("is taken on as it is")
  void isTakenOn() {
    assertThat(LoggedReport.of(LOG, DIGEST)).hasValue(REPORT);
  }

  @Test
  @DisplayName("is none where the log has not all of it, or something else")
  void isNone() {
    assertThat(LoggedReport.of(LOG.substring(0, 8), DIGEST)).isEmpty();
    assertThat(LoggedReport.of("", DIGEST)).isEmpty();
    assertThat(LoggedReport.of("Traceback (most recent call last):", DIGEST)).isEmpty();
    assertThat(LoggedReport.of(LOG, "sha256:0")).isEmpty();
  }

  @Test
  @DisplayName("is none where it is larger than what takes it on")
  void isBounded() {
    byte[] large = new byte[(900 << 10) + 1];

    // The digest of so many zeros.
    assertThat(
            LoggedReport.of(
                Base64.getMimeEncoder().encodeToString(large),
                "sha256:fad5eacecfdd6131994b18e829e1f4ebf469a40a76d5007e4384d7defd819d3d"))
        .isEmpty();
    assertThat(LoggedReport.LONGEST_LOG)
        .as("has room for the largest one in lines")
        .isGreaterThan(Base64.getMimeEncoder().encode(new byte[900 << 10]).length + 900);
  }
}
