package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.serve.WheelServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Wheels that a server gives away")
final class ServedWheelsTest {

  private static final byte[] CONTENT = "a wheel".getBytes(StandardCharsets.UTF_8);
  private static final String FILE = "docopt-1.0-py3-none-any.whl";
  private static final long LARGEST = 1 << 20;

  private final ServedWheels wheels = ServedWheels.usual(LARGEST);

  @TempDir private Path served;
  @TempDir private Path fetched;
  private WheelServer server;

  @BeforeEach
  void serve() throws IOException {
    Files.write(served.resolve(FILE), CONTENT);
    Files.write(served.resolve(WheelList.FILE_NAME), list(CONTENT.length));
    Files.writeString(served.resolve("secret.txt"), "not for others");
    server = WheelServer.start(new InetSocketAddress("127.0.0.1", 0), ListedWheels.of(served));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @DisplayName("come with their list, whose digest was known before")
  void come() throws IOException {
    byte[] list = wheels.list(place());

    assertThat(WheelList.read(list, "here")).containsExactly(wheel(CONTENT.length));
    assertThat(wheels.fetch(place(), wheel(CONTENT.length), fetched))
        .isEqualTo(fetched.resolve(FILE))
        .hasBinaryContent(CONTENT);
  }

  @Test
  @DisplayName("are refused when their list is another than was expected")
  void anotherList() throws IOException {
    String place = place();
    Files.write(served.resolve(WheelList.FILE_NAME), list(CONTENT.length + 1));

    assertThatThrownBy(() -> wheels.list(place))
        .isInstanceOfSatisfying(
            BuildFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("wheels.json has the digest sha256:")
        .hasMessageContaining("was to be expected");
  }

  @Test
  @DisplayName("are refused when one of them was changed after it was built")
  void tampered() throws IOException {
    Files.writeString(served.resolve(FILE), "b wheel");

    assertThatThrownBy(() -> wheels.fetch(place(), wheel(CONTENT.length), fetched))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(FILE)
        .hasMessageContaining("changed after it was built");
    assertThat(fetched).isEmptyDirectory();
  }

  @Test
  @DisplayName("have their name only when they are there as a whole, however slowly they come")
  void wholeOrNotAtAll() throws Exception {
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch rest = new CountDownLatch(1);
    HttpServer slow = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    slow.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 3);
          exchange.getResponseBody().flush();
          half.countDown();
          await(rest);
          exchange.getResponseBody().write(CONTENT, 3, CONTENT.length - 3);
          exchange.close();
        });
    slow.start();
    String place =
        "http://127.0.0.1:%d/#sha256=%s".formatted(slow.getAddress().getPort(), "a".repeat(64));

    try (ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> file = other.submit(() -> wheels.fetch(place, wheel(CONTENT.length), fetched));
      await(half);

      assertThat(fetched.resolve(FILE)).doesNotExist();

      rest.countDown();
      assertThat(file.get()).hasBinaryContent(CONTENT);
      assertThat(fetched).isDirectoryNotContaining("glob:**part*");
    } finally {
      slow.stop(0);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @DisplayName("are refused when one sends more than its list says")
  void longerThanAnnounced() throws IOException {
    Files.writeString(served.resolve(FILE), "a wheel with something behind it");

    assertThatThrownBy(() -> wheels.fetch(place(), wheel(CONTENT.length), fetched))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("more than the 7 bytes");
    assertThat(fetched).isEmptyDirectory();
  }

  @Test
  @DisplayName("are refused when one is announced as larger than a wheel may be")
  void tooLarge() throws IOException {
    assertThatThrownBy(() -> wheels.fetch(place(), wheel(LARGEST + 1), fetched))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("more than the %d bytes".formatted(LARGEST))
        .hasMessageContaining("--max-wheel-bytes");
  }

  @Test
  @DisplayName("are nothing that is not in the list, and nothing outside of the folder")
  void onlyWhatIsListed() throws Exception {
    assertThat(status("GET", "wheels.json")).isEqualTo(200);
    assertThat(status("GET", "secret.txt")).isEqualTo(404);
    assertThat(status("GET", "")).isEqualTo(404);
    assertThat(status("GET", "%2e%2e/" + served.getFileName() + "/secret.txt")).isEqualTo(404);
    assertThat(status("POST", "wheels.json")).isEqualTo(405);
  }

  @Test
  @DisplayName("are no link that stands in place of a listed file")
  void noLinks() throws Exception {
    Files.delete(served.resolve(FILE));
    Files.createSymbolicLink(served.resolve(FILE), served.resolve("secret.txt"));

    assertThat(status("GET", FILE)).isEqualTo(404);
  }

  @Test
  @DisplayName("are given until the server is closed, however long that is")
  void untilClosed() throws Exception {
    try (ExecutorService waiting = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> closed = waiting.submit(() -> server.awaitClosed(Duration.ofHours(1)));

      server.close();

      assertThat(closed.get(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  @DisplayName("are given for no longer than was asked for")
  void forAWhile() throws Exception {
    assertThat(server.awaitClosed(Duration.ofMillis(1))).isFalse();
  }

  @Test
  @DisplayName("that nobody gives are a matter of the network")
  void unreachable() throws IOException {
    String place;
    try (ServerSocket free = new ServerSocket(0)) {
      place = "http://127.0.0.1:%d/#sha256=%s".formatted(free.getLocalPort(), "a".repeat(64));
    }

    assertThatThrownBy(() -> wheels.list(place))
        .isInstanceOfSatisfying(
            BuildFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NETWORK))
        .hasMessageContaining("http://127.0.0.1:")
        .hasMessageContaining("see to it that this machine reaches it");
  }

  @Test
  @DisplayName("are not asked for without a digest")
  void withoutDigest() {
    assertThatThrownBy(() -> wheels.list("http://127.0.0.1:8751/"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("http://HOST:PORT/#sha256=HASH");
  }

  private int status(String method, String name) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(root() + name))
                  .method(method, BodyPublishers.noBody())
                  .build(),
              BodyHandlers.discarding())
          .statusCode();
    }
  }

  private String root() {
    return "http://127.0.0.1:%d/".formatted(server.address().getPort());
  }

  private String place() throws IOException {
    return root() + "#sha256=" + Digest.ofFile(served.resolve(WheelList.FILE_NAME)).hex();
  }

  private static byte[] list(long size) {
    return WheelList.write(List.of(wheel(size)));
  }

  private static BuiltWheel wheel(long size) {
    return new BuiltWheel(
        "docopt",
        "1.0",
        FILE,
        Digest.ofBytes(CONTENT),
        size,
        "linux/amd64",
        new BuiltFrom.Archive(Samples.digest("docopt")),
        Map.of("setuptools", "80.0.0"));
  }
}
