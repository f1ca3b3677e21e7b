package dev.pythonservice.builder.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.attest.ImageVerdict.Distrusted;
import dev.pythonservice.builder.attest.ImageVerdict.Reason;
import dev.pythonservice.builder.attest.ImageVerdict.Trusted;
import dev.pythonservice.builder.keyless.TestAuthorities;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("An image that was signed without a key is")
final class KeylessVerificationTest {

  private static final String WHO = TestAuthorities.SUBJECT + " of " + TestAuthorities.ISSUER;

  private static final Manifest IMAGE =
      new Manifest(MediaTypes.INDEX, "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8));

  private final TestAuthorities authorities = new TestAuthorities();
  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final Repository shop = server.repository("shop/orders");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("trusted by its bundles")
  void trustedByBundles() {
    sign();
    for (String kind : List.of(".sig", ".att")) {
      server.replace("shop/orders", tag() + kind, IMAGE);
    }

    assertThat(verdict(authorities)).isEqualTo(new Trusted(WHO, ""));
  }

  @Test
  @DisplayName("trusted by cosign's older tags")
  void trustedByTags() {
    sign();
    server.replace("shop/orders", tag(), IMAGE);

    assertThat(verdict(authorities)).isEqualTo(new Trusted(WHO, ""));
  }

  @Test
  @DisplayName("trusted where keys are trusted, too")
  void trustedBesideKeys() {
    sign();

    assertThat(
            verdict(
                new Trust(List.of(Keys.signing().publicKey()), Optional.of(authorities.trust()))))
        .isInstanceOf(Trusted.class);
  }

  @Test
  @DisplayName("distrusted where only keys are trusted")
  void distrustedByKeys() {
    sign();

    assertThat(verdict(Trust.ofKeys(List.of(Keys.signing().publicKey()))))
        .isInstanceOfSatisfying(
            Distrusted.class,
            verdict -> assertThat(verdict.reason()).isEqualTo(Reason.OTHER_SIGNER));
  }

  @Test
  @DisplayName("distrusted with the reason where other authorities are trusted")
  void distrustedByOthers() {
    sign();

    assertThat(verdict(new TestAuthorities()))
        .isInstanceOfSatisfying(
            Distrusted.class,
            verdict -> {
              assertThat(verdict.reason()).isEqualTo(Reason.OTHER_SIGNER);
              assertThat(verdict.message())
                  .contains(
                      "a trusted identity (%s), or they were altered: its timestamp"
                          .formatted(WHO));
            });
  }

  @Test
  @DisplayName("distrusted where what was signed was altered afterwards")
  void distrustedWhereAltered() {
    Signer signer = Keys.certified(authorities);
    Envelope other = Envelope.of(statement("other"), signer);
    ObjectNode bundle = (ObjectNode) JsonMapper.shared().readTree(Bundle.write(other, signer));
    ((ObjectNode) bundle.path("dsseEnvelope"))
        .put("payload", Base64Text.of(statement("this").bytes()));
    new Referrers(registry)
        .attach(
            shop,
            IMAGE.descriptor(),
            Bundle.MEDIA_TYPE,
            JsonMapper.shared().writeValueAsBytes(bundle),
            Map.of(Bundle.PREDICATE_TYPE, ImageSigning.SIGNED));

    assertThat(verdict(authorities))
        .isInstanceOfSatisfying(
            Distrusted.class,
            verdict ->
                assertThat(verdict.message())
                    .contains("it was altered after %s had signed it".formatted(WHO)));
  }

  private void sign() {
    ImageSigning signing = new ImageSigning(registry, shop, Keys.certified(authorities));
    signing.attest(
        IMAGE.descriptor(),
        new Provenance(Map.of(), List.of(), "1", Instant.EPOCH, Instant.EPOCH, List.of())
            .about(List.of(new Subject("orders", IMAGE.digest()))));
    signing.sign(IMAGE.descriptor());
  }

  private static Statement statement(String name) {
    return new Statement(
        List.of(new Subject(name, IMAGE.digest())),
        ImageSigning.SIGNED,
        JsonMapper.shared().createObjectNode());
  }

  private static String tag() {
    return "sha256-" + IMAGE.digest().hex();
  }

  private ImageVerdict verdict(TestAuthorities trusted) {
    return verdict(Trust.ofIdentities(trusted.trust()));
  }

  private ImageVerdict verdict(Trust trust) {
    return new ImageVerification(registry, trust).of(shop, IMAGE.digest());
  }
}
