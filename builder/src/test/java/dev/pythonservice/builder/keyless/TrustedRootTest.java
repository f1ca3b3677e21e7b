package dev.pythonservice.builder.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
