package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Engine;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.PlatformImage;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A PythonBuild")
class PythonBuildIT {

  private static final int DEADLINE_SECONDS = 300;

  private static final Path FOLDER = Path.of("target", "python-build-it");
  private static final Path PROJECT = Path.of("..", "examples", "invoices");

  /** The files of the project that its image needs, by the path in it. */
  private static final List<String> FILES =
      List.of(
          "README.md",
          "pyproject.toml",
          "uv.lock",
          "invoices/__init__.py",
          "invoices/invoice.py",
          "invoices/web.py",
          "invoices/templates/invoice.html");

  /** This machine's authorities: where a proxy has its own, builds have to trust it, too. */
  private static final Path AUTHORITIES =
      Path.of(System.getenv().getOrDefault("SSL_CERT_FILE", "/etc/ssl/certs/ca-certificates.crt"));

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String PASSWORD = "a-password-that-no-tenant-may-see";

  private final Cluster cluster;
  private final KubernetesClient client;
  private final String shop;
  private final Kubectl kubectl;
  private final Tools tools;
  private final String builder;
  private final String base;

  private InstalledOperator installed;
  private OperatorProcess operator;

  PythonBuildIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    Progress progress = Progress.onto(System.err, Clock.systemUTC());
    this.cluster = cluster;
    this.client = client;
    this.shop = namespace.name();
    this.kubectl = Kubectl.of(tools, cluster);
    this.tools = tools;
    this.builder = surroundings.publishBuilder(cluster, progress);
    this.base =
        surroundings
            .baseImages(progress)
            .find(cluster.registry(), "base/python", "3.13")
            .orElseThrow();
  }

  @BeforeAll
  void start() {
    installed = InstalledOperator.install(kubectl, tools, shop, FOLDER);
    kubectl.run("label", "--overwrite", "namespace", shop, "pythonservice.dev/platform=" + shop);
    kubectl.run(
        "create",
        "secret",
        "docker-registry",
        "registry-push",
        "--namespace=" + installed.builds(),
        "--docker-server=" + cluster.registry(),
        "--docker-username=builder",
        "--docker-password=" + PASSWORD);
    kubectl.run(
        "create",
        "configmap",
        "authorities",
        "--namespace=" + installed.builds(),
        "--from-file=ca.crt=" + AUTHORITIES);
    applyPlatform();
    operator = startOperator();
  }

  @AfterEach
  void removeWhatWasApplied() {
    kubectl.run("delete", "pythonbuilds", "--all", "--namespace=" + shop);
    kubectl.run("delete", "configmaps", "--selector=test=source", "--namespace=" + shop);
  }

  @AfterAll
  void stop() {
    Optional.ofNullable(operator).ifPresent(OperatorProcess::stop);
    kubectl.attempt("delete", "pythonplatform", shop);
    Optional.ofNullable(installed).ifPresent(InstalledOperator::uninstall);
  }

  @Test
  @DisplayName("becomes an image, tells all about it, and takes everything along when it goes")
  void becomesAnImage() throws Exception {
    // given
    createSource("files", PROJECT.resolve("pyproject.toml"));

    // when
    applyBuild("invoices-good", "files");

    // then
    PythonBuildStatus status = statusWhen("invoices-good", Phase.Succeeded);
    assertThat(status.image()).isEqualTo(repository() + "@" + status.digest());
    assertThat(isInRegistry(Objects.requireNonNull(status.digest()))).isTrue();
    assertThat(status.platforms())
        .extracting(PlatformImage::platform)
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(status.engines()).extracting(Engine::name).containsExactly("granian", "gunicorn");
    assertThat(status.steps()).isNotEmpty();
    assertThat(status.layers()).isNotNull();
    assertThat(status.reportDigest()).startsWith("sha256:");
    assertThat(condition("Ready", status).status()).isEqualTo(Status.True);
    assertThat(condition("Feasible", status).reason()).isEqualTo("AllPlatforms");
    assertThat(condition("Built", status).status()).isEqualTo(Status.True);
    assertThat(operator.metric("pythonservice_builds_total", "result=\"succeeded\"")).isPositive();

    // when
    kubectl.run("delete", "pythonbuild", "invoices-good", "--namespace=" + shop);

    // then
    assertThat(nothingIsLeftOf("invoices-good")).isTrue();
    assertThat(operator.logged()).doesNotContain("Uncaught error", PASSWORD);
  }

  @Test
  @DisplayName("with a stale lock is stalled with the builder's words, and tried again on request")
  void isStalled() throws IOException {
    // given
    Path changed = FOLDER.resolve("pyproject.toml");
    Files.writeString(
        changed,
        Files.readString(PROJECT.resolve("pyproject.toml"))
            .replace("\"flask>=3.1\"", "\"flask>=3.1\", \"httpx>=0.28\""));
    createSource("stale", changed);

    // when
    applyBuild("invoices-stale", "stale");

    // then
    PythonBuildStatus status = statusWhen("invoices-stale", Phase.Failed);
    assertThat(Objects.requireNonNull(status.failure()).reason()).isEqualTo(Reason.Input);
    assertThat(status.nextAttemptAt()).isNotNull();
    assertThat(condition("Stalled", status).status()).isEqualTo(Status.True);
    assertThat(condition("Ready", status).reason()).isEqualTo("InputFailure");
    assertThat(condition("Ready", status).message()).contains("uv.lock").contains("uv lock");

    // when
    kubectl.run(
        "annotate",
        "pythonbuild",
        "invoices-stale",
        "--namespace=" + shop,
        "pythonservice.dev/retry=1");

    // then
    PythonBuildStatus again =
        when(
            "invoices-stale",
            found -> found.phase() == Phase.Failed && Objects.equals(found.attempts(), 2));
    assertThat(again.retry()).isEqualTo("1");
  }

  @Test
  @DisplayName("goes on after a restart of the operator; one that went meanwhile leaves no Job")
  void survivesRestarts() throws IOException {
    // given
    createSource("files", PROJECT.resolve("pyproject.toml"));
    applyBuild("invoices-restart", "files");
    statusWhen("invoices-restart", Phase.Building);
    List<String> before = uidsOf(jobsOf("invoices-restart"));

    // when
    operator.stop();
    operator = startOperator();

    // then
    PythonBuildStatus status = statusWhen("invoices-restart", Phase.Succeeded);
    List<Job> after = jobsOf("invoices-restart");
    assertThat(uidsOf(after))
        .containsAll(before)
        .hasSize(Objects.requireNonNull(status.attempts()));

    // when
    operator.stop();
    kubectl.run("delete", "pythonbuild", "invoices-restart", "--namespace=" + shop);
    assertThat(uidsOf(jobsOf("invoices-restart"))).isEqualTo(uidsOf(after));
    operator = startOperator();

    // then
    assertThat(nothingIsLeftOf("invoices-restart")).isTrue();
  }

  @Test
  @DisplayName("that would push over another service's image is refused")
  void staysInItsRepository() throws IOException {
    createSource("files", PROJECT.resolve("pyproject.toml"));
    String other = cluster.registry() + "/%s/bank/ledger".formatted(shop);

    kubectl.apply(build("invoices-thief", "files").replace(repository(), other));

    PythonBuildStatus status = statusWhen("invoices-thief", Phase.Failed);
    assertThat(condition("Ready", status).reason()).isEqualTo("PolicyFailure");
    assertThat(jobsOf("invoices-thief")).isEmpty();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "get, secret/registry-push",
    "list, secrets",
    "list, configmaps",
    "list, jobs",
    "list, pods",
    "create, pods",
    "create, rolebindings",
    "get, pods/log"
  })
  @DisplayName(
      "lets no tenant see the credentials it pushes with: no right in the build namespace to")
  void hidesCredentials(String verb, String resource) {
    kubectl.attempt(
        "create",
        "rolebinding",
        "tenant",
        "--clusterrole=cluster-admin",
        "--user=tenant",
        "--namespace=" + shop);

    // The API server learns of a new binding a moment later.
    assertThat(Eventually.within(PATIENCE, () -> mayTenant(verb, resource, shop))).isTrue();
    assertThat(mayTenant(verb, resource, installed.builds())).isFalse();
    assertThat(kubectl.run("get", "secrets", "--namespace=" + shop, "--as=tenant", "--output=yaml"))
        .doesNotContain("registry-push");
  }

  @Test
  @DisplayName("refuses a tenant who really asks for the credentials it pushes with")
  void refusesATenant() {
    // given
    kubectl.run("create", "serviceaccount", "tenant", "--namespace=" + shop);
    kubectl.run(
        "create",
        "rolebinding",
        "tenant-account",
        "--clusterrole=admin",
        "--serviceaccount=%s:tenant".formatted(shop),
        "--namespace=" + shop);
    kubectl.run("create", "secret", "generic", "own", "--namespace=" + shop);

    // when
    boolean readsItsOwn =
        Eventually.within(PATIENCE, () -> readAsTenant("own", shop).exitCode() == 0);
    Command.Outcome others = readAsTenant("registry-push", installed.builds());

    // then
    assertThat(readsItsOwn).isTrue();
    assertThat(others.exitCode()).isNotZero();
    assertThat(others.output()).isEmpty();
    assertThat(others.error())
        .contains("(Forbidden)", "secrets \"registry-push\" is forbidden")
        .doesNotContain(PASSWORD);
  }

  private Command.Outcome readAsTenant(String secret, String namespace) {
    return kubectl.attempt(
        "get",
        "secret",
        secret,
        "--namespace=" + namespace,
        "--as=system:serviceaccount:%s:tenant".formatted(shop),
        "--output=yaml");
  }

  private boolean mayTenant(String verb, String resource, String namespace) {
    return kubectl
        .attempt("auth", "can-i", verb, resource, "--namespace=" + namespace, "--as=tenant")
        .output()
        .strip()
        .equals("yes");
  }

  private OperatorProcess startOperator() {
    return installed.start(Map.of("PYTHONSERVICE_BUILDER_IMAGE", builder));
  }

  private void applyPlatform() {
    kubectl.apply(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonPlatform
        metadata: {name: %s}
        spec:
          runtimes: [{python: "3.13", libc: Glibc, image: "%s/base/python:3.13"}]
          registry: {repository: "%s", scheme: HTTP, pushSecretRef: {name: registry-push}}
          trustedCertificates: [{configMapKeyRef: {name: authorities, key: ca.crt}}]
          builds: {namespace: %s}
        """
            .formatted(
                shop, cluster.registry(), cluster.registry() + "/" + shop, installed.builds()));
  }

  /** A ConfigMap with the project's files, under keys without folders. */
  private void createSource(String name, Path pyproject) {
    Stream<String> command = Stream.of("create", "configmap", name, "--namespace=" + shop);
    Stream<String> files =
        FILES.stream()
            .map(file ->
                "--from-file=%s=%s"
                    .formatted(
                        key(file),
                        file.equals("pyproject.toml") ? pyproject : PROJECT.resolve(file)));
    kubectl.run(Stream.concat(command, files).toArray(String[]::new));
    kubectl.run("label", "configmap", name, "--namespace=" + shop, "test=source");
  }

  private static String key(String file) {
    return file.replace('/', '.');
  }

  private void applyBuild(String name, String source) {
    kubectl.apply(build(name, source));
  }

  private String build(String name, String source) {
    String items =
        FILES.stream()
            .map(file -> "{key: %s, path: %s}".formatted(key(file), file))
            .collect(Collectors.joining(", "));
    Map<String, String> data =
        client.configMaps().inNamespace(shop).withName(source).require().getData();
    return """
    apiVersion: pythonservice.dev/v1alpha1
    kind: PythonBuild
    metadata: {name: %s, namespace: %s}
    spec:
      service: invoices
      platform: %s
      source: {configMap: {name: %s, items: [%s]}}
      revision: "%s"
      python: "3.13"
      libc: Glibc
      platforms: [linux/amd64, linux/arm64]
      baseImage: %s
      repository: %s
      layoutVersion: 1
      identity: {version: 1, hash: "%s"}
    """
        .formatted(
            name, shop, shop, source, items, revision(data), base, repository(), "0".repeat(64));
  }

  /** The digest of the paths and of what is in the files. */
  private static String revision(Map<String, String> data) {
    StringBuilder listed = new StringBuilder();
    FILES.stream()
        .sorted()
        .forEach(file ->
            listed
                .append(file)
                .append('\0')
                .append("sha256:" + Digests.of(data.getOrDefault(key(file), "")))
                .append('\0'));
    return "sha256:" + Digests.of(listed.toString());
  }

  private String repository() {
    return "%s/%s/%s/invoices".formatted(cluster.registry(), shop, shop);
  }

  private PythonBuildStatus statusWhen(String name, Phase phase) {
    return when(name, status -> status.phase() == phase);
  }

  private PythonBuildStatus when(String name, Predicate<PythonBuildStatus> condition) {
    Resource<PythonBuild> build =
        client.resources(PythonBuild.class).inNamespace(shop).withName(name);
    PythonBuild found =
        build.waitUntilCondition(
            each -> each != null && each.getStatus() != null && condition.test(each.getStatus()),
            DEADLINE_SECONDS,
            TimeUnit.SECONDS);
    return found.getStatus();
  }

  private List<Job> jobsOf(String build) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(installed.builds())
        .withLabel("pythonservice.dev/build", build)
        .list()
        .getItems();
  }

  private static List<String> uidsOf(List<Job> jobs) {
    return jobs.stream().map(job -> job.getMetadata().getUid()).toList();
  }

  /** Whether Job, pods and copies go in time. */
  private boolean nothingIsLeftOf(String build) {
    return Eventually.within(
        Duration.ofSeconds(DEADLINE_SECONDS),
        () ->
            kubectl
                .run(
                    "get",
                    "jobs,pods,secrets,configmaps",
                    "--namespace=" + installed.builds(),
                    "--selector=pythonservice.dev/build=" + build,
                    "--output=name")
                .isBlank());
  }

  private boolean isInRegistry(String digest) throws Exception {
    String path = repository().substring(repository().indexOf('/') + 1);
    URI address =
        URI.create("http://%s/v2/%s/manifests/%s".formatted(cluster.registry(), path, digest));
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
                  HttpRequest.newBuilder(address)
                      .header("Accept", "application/vnd.oci.image.index.v1+json")
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    }
  }
}
