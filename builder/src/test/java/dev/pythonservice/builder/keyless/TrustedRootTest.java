package dev.pythonservice.builder.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("A trusted root")
final class TrustedRootTest {

  private static final String TYPE =
      "\"mediaType\": \"application/vnd.dev.sigstore.trustedroot+json;version=0.1\"";

  @Test
  @DisplayName("says who certifies and who knows the time")
  void isRead() {
    TrustedRoot root = TrustedRoot.of(new TestAuthorities().root("2030-01-01T00:00:00Z"));

    assertThat(root.certificateAuthorities())
        .singleElement()
        .satisfies(authority -> {
          assertThat(authority.until()).hasToString("Optional[2030-01-01T00:00:00Z]");
          assertThat(authority.leaf()).isEmpty();
        });
    assertThat(root.timestampAuthorities())
        .singleElement()
        .satisfies(authority -> assertThat(authority.leaf()).isPresent());
  }

  @Test
  @DisplayName("says which logs there are, where those are wanted")
  void hasLogs() {
    TestAuthorities authorities = new TestAuthorities();

    TrustedRoot root = TrustedRoot.withLogs(new TestLog(authorities).root());

    assertThat(root.logs()).hasSize(1);
    assertThat(root.certificateLogs()).isEmpty();
    assertThat(TrustedRoot.of(new TestLog(authorities).root()).logs()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "without one | {} | it has no tlogs",
        "with garbage for a key | {\"tlogs\": [{\"publicKey\": {\"rawBytes\": \"AAAA\"}}]} | of"
            + " its tlogs[0] the key or a time cannot be read",
        "with no key that can be read | {\"tlogs\": [{\"publicKey\": {\"keyDetails\":"
            + " \"PKCS1_RSA_PKCS1V5\"}}]} | it has no key in its tlogs that is a"
            + " SubjectPublicKeyInfo",
      })
  @DisplayName("is refused where logs are wanted:")
  void isRefusedWithoutLogs(String name, String logs, String why) {
    ObjectNode root = (ObjectNode) JsonMapper.shared().readTree(new TestAuthorities().root(""));
    root.setAll((ObjectNode) JsonMapper.shared().readTree(logs));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedRoot.withLogs(root.toString()))
        .withMessageContaining(why);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "that is no JSON | { | it is no JSON",
        "of another kind | {\"mediaType\": \"text/plain\"} | its mediaType is 'text/plain'",
        "without authorities | {TYPE} | it has no certificateAuthorities",
        "whose authority has no certificate | {TYPE, \"certificateAuthorities\": [{}]} | its"
            + " certificateAuthorities[0] has no certificates",
        "with garbage for a certificate | {TYPE, \"certificateAuthorities\": [{\"certChain\":"
            + " {\"certificates\": [{\"rawBytes\": \"AAAA\"}]}}]} | of its"
            + " certificateAuthorities[0] a certificate or a time cannot be read",
      })
  @DisplayName("is refused with the reason:")
  void isRefused(String name, String text, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedRoot.of(text.replace("TYPE", TYPE)))
        .withMessageContaining(why);
  }
}
