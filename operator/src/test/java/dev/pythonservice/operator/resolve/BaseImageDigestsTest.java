package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.operator.plan.BaseImage;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Lookup.Failed;
import dev.pythonservice.operator.plan.Lookup.Found;
import dev.pythonservice.operator.plan.OperatorScope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A base image")
final class BaseImageDigestsTest {

  private static final Manifest INDEX =
      index(
          "{\"platform\": {\"os\": \"linux\", \"architecture\": \"amd64\"}},"
              + "{\"platform\": {\"os\": \"linux\", \"architecture\": \"arm64\"}},"
              + "{\"platform\": {\"os\": \"linux\", \"architecture\": \"riscv64\"}},"
              + "{\"platform\": {\"os\": \"unknown\", \"architecture\": \"unknown\"}}");

  private final TestRegistry registry = TestRegistry.plain();
  private final Scene scene = new Scene();
  private final FakeReads reads = new FakeReads();
  private final BaseImageDigests images =
      new BaseImageDigests(
          scene.machinery(8),
          new OperatorScope("system", new TreeSet<>()),
          reads,
          new Outsides(reads, new RefusedSources(List.of("127.0.0.0/8")), scene.clock()));

  @BeforeEach
  void attach() {
    images.news().attach(scene);
  }

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  @DisplayName("is its index by digest, with the architectures in it, for all services at once")
  void byTag() {
    has(INDEX);
    PythonPlatform platform = platform("base/python:3.13", "");
    of("orders", platform);
    of("stock", platform);
    scene.work(images.news());

    assertThat(of("orders", platform)).isEqualTo(found(INDEX));
    assertThat(of("stock", platform)).isEqualTo(found(INDEX));
    assertThat(scene.told()).hasSize(2);
    assertThat(registry.requests())
        .containsExactly(
            "HEAD /v2/base/python/manifests/3.13",
            "GET /v2/base/python/manifests/" + INDEX.digest());
  }

  @Test
  @DisplayName("is asked for its digest alone while it stays the same, and told of when it moves")
  void moves() {
    has(INDEX);
    PythonPlatform platform = platform("base/python:3.13", "");
    settled(platform);
    scene.told();
    registry.requests().clear();

    minuteLater();
    assertThat(registry.requests()).containsExactly("HEAD /v2/base/python/manifests/3.13");
    assertThat(scene.told()).isEmpty();

    Manifest newer = index("{\"platform\": {\"os\": \"linux\", \"architecture\": \"amd64\"}}");
    has(newer);
    minuteLater();
    assertThat(scene.told()).hasSize(1);
    assertThat(of("orders", platform))
        .isEqualTo(
            new Found<>(new BaseImage(reference(newer), Set.of(Architecture.AMD64)), scene.now()));
  }

  @Test
  @DisplayName("without an index is its manifest, and its configuration says the architecture")
  void single() {
    byte[] config =
        "{\"os\": \"linux\", \"architecture\": \"arm64\"}".getBytes(StandardCharsets.UTF_8);
    registry.has("base/python", config);
    Manifest manifest =
        new Manifest(
            MediaTypes.MANIFEST,
            "{\"config\": {\"mediaType\": \"%s\", \"digest\": \"%s\", \"size\": %d}, \"layers\": []}"
                .formatted(MediaTypes.CONFIG, Digest.ofBytes(config), config.length)
                .getBytes(StandardCharsets.UTF_8));
    has(manifest);

    assertThat(settled(platform("base/python:3.13", "")))
        .isEqualTo(
            new Found<>(
                new BaseImage(reference(manifest), Set.of(Architecture.ARM64)), scene.now()));
  }

