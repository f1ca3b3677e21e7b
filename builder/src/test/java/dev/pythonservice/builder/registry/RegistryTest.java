package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A registry")
final class RegistryTest {

  private static final byte[] LARGE = new byte[3 << 20];

  static {
    new Random(7).nextBytes(LARGE);
  }

  private final TestRegistry server = TestRegistry.plain();
  private final List<Duration> waits = new CopyOnWriteArrayList<>();
  private final Registry registry =
      new Registry(Transport.of(server.access(), Map.of()), new Retries(waits::add, () -> 0.5));
  private final Repository shop = server.repository("shop/orders");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("gives back a blob that was sent from a file, byte for byte")
  void sendsFiles(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("layer"), LARGE);

    assertThat(registry.push(shop, descriptor(LARGE), new BlobContent.Local(file)))
        .isEqualTo(Placement.PUSHED);

    try (InputStream stream = registry.blob(shop, descriptor(LARGE))) {
      assertThat(stream.readAllBytes()).isEqualTo(LARGE);
    }
  }

  @Test
  @DisplayName("is sent no blob that it has")
  void sendsWhatIsMissing() {
    server.has("shop/orders", LARGE);

    assertThat(registry.push(shop, descriptor(LARGE), new BlobContent.Small(LARGE)))
        .isEqualTo(Placement.PRESENT);

    assertThat(server.requests("POST")).isEmpty();
  }

  @Test
  @DisplayName("takes an empty blob")
  void takesEmptyBlobs() {
    Descriptor blob = registry.push(shop, "text/plain", new byte[0]);

    assertThat(server.blob("shop/orders", blob.digest())).hasValue(new byte[0]);
    assertThat(registry.smallBlob(shop, blob, 0)).isEmpty();
  }

  @Test
  @DisplayName("mounts a blob that another of its repositories has")
  void mounts() {
    server.has("layers", LARGE);

    Placement placement = registry.push(shop, descriptor(LARGE), inLayers());

    assertThat(placement).isEqualTo(Placement.MOUNTED);
    assertThat(server.requests("PUT")).isEmpty();
    assertThat(server.requests("POST"))
        .singleElement()
        .asString()
        .contains("from=layers", "mount=sha256%3A");
  }

  @Test
  @DisplayName("that cannot mount is sent the bytes, within the upload that it opened instead")
  void fallsBackFromMount() {
    server.has("layers", LARGE);
    server.withoutMounts();

    Placement placement = registry.push(shop, descriptor(LARGE), inLayers());

    assertThat(placement).isEqualTo(Placement.PUSHED);
    assertThat(server.requests("POST")).hasSize(1);
    assertThat(server.blob("shop/orders", Digest.ofBytes(LARGE))).hasValue(LARGE);
  }

  @ParameterizedTest(
      name = "that answers {0} to a mount is sent the bytes, in an upload of its own")
  @ValueSource(ints = {400, 401, 403, 404, 405})
  void fallsBackFromRefusedMount(int status) {
    server.has("layers", LARGE);
    server.next("POST", status, "");

    Placement placement = registry.push(shop, descriptor(LARGE), inLayers());

    assertThat(placement).isEqualTo(Placement.PUSHED);
    assertThat(server.requests("POST").getLast()).doesNotContain("mount");
    assertThat(server.blob("shop/orders", Digest.ofBytes(LARGE))).hasValue(LARGE);
  }

  @Test
  @DisplayName(
      "gets a blob of another registry copied, though that connection breaks in the middle")
  void copies() {
    try (TestRegistry other = TestRegistry.plain()) {
      other.has("base", LARGE);
      other.next("GET /v2/base/blobs/", exchange -> cutAfter(exchange, 1 << 20));
      Registry both =
          new Registry(
              Transport.of(server.access(other), Map.of()), new Retries(waits::add, () -> 0.5));
      BlobContent content =
          new BlobContent.Remote(both, other.repository("base"), descriptor(LARGE));

      assertThat(both.push(shop, descriptor(LARGE), content)).isEqualTo(Placement.PUSHED);

      assertThat(server.blob("shop/orders", Digest.ofBytes(LARGE))).hasValue(LARGE);
      assertThat(server.requests("PUT")).hasSize(1);
      assertThat(other.requests("GET")).hasSize(2);
    }
  }

  @Test
  @DisplayName("whose blob is damaged is found out at its end")
  void verifiesBlobs() throws IOException {
    byte[] other = LARGE.clone();
    other[5]++;
    server.damage("shop/orders", Digest.ofBytes(LARGE), other);

    try (InputStream stream = registry.blob(shop, descriptor(LARGE))) {
      assertThatFailure(stream::readAllBytes)
          .withMessageContainingAll(
              Digest.ofBytes(other).toString(), Digest.ofBytes(LARGE).toString(), "damaged");
    }
  }

  @Test
  @DisplayName("whose manifest is another one than asked for is found out")
  void verifiesManifests() {
    Manifest manifest = tagged();
    String wanted = Digest.ofBytes(LARGE).toString();
    server.next("GET", exchange -> TestRegistry.answer(exchange, 200, manifest.bytes()));

    assertThatFailure(() -> registry.manifest(shop, wanted))
        .withMessageContainingAll(manifest.digest().toString(), wanted);
  }

  @Test
  @DisplayName("without the manifest says so, and a reference that must be there is named")
  void misses() {
    assertThat(registry.manifest(shop, "2.0")).isEmpty();
    assertThatFailure(() -> registry.manifest(Reference.of(shop + ":2.0")))
        .withMessageContaining(shop + ":2.0 is not in the registry");
  }

  @Test
  @DisplayName("that keeps its blobs elsewhere is followed there, without its credentials")
  void followsRedirects() throws IOException {
    try (TestRegistry storage = TestRegistry.plain()) {
      List<String> shown = new CopyOnWriteArrayList<>();
      storage.next(
          "GET /stored",
          exchange -> {
            shown.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
            TestRegistry.answer(exchange, 200, LARGE);
          });
      server.next(
          "GET",
          exchange -> {
            exchange
                .getResponseHeaders()
                .add("Location", "http://%s/stored?signature=1".formatted(storage.host()));
            TestRegistry.answer(exchange, 307, new byte[0]);
          });

      try (InputStream stream = registry.blob(shop, descriptor(LARGE))) {
        assertThat(stream.readAllBytes()).isEqualTo(LARGE);
      }

      assertThat(storage.requests()).containsExactly("GET /stored?signature=1");
      assertThat(shown).isEmpty();
    }
  }

  private BlobContent inLayers() {
    return new BlobContent.Remote(registry, server.repository("layers"), descriptor(LARGE));
  }

  private Manifest tagged() {
    Manifest manifest =
        new Manifest(
            MediaTypes.INDEX,
            "{\"schemaVersion\": 2,  \"manifests\": []}".getBytes(StandardCharsets.UTF_8));
    registry.tag(shop, manifest, "1.0");
    return manifest;
  }

  private static void cutAfter(HttpExchange exchange, int bytes) throws IOException {
    exchange.sendResponseHeaders(200, LARGE.length);
    exchange.getResponseBody().write(LARGE, 0, bytes);
    exchange.getResponseBody().flush();
    throw new IOException("cut");
  }

  private static Descriptor descriptor(byte[] bytes) {
    return new Descriptor(MediaTypes.LAYER_ZSTD, Digest.ofBytes(bytes), bytes.length);
  }

  private static ThrowableAssertAlternative<BuildFailure> assertThatFailure(ThrowingCallable call) {
    return assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REGISTRY));
  }
}
