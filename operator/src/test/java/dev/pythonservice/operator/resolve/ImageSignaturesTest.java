package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.builder.attest.ImageSigning;
import dev.pythonservice.builder.attest.Keys;
import dev.pythonservice.builder.attest.Provenance;
import dev.pythonservice.builder.attest.Signer;
import dev.pythonservice.builder.attest.SigningKey;
import dev.pythonservice.builder.attest.SigningKeyFile;
import dev.pythonservice.builder.attest.Subject;
import dev.pythonservice.builder.keyless.TestAuthorities;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.operator.plan.ImageTrust;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Lookup.Failed;
import dev.pythonservice.operator.plan.Lookup.Found;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.PlatformChoice;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.support.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The signature of an image")
final class ImageSignaturesTest {

  private static final Manifest IMAGE =
      new Manifest(MediaTypes.INDEX, "{\"manifests\": []}".getBytes(StandardCharsets.UTF_8));

  private static final String REVISION = "8c1f2d7b9e0a4c5d6f7a8b9c0d1e2f3a4b5c6d7e";

  private static final Provenance.Material SOURCE =
      new Provenance.Material(
          Provenance.SOURCE, "", Map.of(), Optional.empty(), Map.of(Provenance.REVISION, REVISION));

  private final TestRegistry registry = TestRegistry.plain();
  private final Scene scene = new Scene();
  private final FakeReads reads = new FakeReads();
  private final ImageSignatures signatures =
      new ImageSignatures(
          scene.machinery(8),
          new OperatorScope("system", new TreeSet<>()),
          reads,
          new Outsides(reads, new RefusedSources(List.of("127.0.0.0/8")), scene.clock()));

  @TempDir private Path folder;
  private SigningKey ours;