  @Test
  @DisplayName("by digest is known before anybody is asked, and asked for once")
  void byDigest() {
    PythonPlatform platform = platform("base/python:3.13@" + INDEX.digest(), "");
    BaseImage known = new BaseImage(reference(INDEX), Set.of());
    assertThat(of("orders", platform)).isEqualTo(new Found<>(known, scene.now()));

    Found<BaseImage> before = new Found<>(known, scene.now());
    scene.work(images.news());
    assertThat(of("orders", platform))
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo("BaseImageNotFound");
              assertThat(failed.last()).isEqualTo(Optional.of(before));
            });

    registry.replace("base/python", INDEX.digest().toString(), INDEX);
    minuteLater();
    assertThat(of("orders", platform)).isEqualTo(found(INDEX));
    registry.requests().clear();
    scene.pass(Duration.ofDays(2));
    scene.work(images.news());
    assertThat(registry.requests()).isEmpty();
  }

  @Test
  @DisplayName("in a guarded registry is asked for with the push credentials")
  void credentials() {
    String basic =
        Base64.getEncoder().encodeToString("robot:s3cret".getBytes(StandardCharsets.UTF_8));
    registry.guard(
        exchange ->
            ("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization")),
        "Basic realm=\"registry\"");
    has(INDEX);
    PythonPlatform platform = platform("base/python:3.13", ", pushSecretRef: {name: push}");

    assertFailed(settled(platform), "BaseImageUnauthorized", "Secret push, which is not in");

    reads.secret("builds", "push", Map.of(".dockerconfigjson", "no JSON s3cret"));
    minuteLater();
    assertFailed(of("orders", platform), "BaseImageUnauthorized", "cannot be used: it is no JSON");
    assertThat(of("orders", platform).toString()).doesNotContain("s3cret");

    reads.secret(
        "builds",
        "push",
        Map.of(
            ".dockerconfigjson",
            "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry.host(), basic)));
    minuteLater();
    assertThat(of("orders", platform)).isEqualTo(found(INDEX));

    PythonPlatform without = platform("base/python:3.13", "");
    settled(without);
    minuteLater();
    assertFailed(of("orders", without), "BaseImageUnauthorized", "other credentials");
  }

  @Test
  @DisplayName("that is not there, or whose registry is not, says so")
  void nowhere() {
    assertFailed(
        settled(platform("base/python:3.13", "")), "BaseImageNotFound", "is not in its registry");
    registry.close();
    assertFailed(
        settled(platform("base/python:3.14", "")),
        "BaseImageUnreachable",
        "no registry answers there");
  }

  private static Manifest index(String manifests) {
    return new Manifest(
        MediaTypes.INDEX,
        "{\"manifests\": [%s]}".formatted(manifests).getBytes(StandardCharsets.UTF_8));
  }

  private Lookup<BaseImage> found(Manifest index) {
    return new Found<>(
        new BaseImage(reference(index), Set.of(Architecture.AMD64, Architecture.ARM64)),
        scene.now());
  }

  private void has(Manifest manifest) {
    registry.replace("base/python", "3.13", manifest);
    registry.replace("base/python", manifest.digest().toString(), manifest);
  }

  private String reference(Manifest manifest) {
    return registry.host() + "/base/python@" + manifest.digest();
  }

  private Lookup<BaseImage> settled(PythonPlatform platform) {
    of("orders", platform);
    scene.work(images.news());
    return of("orders", platform);
  }

  private void minuteLater() {
    scene.pass(Duration.ofSeconds(60));
    scene.work(images.news());
  }

  private Lookup<BaseImage> of(String service, PythonPlatform platform) {
    return images.of(
        Samples.service(service, "{configMap: {name: code}}"),
        platform,
        platform.getSpec().runtimes().getFirst());
  }

  private PythonPlatform platform(String image, String registryFields) {
    return Samples.platform(
        "{repository: \"%s/python\", scheme: HTTP%s}".formatted(registry.host(), registryFields),
        registry.host() + "/" + image);
  }

  private static void assertFailed(Lookup<BaseImage> lookup, String reason, String message) {
    assertThat(lookup)
        .isInstanceOfSatisfying(
            Failed.class,
            failed -> {
              assertThat(failed.reason()).isEqualTo(reason);
              assertThat(failed.message()).contains(message);
            });
  }
}
