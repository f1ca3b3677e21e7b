package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.message;
import static dev.pythonservice.e2e.support.Conditions.says;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.builder.KeyPairFiles;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.stage.KeylessPod;
import dev.pythonservice.e2e.tools.ExtraTool;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Keys come and go on a platform; what runs, and what is refused, follows. */
@OnStage
@DisplayName("Where a platform serves signed images only,")
class SignedServicesIT {

  private static final String SECRET = "image-signing";
  private static final String TERMS = "src/orders/terms.py";
  private static final String NOT_VERIFIED = "SignatureNotVerified";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Surroundings surroundings;
  private final Cluster cluster;
  private final Tools tools;
  private final ServiceStage stage;
  private final KubernetesClient client;
  private KeyPairFiles ours;
  private KeyPairFiles others;

  SignedServicesIT(
      ServiceStage stage,
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      Tools tools) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.tools = tools;
    this.client = client;
    this.stage = stage;
  }

  @BeforeAll
  void createKeys() throws IOException {
    ours = KeyPairFiles.in(stage.folder(), "ours");
    others = KeyPairFiles.in(stage.folder(), "others");
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @AfterAll
  void removeIssuer() {
    stage.kubectl().attempt("delete", "clusterrolebinding", stage.namespace() + "-issuer");
  }

  @Test
  @DisplayName(
      "a signed build is served, and neither an unsigned one nor a rollback to one, nor one of"
          + " another key")
  void servesSignedImagesOnly() throws IOException {
    // given a service that was built before
    signing("null");
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    String unsigned = build(stage.serving("orders", repository.head()));

    // when
    useKey(ours);
    signing(of(ours, true));

    // then what runs stays, and is told of
    PythonServiceStatus before =
        stage.when("orders", status -> says("Verified", Status.False, NOT_VERIFIED, status));
    assertThat(ServiceStage.isReady(before)).isTrue();
    assertThat(message("Verified", before)).contains("nobody signed it", unsigned);

    // when
    String second = commit(repository, "5_000", "4_000");

    // then
    PythonServiceStatus signed = stage.serving("orders", second);
    String good = build(signed);
    assertThat(says("Verified", Status.True, "Verified", signed)).isTrue();

    // when
    stage.patch("orders", "{\"spec\": {\"rollback\": {\"build\": \"%s\"}}}".formatted(unsigned));

    // then
    assertRefused(unsigned, "nobody signed it", signed);

    // when the key is another one than the platform trusts
    stage.patch("orders", "{\"spec\": {\"rollback\": null}}");
    stage.when("orders", ServiceStage::isReady);
    useKey(others);
    commit(repository, "4_000", "3_000");

    // then
    PythonServiceStatus failed =
        stage.when(
            "orders", status -> message("Ready", status).contains("is not among the trusted keys"));
    assertThat(build(failed)).isEqualTo(good);
    assertServes(signed);

    // when nobody signs
    signing(of(ours, false));
    commit(repository, "3_000", "2_000");

    // then
    PythonServiceStatus refused =
        stage.when("orders", status -> says("Stalled", Status.True, NOT_VERIFIED, status));
    assertThat(message("Ready", refused)).contains("nobody signed it", good + " goes on serving");
    assertServes(signed);
  }

  @Test
  @DisplayName("the private key is in build pods alone")
  void keepsTheKey() throws IOException {
    // given
    useKey(ours);
    signing(of(ours, true));
    GitRepository repository = stage.repository("orders");

    // when
    stage.apply(stage.example("orders"));
    stage.serving("orders", repository.head());

    // then
    String secret = Files.readString(ours.privateKey()).lines().skip(1).findFirst().orElseThrow();
    assertThat(client.secrets().inNamespace(stage.namespace()).withName(SECRET).get()).isNull();
    assertThat(stage.kubectl().run("get", "jobs,pods", "--namespace=" + builds(), "--output=yaml"))
        .contains(SECRET)
        .doesNotContain(secret);
    assertThat(stage.told()).doesNotContain(secret);
  }

  @Test
  @DisplayName(
      "a build that is signed as its pod's service account is served, and nothing that it did not"
          + " sign")
  void servesWhatIsSignedWithoutAKey() throws IOException {
    // given Fulcio and a timestamp authority, which the platform trusts, as it does its own builds
    KeylessPod authorities = startAuthorities();
    String ours = "https://kubernetes.io/namespaces/%s/serviceaccounts/default".formatted(builds());
    GitRepository repository = stage.repository("orders");
    signing(keyless(authorities, ours, true));

    // when
    stage.apply(stage.example("orders"));

    // then
    PythonServiceStatus signed = stage.serving("orders", repository.head());
    assertThat(says("Verified", Status.True, "Verified", signed)).isTrue();
    String good = build(signed);

    // when somebody else is trusted
    signing(keyless(authorities, ours.replace("/default", "/somebody"), true));
    commit(repository, "5_000", "4_500");

    // then the build sees that nobody would serve it, and what serves is told of
    PythonServiceStatus failed =
        stage.when(
            "orders",
            status ->
                message("Ready", status).contains("its certificate is that of " + ours)
                    && says("Verified", Status.False, NOT_VERIFIED, status));
    assertThat(build(failed)).isEqualTo(good);

    // when nobody signs
    signing(keyless(authorities, ours, false));
    commit(repository, "4_500", "3_500");

    // then
    PythonServiceStatus refused =
        stage.when("orders", status -> says("Stalled", Status.True, NOT_VERIFIED, status));
    assertThat(message("Ready", refused)).contains("nobody signed it", good + " goes on serving");
    assertThat(images(stage.deployment("orders").orElseThrow().getSpec().getTemplate().getSpec()))
        .containsOnly(image(signed));
    authorities.stop();
  }

  /** All may learn by which keys the cluster signs tokens; Fulcio has no token to ask with. */
  private KeylessPod startAuthorities() throws IOException {
    stage
        .kubectl()
        .run(
            "create",
            "clusterrolebinding",
            stage.namespace() + "-issuer",
            "--clusterrole=system:service-account-issuer-discovery",
            "--group=system:unauthenticated");
    return KeylessPod.start(
        cluster,
        client,
        tools,
        stage.namespace(),
        surroundings.baseImages(Progress.silent()),
        tool(ExtraTool.FULCIO),
        tool(ExtraTool.TIMESTAMP_SERVER),
        stage.folder());
  }

  private Path tool(ExtraTool tool) {
    return surroundings.toolCache().provide(tool, Progress.onto(System.err, Clock.systemUTC()));
  }

  private String keyless(KeylessPod authorities, String subject, boolean signs) throws IOException {
    Path fulcio =
        Files.writeString(stage.folder().resolve("fulcio.pem"), authorities.fulcioChain());
    Path timestamps =
        Files.writeString(stage.folder().resolve("timestamps.pem"), authorities.timestampChain());
    Path root = stage.folder().resolve("trusted_root.json");
    Command.of(
            tool(ExtraTool.COSIGN).toString(),
            "trusted-root",
            "create",
            "--fulcio=url=https://fulcio.example,certificate-chain=" + fulcio,
            "--tsa=url=https://timestamps.example,certificate-chain=" + timestamps,
            "--out=" + root)
        .run();
    ObjectNode keyless = JSON.createObjectNode();
    keyless.put("certificateAuthority", signs ? authorities.fulcio() : null);
    keyless.put("timestampAuthority", signs ? authorities.timestamps() : null);
    keyless.put("trustedRoot", Files.readString(root));
    keyless
        .putArray("identities")
        .addObject()
        .put("issuer", KeylessPod.issuer(client))
        .put("subject", subject);
    ObjectNode signing = JSON.createObjectNode();
    signing.putNull("keySecretRef");
    signing.putNull("publicKeys");
    return signing.set("keyless", keyless).toString();
  }

  private void assertRefused(String build, String reason, PythonServiceStatus served) {
    PythonServiceStatus refused =
        stage.when("orders", status -> says("Stalled", Status.True, NOT_VERIFIED, status));
    assertThat(message("Ready", refused))
        .contains(build + " is not served", reason, build(served) + " goes on serving");
    assertServes(served);
  }

  /** The Deployment has not moved; pods of the release before may still be on their way out. */
  private void assertServes(PythonServiceStatus served) {
    assertThat(images(stage.deployment("orders").orElseThrow().getSpec().getTemplate().getSpec()))
        .containsOnly(image(served));
    stage.await(
        "all pods run what is signed",
        () ->
            stage.pods("orders", "process").stream()
                .allMatch(pod -> images(pod.getSpec()).equals(List.of(image(served)))));
    assertThat(stage.requests().get("http://orders/terms").body()).contains("4000");
  }

  private static List<String> images(PodSpec pod) {
    return pod.getContainers().stream().map(Container::getImage).distinct().toList();
  }

  private String commit(GitRepository repository, String before, String after) throws IOException {
    repository.replace(
        TERMS, "FREE_SHIPPING_FROM_CENTS = " + before, "FREE_SHIPPING_FROM_CENTS = " + after);
    String commit = repository.commit("Ship for free from " + after);
    stage.refresh("orders");
    return commit;
  }

  private void useKey(KeyPairFiles key) {
    stage
        .kubectl()
        .run("delete", "secret", SECRET, "--namespace=" + builds(), "--ignore-not-found");
    stage
        .kubectl()
        .run(
            "create",
            "secret",
            "generic",
            SECRET,
            "--namespace=" + builds(),
            "--from-file=cosign.key=" + key.privateKey());
  }

  private String builds() {
    return Objects.requireNonNull(
        Objects.requireNonNull(platform().getSpec().builds()).namespace());
  }

  private PythonPlatform platform() {
    return client.resources(PythonPlatform.class).withName(stage.namespace()).get();
  }

  private static String of(KeyPairFiles trusted, boolean signs) throws IOException {
    String keys =
        "\"publicKeys\": [\"%s\"]"
            .formatted(Files.readString(trusted.publicKey()).replace("\n", "\\n"));
    return signs
        ? "{\"keyless\": null, \"keySecretRef\": {\"name\": \"%s\"}, %s}".formatted(SECRET, keys)
        : "{\"keyless\": null, \"keySecretRef\": null, %s}".formatted(keys);
  }

  /** Says on the platform who signs and who is trusted, and waits until it was looked at. */
  private void signing(String json) {
    stage
        .kubectl()
        .run(
            "patch",
            "pythonplatform",
            stage.namespace(),
            "--type=merge",
            "--patch={\"spec\": {\"signing\": %s}}".formatted(json));
    stage.await(
        "the platform is ready",
        () ->
            stage
                    .kubectl()
                    .attempt(
                        "wait",
                        "--for=condition=Ready",
                        "pythonplatform/" + stage.namespace(),
                        "--timeout=1s")
                    .exitCode()
                == 0);
  }

  private static String build(PythonServiceStatus status) {
    return Objects.requireNonNull(status.release()).build();
  }

  private static String image(PythonServiceStatus status) {
    return Objects.requireNonNull(status.release()).image();
  }
}