  @BeforeEach
  void prepare() throws IOException {
    ours = key("ours");
    signatures.news().attach(scene);
    registry.replace("python/shop/orders", IMAGE.digest().toString(), IMAGE);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  @DisplayName("is not asked for where no key is trusted")
  void notRequired() {
    ImageTrust trust = signatures.of(inputs(platform(), List.of(build())));

    assertThat(trust.required()).isFalse();
    scene.work(signatures.news());
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  @DisplayName("is required, and nothing is asked while there is no image")
  void nothingToAsk() {
    ImageTrust trust = signatures.of(inputs(platform(ours), List.of()));

    assertThat(trust.required()).isTrue();
    assertThat(trust.isPending()).isFalse();
    scene.work(signatures.news());
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  @DisplayName("is looked up once where it holds, and the service is told")
  void holds() {
    sign(ours);
    WithPlatform inputs = inputs(platform(ours), List.of(build()));
    assertThat(signatures.of(inputs).isPending()).isTrue();

    scene.work(signatures.news());

    assertThat(scene.told()).hasSize(1);
    assertThat(signatures.of(inputs).lookup())
        .isEqualTo(
            new Found<>(
                new ImageTrust.Answer(Set.of(reference()), Map.of(), Map.of(reference(), REVISION)),
                scene.now()));
    registry.requests().clear();
    minuteLater();
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  @DisplayName("that comes later is found")
  void comesLater() {
    WithPlatform inputs = inputs(platform(ours), List.of(build()));
    signatures.of(inputs);
    scene.work(signatures.news());
    assertThat(distrusted(signatures.of(inputs))).contains("nobody signed it");

    sign(ours);
    minuteLater();

    assertThat(trusted(signatures.of(inputs))).containsExactly(reference());
  }

  @Test
  @DisplayName("is looked up anew when other keys are trusted")
  void otherKeys() throws IOException {
    sign(ours);
    WithPlatform before = inputs(platform(ours), List.of(build()));
    signatures.of(before);
    scene.work(signatures.news());
    WithPlatform after = inputs(platform(key("others")), List.of(build()));

    assertThat(signatures.of(after).isPending()).isTrue();
    scene.work(signatures.news());

    assertThat(distrusted(signatures.of(after))).contains("is of a trusted key");
  }

  @Test
  @DisplayName("cannot be known where the registry does not answer")
  void unreachable() {
    registry.close();
    WithPlatform inputs = inputs(platform(ours), List.of(build()));
    signatures.of(inputs);
    scene.work(signatures.news());

    assertFailed(signatures.of(inputs), "SignatureUnreachable", "spec.signing of the Python");
  }

  @Test
  @DisplayName("cannot be checked by a key that is none, and its place is named")
  void unusableKey() {
    WithPlatform inputs =
        inputs(
            platform("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"),
            List.of(build()));
    signatures.of(inputs);
    scene.work(signatures.news());

    assertFailed(
        signatures.of(inputs),
        "PublicKeyUnusable",
        "spec.signing.publicKeys[0] of the PythonPlatform default cannot be used: it is no key of"
            + " ECDSA");
  }

  @Test
  @DisplayName("holds where it is that of a trusted identity, by a certificate and a timestamp")
  void holdsWithoutAKey() {
    TestAuthorities authorities = new TestAuthorities();
    sign(Keys.certified(authorities));
    WithPlatform inputs =
        inputs(keyless(authorities.root(""), TestAuthorities.SUBJECT), List.of(build()));
    signatures.of(inputs);
    scene.work(signatures.news());

    assertThat(trusted(signatures.of(inputs))).containsExactly(reference());
  }

  @Test
  @DisplayName("is refused where it is that of another identity, which is named")
  void anotherIdentity() {
    TestAuthorities authorities = new TestAuthorities();
    sign(Keys.certified(authorities));
    WithPlatform inputs =
        inputs(keyless(authorities.root(""), "https://builds.example/other"), List.of(build()));
    signatures.of(inputs);
    scene.work(signatures.news());

    assertThat(distrusted(signatures.of(inputs)))
        .contains("its certificate is that of " + TestAuthorities.SUBJECT);
  }

  @Test
  @DisplayName("cannot be checked by a trusted root that is none, and its place is named")
  void unusableRoot() {
    WithPlatform inputs = inputs(keyless("{}", TestAuthorities.SUBJECT), List.of(build()));
    signatures.of(inputs);
    scene.work(signatures.news());

    assertFailed(
        signatures.of(inputs),
        "TrustedRootUnusable",
        "spec.signing.keyless.trustedRoot of the PythonPlatform default cannot be used: its"
            + " mediaType is ''");
  }

  private static void assertFailed(ImageTrust trust, String reason, String message) {
    assertThat(trust.lookup())
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(reason);
              assertThat(failed.message()).contains(message);
            });
  }

  private Set<String> trusted(ImageTrust trust) {
    return trust.lookup().last().orElseThrow().value().trusted();
  }

  private String distrusted(ImageTrust trust) {
    return trust
        .lookup()
        .last()
        .orElseThrow()
        .value()
        .distrusted()
        .getOrDefault(reference(), "nothing against it");
  }

  private void minuteLater() {
    scene.pass(Duration.ofSeconds(70));
    scene.work(signatures.news());
  }

  private void sign(Signer signer) {
    ImageSigning signing =
        new ImageSigning(
            Registry.of(registry.access(), Map.of()),
            registry.repository("python/shop/orders"),
            signer);
    signing.attest(
        IMAGE.descriptor(),
        new Provenance(Map.of(), List.of(SOURCE), "1", Instant.EPOCH, Instant.EPOCH, List.of())
            .about(List.of(new Subject("orders", IMAGE.digest()))));
    signing.sign(IMAGE.descriptor());
  }

  private SigningKey key(String name) throws IOException {
    return new SigningKeyFile(Files.writeString(folder.resolve(name), Keys.pem()), Optional.empty())
        .read();
  }

  private String reference() {
    return registry.host() + "/python/shop/orders@" + IMAGE.digest();
  }

  private PythonPlatform platform(SigningKey key) {
    return platform(key.publicKey().pem());
  }

  private PythonPlatform platform(String publicKey) {
    PythonPlatform platform = platform();
    platform.setSpec(
        Yaml.platformSpec(
            "registry: {repository: \"%s/python\", scheme: HTTP}\nsigning:\n  publicKeys:\n  - |\n%s"
                .formatted(registry.host(), publicKey.indent(4))));
    return platform;
  }

  private PythonPlatform keyless(String root, String subject) {
    PythonPlatform platform = platform();
    platform.setSpec(
        Yaml.platformSpec(
            "registry: {repository: \"%s/python\", scheme: HTTP}\nsigning:\n  keyless:\n    trustedRoot: |\n%s    identities:\n    - {issuer: \"%s\", subject: \"%s\"}\n"
                .formatted(registry.host(), root.indent(6), TestAuthorities.ISSUER, subject)));
    return platform;
  }

  private PythonPlatform platform() {
    return Samples.platform(
        "{repository: \"%s/python\", scheme: HTTP}".formatted(registry.host()),
        "registry.example/python:3.13");
  }

  private PythonBuild build() {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonBuild
        metadata: {name: orders-1, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
        spec: {service: orders}
        status: {phase: Succeeded, image: "%s"}
        """
            .formatted(reference()),
        PythonBuild.class);
  }

  private static WithPlatform inputs(PythonPlatform platform, List<PythonBuild> builds) {
    PythonService service = Samples.service("orders", "{configMap: {name: code}}");
    return new WithPlatform(
        PlatformChoice.of("shop", Map.of()),
        service,
        platform,
        Lookup.pending(),
        Lookup.pending(),
        builds,
        ImageTrust.notRequired(),
        Optional.empty());
  }
}
