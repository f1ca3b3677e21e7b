package dev.pythonservice.builder.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A signature that stands in a public log")
final class LoggedTrustTest {

  private static final byte[] PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);

  private final TestAuthorities authorities = new TestAuthorities();
  private final TestLog log = new TestLog(authorities);

  @Test
  @DisplayName("is that of whom its certificate names")
  void isSomebodys() throws NotVouched {
    Certified certified = trust(log.root()).certified(log.signed(PAYLOAD, TestAuthorities.NOW));

    assertThat(certified.identity())
        .isEqualTo(new TrustedIdentity(TestAuthorities.ISSUER, TestAuthorities.SUBJECT));
    assertThat(certified.repository()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"an hour after its certificate, PT1H", "an hour before its certificate, PT-1H"})
  @DisplayName("is nobody's when the log took it")
  void isOutOfTime(String sentence, Duration later) {
    Instant taken = TestAuthorities.NOW.plus(later);

    assertThatThrownBy(() -> trust(log.root()).certified(log.signed(PAYLOAD, taken)))
        .isInstanceOf(NotVouched.class)
        .hasMessageContaining("did not issue it as valid on " + taken);
  }

  @Test
  @DisplayName("is nobody's when the log was not trusted any more")
  void isOfAnOldLog() {
    LoggedTrust trust = trust(log.root("2026-01-01T00:00:00Z"));

    assertThatThrownBy(() -> trust.certified(log.signed(PAYLOAD, TestAuthorities.NOW)))
        .isInstanceOf(NotVouched.class)
        .hasMessage("its log is not trusted for " + TestAuthorities.NOW);
  }

  @Test
  @DisplayName("is nobody's by another log, and by none")
  void isOfNoLog() {
    LoggedSignature signed = log.signed(PAYLOAD, TestAuthorities.NOW);
    LoggedSignature unlogged =
        new LoggedSignature(
            signed.payloadType(),
            signed.payload(),
            signed.signature(),
            signed.certificate(),
            List.of(),
            List.of(authorities.stamp(signed.signature())));

    assertThatThrownBy(() -> trust(new TestLog(authorities).root()).certified(signed))
        .hasMessage("its log is not in the trusted root");
    assertThatThrownBy(() -> trust(log.root()).certified(unlogged))
        .hasMessage("it stands in no public log");
  }

  private static LoggedTrust trust(String root) {
    return new LoggedTrust(TrustedRoot.withLogs(root));
  }
}
