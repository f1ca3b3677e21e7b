package dev.pythonservice.builder.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.attest.ImageVerdict.Distrusted;
import dev.pythonservice.builder.attest.ImageVerdict.Reason;
import dev.pythonservice.builder.attest.ImageVerdict.Trusted;
import dev.pythonservice.builder.attest.Provenance.BuildVerdict;
import dev.pythonservice.builder.attest.Provenance.Material;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@DisplayName("An image is")
final class ImageVerificationTest {

  private static final SigningKey OURS = Keys.signing();
  private static final SigningKey OTHERS = Keys.signing();
  private static final Manifest IMAGE = manifest("image");
  private static final Manifest OTHER_IMAGE = manifest("other");

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final Repository shop = server.repository("shop/orders");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("trusted where a trusted key signed it and where it comes from")
  void trusted() {
    ours().attest(IMAGE.descriptor(), provenance(IMAGE));
    ours().sign(IMAGE.descriptor());

    assertThat(verdict(OURS, OTHERS)).isEqualTo(new Trusted(OURS.publicKey().toString(), "abc"));
  }

  @Test
  @DisplayName("trusted by the tags alone, where referrers were left behind")
  void trustedByTags() {
    ours().attest(IMAGE.descriptor(), provenance(IMAGE));
    ours().sign(IMAGE.descriptor());
    server.replace("shop/orders", "sha256-" + IMAGE.digest().hex(), index());

    assertThat(verdict(OURS)).isInstanceOf(Trusted.class);
  }

  @Test
  @DisplayName("trusted by the referrers alone, where tags were left behind")
  void trustedByReferrers() {
    ours().attest(IMAGE.descriptor(), provenance(IMAGE));
    ours().sign(IMAGE.descriptor());
    List.of("sig", "att")
        .forEach(kind ->
            server.replace("shop/orders", "sha256-" + IMAGE.digest().hex() + "." + kind, index()));

    assertThat(verdict(OURS)).isInstanceOf(Trusted.class);
  }

