package dev.pythonservice.builder.keyless;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.keyless.TestAuthorities.Wish;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("For who signed without a key")
final class KeylessTrustTest {

  private static final byte[] SIGNATURE = "signature".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER = "other".getBytes(StandardCharsets.US_ASCII);
  private static final TrustedIdentity SIGNER =
      new TrustedIdentity(TestAuthorities.ISSUER, TestAuthorities.SUBJECT);
  private static final TestAuthorities OURS = new TestAuthorities();
  private static final TestAuthorities OTHERS = new TestAuthorities();

  @Test
  @DisplayName("trusted authorities vouch")
  void vouches() throws NotVouched {
    assertThat(OURS.trust().vouched(by(Wish.usual())).identity()).isEqualTo(SIGNER);
  }

  @Test
  @DisplayName("one timestamp that holds is enough")
  void takesOneTimestamp() throws NotVouched {
    Certification certification =
        new Certification(
            der(Wish.usual()),
            List.of(OTHER, OTHERS.stamp(SIGNATURE), OURS.stamp(SIGNATURE)),
            SIGNATURE);

    assertThat(OURS.trust().vouched(certification).identity()).isEqualTo(SIGNER);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("nobody vouches where")
  void doesNotVouch(
      String name, KeylessTrust trust, Function<TestAuthorities, Certification> given, String why) {
    assertThatThrownBy(() -> trust.vouched(given.apply(OURS)))
        .isInstanceOf(NotVouched.class)
        .hasMessageContaining(why);
  }

  static Stream<Arguments> doesNotVouch() {
    return Stream.of(
        certified(
            "it is somebody else",
            Wish.usual().named("https://builds.example/other"),
            "is that of https://builds.example/other of https://issuer.example"),
        certified(
            "another issuer knew the same name",
            Wish.usual().issuedBy(Optional.of("https://other.example")),
            "is that of https://builds.example/default of https://other.example"),
        certified(
            "no issuer is named",
            Wish.usual().issuedBy(Optional.empty()),
            "does not say which issuer"),
        certified(
            "the certificate has two names",
            Wish.usual().named(TestAuthorities.SUBJECT, "https://builds.example/other"),
            "does not have one name exactly"),
        certified(
            "the certificate is one for servers",
            Wish.usual().purposed(KeyPurposeId.id_kp_serverAuth),
            "is not one for signing code"),
        certified(
            "the key is on another curve",
            Wish.usual().on("secp384r1"),
            "is not on the curve P-256"),
        certified(
            "the certificate was over when it signed",
            Wish.usual().from(TestAuthorities.NOW.minus(Duration.ofMinutes(11))),
            "did not issue it as valid on 2026-11-27T12:00:00Z"),
        certified(
            "the certificate came after it had signed",
            Wish.usual().from(TestAuthorities.NOW.plusSeconds(60)),
            "did not issue it as valid on 2026-11-27T12:00:00Z"),
        given(
            "another authority issued the certificate",
            ours -> stamped(OTHERS, OURS.stamp(SIGNATURE)),
            "its certificate is not to be trusted"),
        given(
            "there is no timestamp",
            ours -> new Certification(der(Wish.usual()), List.of(), SIGNATURE),
            "it has no timestamp"),
        given(
            "the timestamp is garbage",
            ours -> stamped(ours, OTHER),
            "what should be its timestamp is none"),
        given(
            "the timestamp is about something else",
            ours -> stamped(ours, ours.stamp(OTHER)),
            "is that of something else"),
        given(
            "the timestamp is another authority's",
            ours -> stamped(ours, OTHERS.stamp(SIGNATURE)),
            "of no authority in the trusted root"),
        given(
            "the timestamp was altered",
            ours -> stamped(ours, altered(ours.stamp(SIGNATURE))),
            "its timestamp"),
        given(
            "the certificate is garbage",
            ours -> new Certification(OTHER, List.of(ours.stamp(SIGNATURE)), SIGNATURE),
            "what should be its certificate is none"),
        Arguments.of(
            "the authority was trusted until before",
            trust(OURS.root("2026-11-27T11:59:59Z")),
            (Function<TestAuthorities, Certification>) ours -> by(Wish.usual()),
            "is not trusted for 2026-11-27T12:00:00Z"),
        Arguments.of(
            "another authority is trusted for times",
            trust(OURS.rootWithTimestampsOf(OTHERS)),
            (Function<TestAuthorities, Certification>) ours -> by(Wish.usual()),
            "of no authority in the trusted root"));
  }

  private static Arguments certified(String name, Wish wish, String why) {
    return given(name, ours -> by(wish), why);
  }

  private static Arguments given(
      String name, Function<TestAuthorities, Certification> given, String why) {
    return Arguments.of(name, OURS.trust(), given, why);
  }

  private static KeylessTrust trust(String root) {
    return new KeylessTrust(TrustedRoot.of(root), OURS.trust().identities());
  }

  private static Certification by(Wish wish) {
    return new Certification(der(wish), List.of(OURS.stamp(SIGNATURE)), SIGNATURE);
  }

  private static Certification stamped(TestAuthorities issuer, byte[] timestamp) {
    return new Certification(
        TestAuthorities.der(issuer.certificate(Wish.usual())), List.of(timestamp), SIGNATURE);
  }

  private static byte[] der(Wish wish) {
    return TestAuthorities.der(OURS.certificate(wish));
  }

  /** The last bytes are those of the authority's signature. */
  private static byte[] altered(byte[] timestamp) {
    byte[] altered = timestamp.clone();
    altered[altered.length - 1] ^= 1;
    return altered;
  }
}
