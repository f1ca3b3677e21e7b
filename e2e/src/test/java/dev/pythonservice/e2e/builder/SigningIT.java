package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.builder.Cosign.Place;
import dev.pythonservice.e2e.process.Command.Outcome;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.proxy.Fault;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.tools.ExtraTool;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a builder signs, and who accepts it: cosign, and the command "verify". */
@InWorkshop
class SigningIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int POLICY = 3;
  private static final int REGISTRY = 4;

  private final Workshop workshop;

  @TempDir private Path folder;

  private KeyPairFiles ours;
  private KeyPairFiles others;

  SigningIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @BeforeEach
  void makeKeys() throws IOException {
    ours = KeyPairFiles.in(folder, "ours");
    others = KeyPairFiles.in(folder, "others");
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  void cosignAcceptsTheImageAndEachPlatformOfItAndWhereTheyComeFrom(Place place)
      throws IOException {
    BuiltImage built = workshop.build(signed("signing/accepted-" + word(place)));
    Cosign cosign = cosign(ours);

    for (String reference : references(built)) {
      assertSucceeded(cosign.image(reference, place));
      assertSucceeded(cosign.attestation(reference, Cosign.PROVENANCE, place));
    }
    for (String platform : references(built).subList(1, 3)) {
      assertSucceeded(cosign.attestation(platform, Cosign.BILL, place));
    }
    assertThat(cosign(others).image(built.reference(), place).exitCode()).isNotZero();
    assertThat(cosign(others).attestation(built.reference(), Cosign.PROVENANCE, place).exitCode())
        .isNotZero();
  }

  @Test
  void theProvenanceNamesSourceLockWheelsWithTheirIndexAndBase() throws IOException {
    BuiltImage built = workshop.build(signed("signing/provenance"));
    String lock = Files.readString(Workshop.folderOf(Example.INVOICES).resolve("uv.lock"));

    Outcome outcome = cosign(ours).attestation(built.reference(), Cosign.PROVENANCE, Place.BUNDLES);

    assertSucceeded(outcome);
    JsonNode statement = statement(outcome);
    assertThat(statement.path("subject").findValuesAsText("sha256"))
        .containsExactlyElementsOf(
            Stream.of(built.digest(), built.digest("amd64"), built.digest("arm64"))
                .map(digest -> digest.substring("sha256:".length()))
                .toList());
    assertThat(statement.at("/predicate/runDetails/builder/id").asText())
        .isEqualTo("https://pythonservice.dev/builder/v1");
    JsonNode materials = statement.at("/predicate/buildDefinition/resolvedDependencies");
    assertThat(material(materials, "source").at("/annotations/revision").asText())
        .isEqualTo(built.report().path("revision").asText());
    assertThat(material(materials, "uv.lock").at("/digest/sha256").asText())
        .isEqualTo(sha256(lock));
    assertThat(materials)
        .filteredOn(each -> each.path("name").asText().equals("base image"))
        .extracting(each -> each.at("/annotations/platform").asText())
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(materials)
        .filteredOn(each -> each.path("name").asText().endsWith(".whl"))
        .hasSizeGreaterThan(5)
        .allSatisfy(wheel -> {
          assertThat(lock)
              .contains("sha256:" + wheel.at("/digest/sha256").asText())
              .contains(wheel.path("downloadLocation").asText())
              .contains("registry = \"" + wheel.at("/annotations/index").asText() + "\"");
          assertThat(wheel.path("uri").asText()).startsWith("pkg:pypi/");
        });
    assertThat(statement.at("/predicate/pythonservice_verdicts").findValuesAsText("passed"))
        .containsOnly("true");
  }

  @Test
  void theCommandVerifyAcceptsIt() {
    BuiltImage built = workshop.build(signed("signing/verified"));

    Outcome outcome =
        workshop.verify(workshop.registry().authority() + "/signing/verified:latest", ours);

    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(outcome.output().strip()).isEqualTo(built.reference());
    assertThat(outcome.error()).contains(built.report().path("revision").asText());
  }

  @Test
  void theSameBuildAgainAddsNoSignature() throws IOException {
    String repository = "signing/again";
    BuiltImage first = workshop.build(signed(repository));
    JsonNode before = workshop.content().manifest(repository, tag(first.digest(), "sig"));

    BuiltImage second = workshop.build(signed(repository));

    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(workshop.content().manifest(repository, tag(first.digest(), "sig")))
        .isEqualTo(before);
  }

  @Test
  void anImageThatNobodySignedIsRefused() {
    BuiltImage unsigned = workshop.build(workshop.order(Example.INVOICES).to("signing/unsigned"));

    assertRefused(unsigned.reference(), "nobody signed it");
  }

  @Test
  void anImageOfAnotherKeyIsRefused() {
    BuiltImage built =
        workshop.build(
            workshop
                .order(Example.INVOICES)
                .to("signing/other-key")
                .with("--signing-key", others.privateKey().toString()));

    assertRefused(built.reference(), "is of a trusted key");
  }

  @Test
  void anImageThatWasAlteredIsRefused() throws IOException {
    BuiltImage built = workshop.build(signed("signing/altered"));
    String repository = workshop.registry().authority() + "/signing/altered";
    String altered = repository + ":altered";
    workshop.crane(
        "mutate",
        repository + "@" + built.digest("amd64"),
        "--annotation",
        "altered=yes",
        "--tag",
        altered);

    assertRefused(altered, "nobody signed it");
  }

  @Test
  void theSignatureOfAnotherImageIsRefused() throws IOException {
    String repository = "signing/copied";
    BuiltImage signed = workshop.build(signed(repository));
    BuiltImage unsigned =
        workshop.build(
            workshop.order(Example.INVOICES).to(repository).with("--annotation", "other=yes"));
    String images = workshop.registry().authority() + "/" + repository + ":";
    for (String kind : List.of("sig", "att")) {
      workshop.crane(
          "copy", images + tag(signed.digest(), kind), images + tag(unsigned.digest(), kind));
    }
    workshop.crane(
        "copy",
        images + signed.digest().replace(':', '-'),
        images + unsigned.digest().replace(':', '-'));

    assertRefused(unsigned.reference(), "that of another image");
  }

  @Test
  void aKeyThatNobodyTrustsFailsTheBuildBeforeItStarts() throws IOException {
    String repository = "signing/untrusted";
    BuildOrder order = signed(repository).with("--trusted-key", others.publicKey().toString());

    Outcome outcome = workshop.attempt(order);

    assertThat(outcome.exitCode()).isEqualTo(POLICY);
    assertThat(outcome.error()).contains("is not among the trusted keys");
    assertThat(workshop.content().tags(repository)).isEmpty();
  }

  @Test
  void aRegistryThatTakesNoSignatureFailsTheBuildAndNoTagMoves() throws IOException {
    String repository = "signing/no-permission";
    BuiltImage before = workshop.build(signed(repository));
    try (FaultProxy proxy =
        FaultProxy.before(URI.create("http://" + workshop.registry().authority()))) {
      proxy.make(Fault.Status.of(403), "PUT", "/manifests/sha256-[0-9a-f]+[.]sig");
      Outcome outcome =
          workshop.attempt(
              signed(repository)
                  .at(proxy.authority())
                  .with("--plain-http", proxy.authority(), "--annotation", "new=yes"));

      assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(REGISTRY);
      assertThat(outcome.error()).contains(".sig");
    }
    assertThat(workshop.content().digest(repository, BuildOrder.TAG)).isEqualTo(before.digest());
  }

  private BuildOrder signed(String repository) {
    return workshop
        .order(Example.INVOICES)
        .to(repository)
        .with("--signing-key", ours.privateKey().toString());
  }

  /** The index, then its platforms. */
  private static List<String> references(BuiltImage built) {
    String repository = built.reference().substring(0, built.reference().indexOf('@') + 1);
    return Stream.of(built.digest(), built.digest("amd64"), built.digest("arm64"))
        .map(repository::concat)
        .toList();
  }

  /** By cosign, wherever it looks, and by the command, with the reason. */
  private void assertRefused(String reference, String reason) {
    for (Place place : Place.values()) {
      assertThat(cosign(ours).image(reference, place).exitCode()).as(place.name()).isNotZero();
      assertThat(cosign(ours).attestation(reference, Cosign.PROVENANCE, place).exitCode())
          .as(place.name())
          .isNotZero();
    }
    Outcome outcome = workshop.verify(reference, ours);
    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(POLICY);
    assertThat(outcome.error()).contains(reason);
    assertThat(outcome.output()).isEmpty();
  }

  private static Cosign cosign(KeyPairFiles keys) {
    Path program =
        Surroundings.of(System.getenv(), Clock.systemUTC())
            .toolCache()
            .provide(ExtraTool.COSIGN, Progress.onto(System.err, Clock.systemUTC()));
    return Cosign.trusting(program, keys.publicKey());
  }

  private static void assertSucceeded(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
  }

  private static JsonNode statement(Outcome outcome) throws IOException {
    String payload = JSON.readTree(outcome.output()).path("payload").asText();
    return JSON.readTree(Base64.getDecoder().decode(payload));
  }

  private static JsonNode material(JsonNode materials, String name) {
    return materials
        .valueStream()
        .filter(each -> each.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No material " + name));
  }

  private static String tag(String digest, String kind) {
    return digest.replace(':', '-') + "." + kind;
  }

  private static String word(Place place) {
    return place.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
