package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.source.GitFixture;
import dev.pythonservice.builder.source.GitServer;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Lookup.Failed;
import dev.pythonservice.operator.plan.Lookup.Found;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.Revision;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The revision of a source")
final class SourceRevisionsTest {

  private static final OperatorScope SCOPE = new OperatorScope("system", new TreeSet<>());

  @TempDir Path folder;

  private final Scene scene = new Scene();
  private final FakeReads reads = new FakeReads();
  private final SourceRevisions revisions = revisions(List.of());
  private String commit = "";

  private SourceRevisions revisions(List<String> refused) {
    SourceRevisions made =
        new SourceRevisions(
            scene.machinery(8),
            SCOPE,
            reads,
            new Outsides(reads, new RefusedSources(refused), scene.clock()));
    made.news().attach(scene);
    return made;
  }

  @BeforeEach
  void makeRepository() {
    try (GitFixture repository = GitFixture.in(folder.resolve("orders"))) {
      commit = repository.write("pyproject.toml", "[project]\n").commit();
    }
  }

  @Test
  @DisplayName("of a branch is its commit; a push to it is news, and nothing else is")
  void branch() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      PythonService orders = git("orders", server, "ref: main");
      assertThat(of(orders)).isEqualTo(Lookup.pending());
      work();
      assertThat(of(orders)).isEqualTo(found(commit, "main"));
      assertThat(scene.told()).containsExactly(ResourceID.fromResource(orders));

      minuteLater();
      assertThat(scene.told()).isEmpty();

