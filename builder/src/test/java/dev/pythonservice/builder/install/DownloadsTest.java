package dev.pythonservice.builder.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.TestCertificate;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against an HTTP server that misbehaves. */
final class DownloadsTest {

  @TempDir private Path folder;
  private HttpServer server;
  private HttpServer other;
  private final List<Duration> pauses = new CopyOnWriteArrayList<>();
  private final List<String> plain = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private ChosenWheel wheel;
  private byte[] bytes;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    other = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.start();
    other.start();
    ChosenWheel local =
        WheelOnDisk.of("bakery", "1.0").with("bakery.py", "x = 1\n").in(folder.resolve("made"));
    bytes = Files.readAllBytes(Path.of(local.file().url()));
    wheel = at(local, address(server), local.file().sha256(), bytes.length);
  }

  @AfterEach
  void stop() {
    server.stop(0);
    other.stop(0);
  }

  @Test
  void aWheelIsKeptUnderItsHashAndAskedForOnce() throws IOException {
    serve(server, exchange -> answer(exchange, 200, bytes));

    Path first = downloads(Map.of(), Map.of(), false).fetch(wheel);
    server.removeContext("/");

    assertThat(downloads(Map.of(), Map.of(), true).fetch(wheel)).isEqualTo(first);
    assertThat(first).hasBinaryContent(bytes);
    assertThat(first.getParent()).hasFileName(wheel.file().sha256().hex());
  }

  @Test
  void aFileInTheCacheThatChangedIsDownloadedAgain() throws IOException {
    serve(server, exchange -> answer(exchange, 200, bytes));
    Files.write(downloads(Map.of(), Map.of(), false).fetch(wheel), new byte[] {1});

    assertThat(downloads(Map.of(), Map.of(), false).fetch(wheel)).hasBinaryContent(bytes);
  }

  @Test
  void aConnectionThatTlsDoesNotSurviveIsTriedAgain() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual()
          .start(() -> {
            while (!socket.isClosed()) {
              try (Socket client = socket.accept()) {
                client.getInputStream().read();
              } catch (IOException exception) {
                // The test closes it.
              }
            }
          });
      wheel =
          at(
              wheel,
              "https://127.0.0.1:" + socket.getLocalPort(),
              wheel.file().sha256(),
              bytes.length);

      assertFails(ExitCode.NETWORK, "try again later");
    }
    assertThat(pauses).hasSize(4);
  }

  @Test
  void aServerThatIsNotTrustedIsNotAskedAgain() throws Exception {
    TestCertificate certificate = TestCertificate.in(folder);
    HttpsServer secure = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    secure.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
    secure.start();
    try {
      wheel =
          at(
              wheel,
              "https://127.0.0.1:" + secure.getAddress().getPort(),
              wheel.file().sha256(),
              bytes.length);

      assertFails(ExitCode.INPUT, "name its authority's PEM file with --certificate-authority");
    } finally {
      secure.stop(0);
    }
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest(name = "{0} is tried {1} times, ends with {2} and says: {3}")
  @CsvSource({
    "401, 1, INPUT, give user and password for this host",
    "403, 1, INPUT, give user and password for this host",
    "404, 1, INPUT, lock the project again",
    "410, 1, INPUT, lock the project again",
    "418, 1, NETWORK, answered 418",
    "429, 5, NETWORK, it answered 429",
    "500, 5, NETWORK, it answered 500",
    "503, 5, NETWORK, it answered 503"
  })
  void aRefusal(int status, int attempts, ExitCode exitCode, String complaint) {
    List<Integer> asked = new CopyOnWriteArrayList<>();
    serve(
        server,
        exchange -> {
          asked.add(status);
          answer(exchange, status, new byte[0]);
        });

    assertFails(exitCode, complaint);

    assertThat(asked).hasSize(attempts);
    assertThat(pauses).hasSize(attempts - 1);
    assertThat(filesOfTheCache()).isEmpty();
  }

  @Test
  void pausesGrowUpToALimitWhateverTheServerAsksFor() {
    serve(
        server,
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", pauses.size() == 1 ? "3" : "9999");
          answer(exchange, 429, new byte[0]);
        });

    assertFails(ExitCode.NETWORK, "it answered 429");

    assertThat(pauses)
        .containsExactly(
            Duration.ofSeconds(8),
            Duration.ofSeconds(3),
            Duration.ofSeconds(8),
            Duration.ofSeconds(8));
  }

  @Test
  void aDownloadThatBreaksOffIsTriedAgain() throws IOException {
    List<Integer> sent = new ArrayList<>();
    serve(
        server,
        exchange -> {
          sent.add(1);
          answer(exchange, 200, sent.size() < 3 ? Arrays.copyOf(bytes, 100) : bytes);
        });

    assertThat(downloads(Map.of(), Map.of(), false).fetch(wheel)).hasBinaryContent(bytes);
    assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void aDownloadThatAlwaysBreaksOffSaysWhere() {
    serve(server, exchange -> answer(exchange, 200, Arrays.copyOf(bytes, 100)));

    assertFails(ExitCode.NETWORK, "it broke off after 100 of %d bytes".formatted(bytes.length));
  }

  @Test
  void aDownloadThatStandsStillIsGivenUp() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    serve(
        server,
        exchange -> {
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes, 0, 10);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
          }
        });

    try {
      assertThatThrownBy(() ->
              downloads(
                      Map.of(),
                      Map.of(),
                      false,
                      new Retries(1, Duration.ZERO, Duration.ZERO, pauses::add))
                  .fetch(wheel))
          .hasMessageContaining("cannot be downloaded");
    } finally {
      over.countDown();
    }
  }

  @Test
  void anotherFileUnderTheSameAddressIsRefusedAtOnceAndNotKept() {
    byte[] changed = bytes.clone();
    changed[50]++;
    serve(server, exchange -> answer(exchange, 200, changed));

    assertFails(ExitCode.INPUT, "the lock says " + wheel.file().sha256());

    assertThat(pauses).isEmpty();
    assertThat(filesOfTheCache()).isEmpty();
  }

  @Test
  void aFileThatIsLongerThanTheLockSaysIsNotReadToItsEnd() {
    serve(server, exchange -> answer(exchange, 200, Arrays.copyOf(bytes, bytes.length + 1)));

    assertFails(ExitCode.INPUT, "has more than %d bytes".formatted(bytes.length));
  }

  @Test
  void aMirrorStandsInForTheLongestStartOfAnAddress() throws IOException {
    serve(other, exchange -> answer(exchange, 200, bytes));
    ChosenWheel far =
        at(wheel, "https://files.example/packages", wheel.file().sha256(), bytes.length);

    Map<String, String> mirrors =
        Map.of(
            "https://files.example/",
            "http://127.0.0.1:1/",
            "https://files.example/packages",
            address(other));

    assertThat(downloads(Map.of(), mirrors, false).fetch(far)).hasBinaryContent(bytes);
  }

  @Test
  void aPasswordGoesToItsHostAndNotAlongWithARedirect() throws IOException {
    String elsewhere = address(other) + "/" + wheel.file().fileName();
    serve(
        server,
        exchange -> {
          exchange.getResponseHeaders().add("Location", elsewhere);
          answer(exchange, 302, new byte[0]);
        });
    serve(other, exchange -> answer(exchange, 200, bytes));
    String host = "127.0.0.1:" + server.getAddress().getPort();

    plain.add(host);
    downloads(Map.of(host, new Credentials("baker", "yeast")), Map.of(), false).fetch(wheel);

    assertThat(authorizations).containsExactly("Basic YmFrZXI6eWVhc3Q=", "none");
  }

  @Test
  void aPasswordGoesToNobodyOverPlainHttpWhoIsNotNamed() throws IOException {
    serve(server, exchange -> answer(exchange, 401, new byte[0]));
    String host = "127.0.0.1:" + server.getAddress().getPort();
    Downloads downloads =
        downloads(Map.of(host, new Credentials("baker", "yeast")), Map.of(), false);

    assertThatThrownBy(() -> downloads.fetch(wheel))
        .hasMessageContaining("is refused by " + host + " with 401")
        .hasMessageContaining("name the host with --plain-http");
    assertThat(authorizations).containsExactly("none");
  }

  @Test
  void aRedirectToWhatIsNoAddressIsAFaultOfTheServer() throws IOException {
    serve(
        server,
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://[no address");
          answer(exchange, 302, new byte[0]);
        });

    assertThatThrownBy(() -> downloads(Map.of(), Map.of(), false).fetch(wheel))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("redirected to what is no address");
  }

  @Test
  void theSizeThatALockSaysIsNotMoreThanTheLimit() {
    ChosenWheel huge =
        at(
            wheel,
            wheel.file().url().resolve("/").toString().replaceFirst("/$", ""),
            wheel.file().sha256(),
            Limits.USUAL.wheelBytes() + 1);

    assertThatThrownBy(() -> downloads(Map.of(), Map.of(), false).fetch(huge))
        .hasMessageContaining("bytes by the lock, which is more than")
        .hasMessageContaining("--max-wheel-bytes");
    assertThat(authorizations).isEmpty();
  }

  @Test
  void offlineNamesThePackageThatIsNotInTheCache() {
    assertThatThrownBy(() -> downloads(Map.of(), Map.of(), true).fetch(wheel))
        .hasMessageContaining("bakery 1.0: bakery-1.0-py3-none-any.whl is not in the cache")
        .hasMessageContaining("offline");
  }

  @Test
  void aNameThatIsNoneOfAWheelLeadsNowhere() {
    LockedFile file =
        new LockedFile("../../x.whl", wheel.file().url(), wheel.file().sha256(), bytes.length);

    assertThatThrownBy(
            () -> downloads(Map.of(), Map.of(), false).fetch(new ChosenWheel(wheel.locked(), file)))
        .hasMessageContaining("is not the name of a wheel");
  }

  @Test
  void aWheelOfThisMachineIsUsedWhereItIsAndItsHashIsChecked() throws IOException {
    ChosenWheel local = WheelOnDisk.of("cellar", "1.0").in(folder.resolve("made"));
    Path file = Path.of(local.file().url());

    assertThat(downloads(Map.of(), Map.of(), true).fetch(local)).isEqualTo(file);
    Files.write(file, new byte[] {1});
    assertThatThrownBy(() -> downloads(Map.of(), Map.of(), true).fetch(local))
        .hasMessageContaining("cellar 1.0")
        .hasMessageContaining("the lock says " + local.file().sha256());
  }

  private void assertFails(ExitCode exitCode, String complaint) {
    assertThatThrownBy(() -> downloads(Map.of(), Map.of(), false).fetch(wheel))
        .isInstanceOfSatisfying(
            BuildFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(exitCode))
        .hasMessageContaining("bakery 1.0: bakery-1.0-py3-none-any.whl")
        .hasMessageContaining(complaint);
  }

  private List<Path> filesOfTheCache() {
    try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
      return files.filter(Files::isRegularFile).toList();
    } catch (IOException exception) {
      throw new java.io.UncheckedIOException(exception);
    }
  }

  private Downloads downloads(
      Map<String, Credentials> credentials, Map<String, String> mirrors, boolean offline) {
    return downloads(credentials, mirrors, offline, Retries.usual(pauses::add));
  }

  private Downloads downloads(
      Map<String, Credentials> credentials,
      Map<String, String> mirrors,
      boolean offline,
      Retries retries) {
    Access access =
        new Access(credentials, Optional.empty(), List.of(), Set.copyOf(plain), mirrors, offline);
    return new Downloads(
        access,
        ProxySettings.of(Map.of()),
        Limits.USUAL,
        folder.resolve("cache"),
        folder.resolve("work"),
        retries,
        Duration.ofMillis(300));
  }

  private static ChosenWheel at(ChosenWheel wheel, String address, Digest sha256, long size) {
    String name = wheel.file().fileName();
    return new ChosenWheel(
        wheel.locked(), new LockedFile(name, URI.create(address + "/" + name), sha256, size));
  }

  private static String address(HttpServer of) {
    return "http://127.0.0.1:" + of.getAddress().getPort();
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private void serve(HttpServer on, Answer answer) {
    on.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String sent = exchange.getRequestHeaders().getFirst("Authorization");
            authorizations.add(sent == null ? "none" : sent);
            answer.to(exchange);
          }
        });
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
