package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A faulty registry")
final class RegistryFaultsTest {

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

  @ParameterizedTest(name = "that answers {0} is asked again, and no more after it answered")
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void triesAgain(int status) {
    Manifest manifest = tagged();
    server.next("GET", status, "");
    server.next("GET", status, "<html>the proxy has a cold</html>");

    assertThat(registry.manifest(shop, "1.0")).hasValueSatisfying(same(manifest));

    assertThat(server.requests("GET")).hasSize(3);
    assertThat(waits).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
  }

  @ParameterizedTest(name = "that answers Retry-After: {0} is given {1} ms")
  @CsvSource({
    "3, 3000",
    "100000, 30000",
    "0, 250",
    "'Fri, 31 Dec 2027 23:59:59 GMT', 250",
    "-1, 250"
  })
  void waitsAsAsked(String header, long milliseconds) {
    tagged();
    server.next(
        "GET",
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", header);
          TestRegistry.answer(exchange, 429, new byte[0]);
        });

    assertThat(registry.manifest(shop, "1.0")).isPresent();

    assertThat(waits).containsExactly(Duration.ofMillis(milliseconds));
  }

  @Test
  @DisplayName("that stays broken is asked four times, and the failure says so")
  void givesUp() {
    for (int tries = 0; tries < 5; tries++) {
      server.next("HEAD", 503, "");
    }

    assertThatFailure(() -> registry.has(shop, Digest.ofBytes(LARGE)))
        .withMessageContainingAll(shop.toString(), "looking for the blob", "503", "4 times");
    assertThat(server.requests()).hasSize(4);
    assertThat(waits).hasSize(3);
  }

  @ParameterizedTest(name = "that answers {0} is not asked again; the remedy says: {1}")
  @CsvSource({
    "401, credentials",
    "403, let their owner grant it",
    "404, creates repositories",
    "413, limits the size"
  })
  void failsAtOnce(int status, String remedy) {
    server.next(
        "POST",
        exchange ->
            TestRegistry.answer(
                exchange, status, TestRegistry.error("DENIED", "not \\n\\u001b[31m today")));

    assertThatFailure(() -> registry.push(shop, "text/plain", new byte[] {1}))
        .withMessageContainingAll(
            shop.toString(), "opening an upload", Integer.toString(status), "DENIED: not", remedy)
        .withMessageNotContaining("\u001b");
    assertThat(server.requests("POST")).hasSize(1);
    assertThat(waits).isEmpty();
  }

  @Test
  @DisplayName(
      "that refuses a large blob in the middle leads to a failure that names the size limit")
  void refusesLargeBlobs() {
    for (int tries = 0; tries < 4; tries++) {
      server.next("PUT", 413, "");
    }

    assertThatFailure(() -> registry.push(shop, descriptor(LARGE), new BlobContent.Small(LARGE)))
        .withMessageContainingAll("sending the blob " + Digest.ofBytes(LARGE), "limits the size");
  }

  @Test
  @DisplayName("that cuts the connection in the middle of a blob is sent it again, from its start")
  void repeatsUploads() {
    server.next(
        "PUT",
        exchange -> {
          exchange.getRequestBody().readNBytes(1 << 20);
          throw new IOException("cut");
        });

    assertThat(registry.push(shop, descriptor(LARGE), new BlobContent.Small(LARGE)))
        .isEqualTo(Placement.PUSHED);

    assertThat(server.blob("shop/orders", Digest.ofBytes(LARGE))).hasValue(LARGE);
    assertThat(server.requests("POST")).hasSize(2);
  }

  @Test
  @DisplayName("that cuts the connection in the middle of an answer is asked for the rest")
  void resumesDownloads() throws IOException {
    server.has("shop/orders", LARGE);
    server.next("GET", exchange -> cutAfter(exchange, 1 << 20));

    try (InputStream stream = registry.blob(shop, descriptor(LARGE))) {
      assertThat(stream.readAllBytes()).isEqualTo(LARGE);
    }

    assertThat(server.requests("GET")).hasSize(2);
  }

  @Test
  @DisplayName("that ends an upload early leaves no download open that it came from")
  void leavesNoDownloadOpen() throws InterruptedException {
    CountDownLatch left = new CountDownLatch(1);
    try (TestRegistry other = TestRegistry.plain()) {
      other.always("GET /v2/base/blobs/", exchange -> endless(exchange, left));
      server.next("PUT", 413, "");
      Registry both =
          new Registry(
              Transport.of(server.access(other), Map.of()), new Retries(waits::add, () -> 0.5));
      Descriptor huge = new Descriptor(MediaTypes.LAYER_ZSTD, Digest.ofBytes(LARGE), 1L << 40);
      BlobContent content = new BlobContent.Remote(both, other.repository("base"), huge);

      assertThatExceptionOfType(BuildFailure.class)
          .isThrownBy(() -> both.push(shop, huge, content));

      assertThat(left.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void endless(HttpExchange exchange, CountDownLatch left) throws IOException {
    exchange.sendResponseHeaders(200, 1L << 40);
    try {
      while (true) {
        exchange.getResponseBody().write(LARGE);
      }
    } catch (IOException exception) {
      left.countDown();
      throw exception;
    }
  }

  @Test
  @DisplayName("that leads in a circle is not followed forever")
  void leavesCircles() {
    for (int redirects = 0; redirects < 10; redirects++) {
      server.next(
          "GET",
          exchange -> {
            exchange.getResponseHeaders().add("Location", exchange.getRequestURI().toString());
            TestRegistry.answer(exchange, 302, new byte[0]);
          });
    }

    assertThatFailure(() -> registry.manifest(shop, "1.0")).withMessageContaining("without end");
  }

  @Test
  @DisplayName("that is not there is named with its host")
  void namesUnreachableHosts() {
    server.close();

    assertThatFailure(() -> registry.manifest(shop, "1.0"))
        .withMessageContainingAll("there is no connection to " + server.host(), "4 times");
  }

  @Test
  @DisplayName("is sent nothing of a file that cannot be read, and the failure names the file")
  void namesUnreadableFiles(@TempDir Path folder) {
    BlobContent missing = new BlobContent.Local(folder.resolve("gone"));

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> registry.push(shop, descriptor(LARGE), missing))
        .withMessageContainingAll("cannot be read", "gone");
    assertThat(waits).isEmpty();
  }

  private static Clients clients() {
    return new Clients(
        () -> TrustedAuthorities.context(List.of()),
        ProxySettings.of(Map.of()),
        Destinations.ANYWHERE);
  }

  @Test
  @DisplayName("that says nothing is left after a while")
  void leavesSilence() {
    Transport impatient =
        new Transport(
            new Wire(clients(), Duration.ofMillis(50)),
            Transport.of(server.access(), Map.of()).authorizations(),
            new Addresses(server.access().plainRegistries()));
    Registry hasty = new Registry(impatient, new Retries(waits::add, () -> 0.5));
    server.has("shop/orders", LARGE);
    server.always("GET", RegistryFaultsTest::stall);

    try (InputStream stream = hasty.blob(shop, descriptor(LARGE))) {
      assertThatFailure(stream::readAllBytes).withMessageContaining("reading the blob");
    } catch (IOException exception) {
      throw new AssertionError(exception);
    }
  }

  private Manifest tagged() {
    Manifest manifest =
        new Manifest(
            MediaTypes.INDEX,
            "{\"schemaVersion\": 2,  \"manifests\": []}".getBytes(StandardCharsets.UTF_8));
    registry.tag(shop, manifest, "1.0");
    return manifest;
  }

  private static Consumer<Manifest> same(Manifest manifest) {
    return found -> {
      assertThat(found.bytes()).isEqualTo(manifest.bytes());
      assertThat(found.mediaType()).isEqualTo(manifest.mediaType());
    };
  }

  private static void cutAfter(HttpExchange exchange, int bytes) throws IOException {
    exchange.sendResponseHeaders(200, LARGE.length);
    exchange.getResponseBody().write(LARGE, 0, bytes);
    exchange.getResponseBody().flush();
    throw new IOException("cut");
  }

  private static void stall(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(LARGE, 0, 1 << 10);
    exchange.getResponseBody().flush();
    // Until the server is closed, which interrupts its threads.
    LockSupport.park();
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