  @Test
  @DisplayName("trusted whatever others attach to it beside")
  void trustedBesideOthers() {
    others().sign(IMAGE.descriptor());
    others().attest(IMAGE.descriptor(), provenance(IMAGE, "evil", true));
    ours().attest(IMAGE.descriptor(), provenance(IMAGE));
    ours().sign(IMAGE.descriptor());
    attach("{\"dsseEnvelope\":{\"payload\":\"no base64\"}}");

    assertThat(verdict(OURS)).isEqualTo(new Trusted(OURS.publicKey().toString(), "abc"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("distrusted with its reason:")
  void distrusted(
      String name, Consumer<ImageVerificationTest> given, Reason reason, String message) {
    given.accept(this);

    assertThat(verdict(OURS))
        .isInstanceOfSatisfying(
            Distrusted.class,
            verdict -> {
              assertThat(verdict.reason()).isEqualTo(reason);
              assertThat(verdict.message()).contains(message);
            });
  }

  static Stream<Arguments> distrusted() {
    return Stream.of(
        given("nobody signed it", test -> {}, Reason.NOT_SIGNED, "nobody signed it"),
        given(
            "only garbage is attached",
            test -> {
              test.attach("garbage");
              test.attach("{}");
              test.attach("{\"dsseEnvelope\":{\"payloadType\":\"x\",\"payload\":\"AAAA\"}}");
            },
            Reason.NOT_SIGNED,
            "nobody signed it"),
        given(
            "a provenance is signed, and the image is not",
            test -> test.ours().attest(IMAGE.descriptor(), provenance(IMAGE)),
            Reason.NOT_SIGNED,
            "nobody signed it"),
        given(
            "another key signed it",
            test -> test.others().sign(IMAGE.descriptor()),
            Reason.OTHER_SIGNER,
            OURS.publicKey().toString()),
        given(
            "its signature was altered",
            test -> {
              test.attach(
                  altered(
                      Envelope.of(signed(IMAGE), OURS),
                      envelope -> withSignature(envelope, "AAAA")));
            },
            Reason.OTHER_SIGNER,
            "or they were altered"),
        given(
            "its signed statement was altered to be about it",
            test ->
                test.attach(
                    altered(
                        Envelope.of(signed(OTHER_IMAGE), OURS),
                        envelope ->
                            envelope.put(
                                "payload",
                                Base64.getEncoder().encodeToString(signed(IMAGE).bytes())))),
            Reason.OTHER_SIGNER,
            "or they were altered"),
        given(
            "another image's signature was attached to it",
            test -> test.attach(altered(Envelope.of(signed(OTHER_IMAGE), OURS), envelope -> {})),
            Reason.OTHER_IMAGE,
            "that of another image"),
        given(
            "another image's tag was copied to it",
            test -> {
              test.ours().sign(OTHER_IMAGE.descriptor());
              String tag = "sha256-" + OTHER_IMAGE.digest().hex() + ".sig";
              test.server.replace(
                  "shop/orders",
                  "sha256-" + IMAGE.digest().hex() + ".sig",
                  test.server.manifest("shop/orders", tag).orElseThrow());
            },
            Reason.OTHER_IMAGE,
            "that of another image"),
        given(
            "nobody says where it comes from",
            test -> test.ours().sign(IMAGE.descriptor()),
            Reason.NO_PROVENANCE,
            "nobody signed where it comes from"),
        given(
            "another key signed where it comes from",
            test -> {
              test.ours().sign(IMAGE.descriptor());
              test.others().attest(IMAGE.descriptor(), provenance(IMAGE));
            },
            Reason.NO_PROVENANCE,
            "signed by nobody who is trusted"),
        given(
            "another image's provenance was attached to it",
            test -> {
              test.ours().sign(IMAGE.descriptor());
              test.ours().attest(IMAGE.descriptor(), provenance(OTHER_IMAGE));
            },
            Reason.NO_PROVENANCE,
            "is about another image"),
        given(
            "its provenance was altered",
            test -> {
              test.ours().sign(IMAGE.descriptor());
              test.attach(
                  altered(
                      Envelope.of(provenance(IMAGE, "evil", true), OURS),
                      envelope ->
                          envelope.put(
                              "payload",
                              Base64.getEncoder().encodeToString(provenance(IMAGE).bytes()))),
                  Provenance.TYPE);
            },
            Reason.NO_PROVENANCE,
            "or was altered"),
        given(
            "something else built it",
            test -> {
              test.ours().sign(IMAGE.descriptor());
              test.ours().attest(IMAGE.descriptor(), ofAnotherBuilder());
            },
            Reason.OTHER_BUILDER,
            "https://laptop.example"),
        given(
            "its build says that a rule is not kept",
            test -> {
              test.ours().sign(IMAGE.descriptor());
              test.ours().attest(IMAGE.descriptor(), provenance(IMAGE, "abc", false));
            },
            Reason.RULE_NOT_KEPT,
            "'licences' is not kept: GPL is not allowed"));
  }

  private static Arguments given(
      String name, Consumer<ImageVerificationTest> given, Reason reason, String message) {
    return Arguments.of(name, given, reason, message);
  }

  private ImageVerdict verdict(SigningKey... keys) {
    return new ImageVerification(
            registry, Trust.ofKeys(Stream.of(keys).map(SigningKey::publicKey).toList()))
        .of(shop, IMAGE.digest());
  }

  private ImageSigning ours() {
    return new ImageSigning(registry, shop, OURS);
  }

  private ImageSigning others() {
    return new ImageSigning(registry, shop, OTHERS);
  }

  private void attach(String bundle) {
    attach(bundle, ImageSigning.SIGNED);
  }

  private void attach(String bundle, String predicateType) {
    new Referrers(registry)
        .attach(
            shop,
            IMAGE.descriptor(),
            Bundle.MEDIA_TYPE,
            bundle.getBytes(StandardCharsets.UTF_8),
            Map.of(Bundle.PREDICATE_TYPE, predicateType));
  }

  private static String altered(Envelope envelope, Consumer<ObjectNode> change) {
    ObjectNode json = envelope.json();
    change.accept(json);
    return JsonMapper.shared()
        .writeValueAsString(JsonMapper.shared().createObjectNode().set("dsseEnvelope", json));
  }

  private static void withSignature(ObjectNode envelope, String signature) {
    envelope.putArray("signatures").addObject().put("sig", signature);
  }

  private static Statement signed(Manifest image) {
    return new Statement(
        List.of(new Subject("", image.digest())),
        ImageSigning.SIGNED,
        JsonMapper.shared().createObjectNode());
  }

  private static Statement provenance(Manifest image) {
    return provenance(image, "abc", true);
  }

  private static Statement provenance(Manifest image, String revision, boolean kept) {
    return new Provenance(
            Map.of(),
            List.of(
                new Material(
                    Provenance.SOURCE,
                    "git+https://git.example/orders",
                    Map.of("gitCommit", revision),
                    Optional.empty(),
                    Map.of(Provenance.REVISION, revision))),
            "1",
            Instant.EPOCH,
            Instant.EPOCH,
            List.of(new BuildVerdict("licences", kept, "GPL is not allowed")))
        .about(List.of(new Subject("shop/orders", image.digest())));
  }

  private static Statement ofAnotherBuilder() {
    Statement ours = provenance(IMAGE);
    ((ObjectNode) ours.predicate().path("runDetails"))
        .putObject("builder")
        .put("id", "https://laptop.example");
    return ours;
  }

  private static Manifest manifest(String name) {
    return new Manifest(
        MediaTypes.INDEX,
        "{\"manifests\":[],\"name\":\"%s\"}".formatted(name).getBytes(StandardCharsets.UTF_8));
  }

  private static Manifest index() {
    return new Manifest(MediaTypes.INDEX, "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8));
  }
}