      String later = push();
      minuteLater();
      assertThat(scene.told()).containsExactly(ResourceID.fromResource(orders));
      assertThat(of(orders)).isEqualTo(found(later, "main"));
    }
  }

  @Test
  @DisplayName("of an annotated tag is the commit; of HEAD it is that of the branch it names")
  void tagAndHead() throws IOException, GitAPIException {
    try (GitFixture repository = GitFixture.in(folder.resolve("orders"))) {
      repository
          .git()
          .tag()
          .setName("v1")
          .setMessage("One")
          .setAnnotated(true)
          .setSigned(false)
          .call();
    }
    try (GitServer server = GitServer.open(folder)) {
      assertThat(settled(git("tagged", server, "ref: v1"))).isEqualTo(found(commit, "v1"));
      assertThat(settled(git("head", server, "path: ."))).isEqualTo(found(commit, "main"));
    }
  }

  @Test
  @DisplayName("is asked for once by two services with the same source")
  void shared() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      of(git("orders", server, "ref: main"));
      of(git("stock", server, "ref: main, path: stock"));
      work();

      assertThat(server.requests().stream().filter(request -> request.startsWith("GET")))
          .hasSize(1);
      assertThat(scene.told()).hasSize(2);
    }
  }

  @Test
  @DisplayName("is asked for with the Secret's password, which is read each time and told nowhere")
  void password() throws IOException {
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      PythonService orders = git("orders", server, "ref: main, secretRef: {name: git}");
      assertFailed(settled(orders), "SourceUnauthorized", "Secret git, which is not in namespace");

      reads.secret("shop", "git", Map.of("password", "s3cret"));
      minuteLater();
      assertFailed(of(orders), "SourceUnauthorized", "needs the key username");

      reads.secret("shop", "git", Map.of("username", "robot", "password", "wr0ng"));
      minuteLater();
      assertFailed(of(orders), "SourceUnauthorized", "refuses what the Secret git");
      assertThat(of(orders).toString()).doesNotContain("wr0ng");

      reads.forbid("shop", "git");
      minuteLater();
      assertFailed(of(orders), "SourceUnauthorized", "may not read; grant");
      assertThat(reads.reads()).hasSize(4);
    }
  }

  @Test
  @DisplayName("is found with the right password, and kept when the password does not do any more")
  void passwordChanged() throws IOException {
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      reads.secret("shop", "git", Map.of("username", "robot", "password", "s3cret\n"));
      PythonService orders = git("orders", server, "ref: main, secretRef: {name: git}");
      Lookup<Revision> before = settled(orders);
      assertThat(before).isEqualTo(found(commit, "main"));

      reads.secret("shop", "git", Map.of("username", "robot", "password", "other"));
      minuteLater();

      assertThat(of(orders))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.last()).isEqualTo(before.last()));
    }
  }

  @Test
  @DisplayName("that is nowhere says which field to correct")
  void nowhere() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      assertFailed(
          settled(git("orders", server, "ref: gone")),
          "SourceNotFound",
          "spec.source.git.ref names gone, which is no branch or tag");
      assertFailed(
          settled(
              Samples.service(
                  "other", "{git: {url: \"%s\", ref: main}}".formatted(server.url("nothing")))),
          "SourceNotFound",
          "there is no such repository");
      assertFailed(
          settled(Samples.service("closed", "{git: {url: \"%s\"}}".formatted(closed()))),
          "SourceUnreachable",
          "no git server answers there");
    }
  }

  @Test
  @DisplayName("of a server that says nothing fails after a while, and its connection is closed")
  void silentServer() throws IOException, InterruptedException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PythonService orders =
          Samples.service(
              "orders",
              "{git: {url: \"http://127.0.0.1:%d/orders\"}}".formatted(silent.getLocalPort()));
      of(orders);
      revisions.news().tick();
      Thread thread = Thread.ofVirtual().start(scene.take());
      try (var connection = silent.accept()) {
        scene.pass(Scene.PATIENCE);
        revisions.news().tick();

        assertFailed(of(orders), "SourceUnreachable", "no git server answers there");
        thread.join();
        assertThat(connection.isConnected()).isTrue();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ssh://git@git.example/orders", "git://git.example/orders"})
  @DisplayName("at an address that no build can read is refused without a look")
  void otherSchemes(String url) {
    assertFailed(
        of(Samples.service("orders", "{git: {url: \"%s\"}}".formatted(url))),
        "SourceInvalid",
        "only https and http are supported so far");
    assertThat(scene.wakeups()).isEmpty();
  }

  @Test
  @DisplayName("is not looked up where the operator's administrator refuses it")
  void refusedRange() throws IOException {
    try (GitServer server = GitServer.open(folder);
        TestRegistry registry = TestRegistry.plain()) {
      SourceRevisions careful = revisions(List.of("127.0.0.0/8"));
      List<PythonService> services =
          List.of(
              git("orders", server, "ref: main"),
              oci("stock", registry.host() + "/shop/orders:1.4"));
      services.forEach(service -> careful.of(service, platform(registry)));
      scene.work(careful.news());

      assertThat(services)
          .allSatisfy(service ->
              assertFailed(
                  careful.of(service, platform(registry)), "SourceInvalid", "is, or leads to"));
      assertThat(server.requests()).isEmpty();
      assertThat(registry.requests()).isEmpty();
    }
  }

  @Test
  @DisplayName("that is pinned is known at once")
  void pinned() {
    String digest = "sha256:" + "a".repeat(64);

    assertThat(
            of(
                Samples.service(
                    "orders",
                    "{git: {url: \"https://git.example/orders\", commit: %s}}".formatted(commit))))
        .isEqualTo(new Found<>(new Revision(commit, Optional.empty()), scene.now()));
    assertThat(of(oci("stock", "registry.example/stock:1@" + digest)))
        .isEqualTo(new Found<>(new Revision(digest, Optional.empty()), scene.now()));
    assertThat(scene.wakeups()).isEmpty();
  }

  @Test
  @DisplayName("of an OCI artifact is what its tag stands for, asked without reading it")
  void ociTag() {
    try (TestRegistry registry = TestRegistry.plain()) {
      Manifest first = manifest("one");
      registry.replace("shop/orders", "1.4", first);
      PythonService orders = oci("orders", registry.host() + "/shop/orders:1.4");
      revisions.of(orders, platform(registry));
      work();
      assertThat(revisions.of(orders, platform(registry)))
          .isEqualTo(found(first.digest().toString(), "1.4"));
      assertThat(registry.requests()).containsExactly("HEAD /v2/shop/orders/manifests/1.4");

      Manifest second = manifest("two");
      registry.replace("shop/orders", "1.4", second);
      minuteLater();
      assertThat(revisions.of(orders, platform(registry)))
          .isEqualTo(found(second.digest().toString(), "1.4"));
    }
  }

  @Test
  @DisplayName(
      "that the status has keeps its time, and counts where nobody answers after a restart")
  void afterRestart() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      PythonService known = withStatus(git("known", server, "ref: main"), commit);
      assertThat(settled(known).last().orElseThrow().foundAt()).isEqualTo("2025-12-24T00:00:00Z");

      PythonService away =
          withStatus(
              Samples.service("away", "{git: {url: \"%s\", ref: main}}".formatted(closed())),
              commit);
      assertThat(settled(away))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.last()).isEqualTo(of(known).last()));
    }
  }

  @Test
  @DisplayName("of a ConfigMap follows its files, be they text or not, and the items' paths")
  void configMap() {
    PythonService plain = Samples.service("orders", "{configMap: {name: code}}");
    PythonService placed =
        Samples.service("stock", "{configMap: {name: code, items: [{key: a.py, path: src/a.py}]}}");
    assertThat(of(plain)).isEqualTo(Lookup.pending());
    of(placed);

    observer("code").is(Optional.empty());
    assertFailed(of(plain), "SourceNotFound", "kubectl create configmap code --namespace shop");
    assertThat(scene.told()).hasSize(2);

    observer("code").is(Optional.of(text(Map.of("a.py", "one", "b.py", "two"))));
    Revision first = revisionOf(plain);
    Revision firstPlaced = revisionOf(placed);
    assertThat(first).isNotEqualTo(firstPlaced);
    scene.told();

    observer("code").is(Optional.of(binary(Map.of("a.py", "one", "b.py", "two"))));
    assertThat(scene.told()).isEmpty();

    observer("code").is(Optional.of(text(Map.of("a.py", "one", "b.py", "three"))));
    assertThat(revisionOf(plain)).isNotEqualTo(first);
    assertThat(revisionOf(placed)).isEqualTo(firstPlaced);

    observer("code").is(Optional.of(text(Map.of("b.py", "three"))));
    assertFailed(of(placed), "SourceNotFound", "needs the key a.py");
  }

  @Test
  @DisplayName(
      "of a ConfigMap that may not be watched says so, and stays where a watch breaks later")
  void configMapOutOfReach() {
    PythonService orders = Samples.service("orders", "{configMap: {name: code}}");
    of(orders);
    observer("code").isOutOfReach(new KubernetesClientException("no", 403, null));
    assertFailed(of(orders), "SourceUnauthorized", "may not read; grant its service account");

    observer("code").is(Optional.of(text(Map.of("a.py", "one"))));
    Lookup<Revision> known = of(orders);
    observer("code").isOutOfReach(new IOException("broken"));
    assertThat(of(orders)).isEqualTo(known).isInstanceOf(Found.class);
  }

  @Test
  @DisplayName("of a ConfigMap is watched as long as a service wants it")
  void configMapWatch() {
    PythonService orders = Samples.service("orders", "{configMap: {name: code}}");
    of(orders);
    of(Samples.service("orders", "{configMap: {name: other}}"));
    assertThat(reads.observers().keySet()).extracting(ObjectName::name).containsExactly("other");

    revisions.news().forget(ResourceID.fromResource(orders));
    assertThat(reads.observers()).isEmpty();
  }

  private ClusterReads.Observer observer(String name) {
    return Objects.requireNonNull(
        reads.observers().get(new ObjectName(ObjectName.Kind.CONFIG_MAP, "shop", name)),
        "Nobody watches it");
  }

  private static ConfigMap text(Map<String, String> files) {
    return new ConfigMapBuilder().withData(files).build();
  }

  private static ConfigMap binary(Map<String, String> files) {
    ConfigMapBuilder configMap = new ConfigMapBuilder();
    files.forEach((key, text) ->
        configMap.addToBinaryData(
            key, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))));
    return configMap.build();
  }

  private Revision revisionOf(PythonService service) {
    return of(service).last().orElseThrow().value();
  }

  private Lookup<Revision> of(PythonService service) {
    return revisions.of(service, Samples.platform());
  }

  private Lookup<Revision> settled(PythonService service) {
    of(service);
    work();
    return of(service);
  }

  private void work() {
    scene.work(revisions.news());
  }

  private void minuteLater() {
    scene.pass(Duration.ofSeconds(60));
    work();
  }

  private Lookup<Revision> found(String id, String ref) {
    return new Found<>(new Revision(id, Optional.of(ref)), scene.now());
  }

  private String push() {
    try (GitFixture repository = GitFixture.in(folder.resolve("orders"))) {
      return repository.write("more.py", "").commit();
    }
  }

  private static PythonService git(String name, GitServer server, String more) {
    return Samples.service(name, "{git: {url: \"%s\", %s}}".formatted(server.url("orders"), more));
  }

  private static PythonService oci(String name, String reference) {
    return Samples.service(name, "{oci: {reference: \"%s\"}}".formatted(reference));
  }

  private static PythonPlatform platform(TestRegistry registry) {
    return Samples.platform(
        "{repository: \"%s/python\", scheme: HTTP}".formatted(registry.host()),
        "registry.example/python:3.13");
  }

  private static PythonService withStatus(PythonService service, String revision) {
    service.setStatus(
        Samples.status(
            """
            observedGeneration: 1
            source: {revision: %s, ref: main, foundAt: "2025-12-24T00:00:00Z"}
            """
                .formatted(revision)));
    return service;
  }

  private static Manifest manifest(String content) {
    return new Manifest(
        MediaTypes.MANIFEST,
        "{\"layers\": [], \"n\": \"%s\"}".formatted(content).getBytes(StandardCharsets.UTF_8));
  }

  private static String closed() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "http://127.0.0.1:%d/orders".formatted(socket.getLocalPort());
    }
  }

  private static void assertFailed(Lookup<Revision> lookup, String reason, String message) {
    assertThat(lookup)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(reason);
              assertThat(failed.message()).contains(message);
            });
  }
}
