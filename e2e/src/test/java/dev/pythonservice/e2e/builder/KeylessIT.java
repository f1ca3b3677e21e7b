package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.builder.Cosign.Place;
import dev.pythonservice.e2e.process.Command.Outcome;
import dev.pythonservice.e2e.servers.FulcioServer;
import dev.pythonservice.e2e.servers.LoopbackServer;
import dev.pythonservice.e2e.servers.TimestampServer;
import dev.pythonservice.e2e.tools.ExtraTool;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Fulcio and a real timestamp authority vouch for what a builder signs. */
@InWorkshop
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("What is signed without a key")
class KeylessIT {

  private static final int POLICY = 3;
  private static final int NETWORK = 5;

  private final Workshop workshop;

  private Path folder;
  private KeylessServices services;
  private String otherTimestamps;

  KeylessIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @BeforeAll
  void start(@TempDir Path own) throws IOException {
    folder = own;
    // Before ours, as a machine has one at a time.
    try (TimestampServer other =
        TimestampServer.start(
            KeylessServices.tool(ExtraTool.TIMESTAMP_SERVER), folder.resolve("other"))) {
      otherTimestamps = other.chain();
    }
    services = KeylessServices.start(folder);
  }

  @AfterAll
  void stop() {
    services.close();
  }

  @ParameterizedTest
  @EnumSource(Place.class)
  @DisplayName("is accepted by cosign: image, platforms, where they come from, and their bills")
  void cosignAccepts(Place place) throws IOException {
    BuiltImage built =
        workshop.build(signed("keyless/accepted-" + place.name().toLowerCase(Locale.ROOT)));

    for (String reference : references(built)) {
      assertSucceeded(services.cosign().image(reference, place));
      assertSucceeded(services.cosign().attestation(reference, Cosign.PROVENANCE, place));
    }
    for (String platform : references(built).subList(1, 3)) {
      assertSucceeded(services.cosign().attestation(platform, Cosign.BILL, place));
    }
    Cosign other = services.cosign(subject("somebody"));
    assertThat(other.image(built.reference(), place).exitCode()).isNotZero();
    assertThat(other.attestation(built.reference(), Cosign.PROVENANCE, place).exitCode())
        .isNotZero();
  }

  @Test
  @DisplayName("is accepted by the command verify, which says who signed")
  void verifyAccepts() throws IOException {
    BuiltImage built = workshop.build(signed("keyless/verified"));

    Outcome outcome = verify(built.reference(), services.root(), KeylessServices.SUBJECT);

    assertSucceeded(outcome);
    assertThat(outcome.output().strip()).isEqualTo(built.reference());
    assertThat(outcome.error())
        .contains(
            "Signed by %s of %s".formatted(KeylessServices.SUBJECT, services.issuer().address()),
            built.report().path("revision").asText());
  }

  @Test
  @DisplayName("is not signed again by the same build, which asks no authority")
  void signsOnce() throws IOException {
    String repository = "keyless/again";
    BuiltImage first = workshop.build(signed(repository));
    String tag = first.digest().replace(':', '-') + ".sig";
    String before = workshop.content().digest(repository, tag);
    String nobody = "127.0.0.1:" + LoopbackServer.freePort();

    BuiltImage second =
        workshop.build(
            order(repository, "http://" + nobody, services.timestamps().url(), services.token())
                .with("--plain-http", nobody));

    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(workshop.content().digest(repository, tag)).isEqualTo(before);
  }

  @Test
  @DisplayName("is refused where somebody else is trusted")
  void refusesAnotherIdentity() throws IOException {
    BuiltImage built = workshop.build(signed("keyless/identity"));

    assertRefused(
        built.reference(),
        services.root(),
        subject("somebody"),
        "its certificate is that of " + KeylessServices.SUBJECT);
  }

  @Test
  @DisplayName("is refused where the certificate's authority is not trusted")
  void refusesAnotherAuthority() throws IOException {
    BuiltImage built = workshop.build(signed("keyless/authority"));
    Path root;
    try (FulcioServer other =
        FulcioServer.start(
            KeylessServices.tool(ExtraTool.FULCIO),
            services.issuer(),
            folder.resolve("other-fulcio"))) {
      root =
          KeylessServices.root(
              folder.resolve("authority.json"), other.chain(), "", services.timestamps().chain());
    }

    assertRefused(
        built.reference(), root, KeylessServices.SUBJECT, "its certificate is not to be trusted");
  }

  @Test
  @DisplayName("is refused where the authority was trusted in another time only")
  void refusesAnExpiredAuthority() throws IOException {
    BuiltImage built = workshop.build(signed("keyless/expired"));
    Path root =
        KeylessServices.root(
            folder.resolve("expired.json"),
            services.fulcio().chain(),
            ",start-time=2020-01-01T00:00:00Z,end-time=2021-01-01T00:00:00Z",
            services.timestamps().chain());

    assertRefused(built.reference(), root, KeylessServices.SUBJECT, "is not trusted for ");
  }

  @Test
  @DisplayName("is refused where another authority is trusted for times")
  void refusesAnotherTimestamp() throws IOException {
    BuiltImage built = workshop.build(signed("keyless/time"));
    Path root =
        KeylessServices.root(
            folder.resolve("time.json"), services.fulcio().chain(), "", otherTimestamps);

    assertRefused(
        built.reference(),
        root,
        KeylessServices.SUBJECT,
        "its timestamp is of no authority in the trusted root");
  }

  @Test
  @DisplayName("vouches for no other image")
  void refusesACopiedSignature() throws IOException {
    String repository = "keyless/copied";
    BuiltImage signed = workshop.build(signed(repository));
    BuiltImage unsigned =
        workshop.build(
            workshop.order(Example.INVOICES).to(repository).with("--annotation", "other=yes"));
    String images = workshop.registry().authority() + "/" + repository + ":";
    for (String kind : List.of(".sig", ".att", "")) {
      workshop.crane(
          "copy",
          images + signed.digest().replace(':', '-') + kind,
          images + unsigned.digest().replace(':', '-') + kind);
    }

    assertRefused(
        unsigned.reference(), services.root(), KeylessServices.SUBJECT, "that of another image");
  }

  @Test
  @DisplayName("fails the build while Fulcio is away, and no tag moves")
  void fulcioIsAway() throws IOException {
    String nobody = "127.0.0.1:" + LoopbackServer.freePort();

    assertFails(
        order("keyless/away", "http://" + nobody, services.timestamps().url(), services.token())
            .with("--plain-http", nobody),
        NETWORK,
        "A certificate cannot be had from http://" + nobody);
  }

  @Test
  @DisplayName("fails the build where Fulcio refuses the token, which nobody gets to see")
  void fulcioRefuses() throws IOException {
    Path token = services.token("default", "somebody else");

    Outcome outcome =
        assertFails(
            order("keyless/refused", services.fulcio().url(), services.timestamps().url(), token),
            POLICY,
            services.fulcio().url()
                + " gives no certificate: the answer was 400 (There was an error processing the"
                + " identity token)");

    assertThat(outcome.error() + outcome.output()).doesNotContain(Files.readString(token));
  }

  @Test
  @DisplayName("takes a token that opens nothing at the API server that gave it")
  void theTokenOpensNothing() throws IOException {
    Config stranger =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(services.issuer().address())
            .withCaCertFile(services.issuer().authority().toAbsolutePath().toString())
            .withOauthToken(Files.readString(services.token()))
            .build();

    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(stranger).build()) {
      assertThatThrownBy(() -> client.raw("/api"))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refusal -> assertThat(refusal.getCode()).isEqualTo(401));
    }
  }

  @Test
  @DisplayName("fails the build while nobody confirms the time")
  void timestampsAreAway() throws IOException {
    String nobody = "http://127.0.0.1:" + LoopbackServer.freePort();

    assertFails(
        order("keyless/timeless", services.fulcio().url(), nobody, services.token()),
        NETWORK,
        "A timestamp cannot be had from " + nobody);
  }

  @Test
  @DisplayName("fails the build where nobody would trust who signs")
  void nobodyTrustsTheSigner() throws IOException {
    assertFails(
        order(
            "keyless/untrusted",
            services.fulcio().url(),
            services.timestamps().url(),
            services.token("somebody", FulcioServer.AUDIENCE)),
        POLICY,
        "its certificate is that of " + subject("somebody"));
  }

  private BuildOrder signed(String repository) throws IOException {
    return order(
        repository, services.fulcio().url(), services.timestamps().url(), services.token());
  }

  private BuildOrder order(String repository, String fulcio, String timestamps, Path token) {
    return workshop
        .order(Example.INVOICES)
        .to(repository)
        .with("--fulcio", fulcio, "--plain-http", services.fulcio().authority())
        .with("--timestamp-authority", timestamps)
        .with("--identity-token", token.toString())
        .with(trusting(services.root(), KeylessServices.SUBJECT).toArray(String[]::new));
  }

  private List<String> trusting(Path root, String subject) {
    return List.of(
        "--trusted-root",
        root.toString(),
        "--trusted-identity",
        services.issuer().address() + "=" + subject);
  }

  private static String subject(String account) {
    return KeylessServices.SUBJECT.replace("/default", "/" + account);
  }

  /** The index, then its platforms. */
  private static List<String> references(BuiltImage built) {
    String repository = built.reference().substring(0, built.reference().indexOf('@') + 1);
    return Stream.of(built.digest(), built.digest("amd64"), built.digest("arm64"))
        .map(repository::concat)
        .toList();
  }

  /** By cosign, wherever it looks, and by the command, with the reason. */
  private void assertRefused(String reference, Path root, String subject, String reason) {
    Cosign cosign =
        Cosign.trusting(
            KeylessServices.tool(ExtraTool.COSIGN), root, services.issuer().address(), subject);
    for (Place place : Place.values()) {
      assertThat(cosign.image(reference, place).exitCode()).as(place.name()).isNotZero();
      assertThat(cosign.attestation(reference, Cosign.PROVENANCE, place).exitCode())
          .as(place.name())
          .isNotZero();
    }
    Outcome outcome = verify(reference, root, subject);
    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(POLICY);
    assertThat(outcome.error()).contains(reason);
    assertThat(outcome.output()).isEmpty();
  }

  private Outcome assertFails(BuildOrder order, int exitCode, String message) throws IOException {
    Outcome outcome = workshop.attempt(order);
    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(exitCode);
    assertThat(outcome.error()).contains(message);
    assertThat(workshop.content().tags(order.repository())).doesNotContain(BuildOrder.TAG);
    return outcome;
  }

  private Outcome verify(String reference, Path root, String subject) {
    return workshop
        .program()
        .run(
            Stream.concat(
                    Stream.of("verify", reference, "--plain-http", workshop.registry().authority()),
                    trusting(root, subject).stream())
                .toList());
  }

  private static void assertSucceeded(Outcome outcome) {
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
  }
}
