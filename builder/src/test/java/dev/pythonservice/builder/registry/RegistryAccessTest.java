package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A registry that does not let everyone in")
final class RegistryAccessTest {

  private static final byte[] BLOB = "a layer".getBytes(StandardCharsets.UTF_8);
  private static final String BASIC =
      "Basic "
          + Base64.getEncoder().encodeToString("robot:s3cret:x".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private final List<String> shown = new CopyOnWriteArrayList<>();

  @Test
  @DisplayName("is shown user and password once it asked for them, then at once")
  void showsPassword() {
    try (TestRegistry server = TestRegistry.plain()) {
      server.guard(exchange -> allows(exchange, BASIC), "Basic realm=\"the registry\"");

      client(server).push(server.repository("shop/orders"), "text/plain", BLOB);

      assertThat(server.requests())
          .extracting(request -> request.split(" ")[0])
          .containsExactly("HEAD", "HEAD", "POST", "PUT");
    }
  }

  @Test
  @DisplayName(
      "is shown a token, which its token server gives for the password, once for each right")
  void showsTokens() {
    try (TestRegistry server = TestRegistry.plain();
        TestRegistry tokens = TestRegistry.plain()) {
      server.guard(
          exchange -> allows(exchange, "Bearer t-pull,push") || allows(exchange, "Bearer t-pull"),
          "Bearer service=\"registry, eu\",realm=\"http://%s/token\"".formatted(tokens.host()));
      tokens.always(
          "GET /token",
          exchange -> {
            shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
            String scope = TestRegistry.query(exchange).getOrDefault("scope", "");
            String right = scope.substring(scope.lastIndexOf(':') + 1);
            TestRegistry.answer(
                exchange, 200, json("{\"token\": \"t-%s\", \"expires_in\": 300}".formatted(right)));
          });
      Registry registry = client(server);
      Repository shop = server.repository("shop/orders");

      registry.push(shop, "text/plain", BLOB);
      registry.push(shop, "text/plain", new byte[] {1});

      assertThat(shown).containsExactly(BASIC, BASIC);
      assertThat(tokens.requests())
          .containsExactly(
              "GET /token?service=registry%2C+eu&scope=repository%3Ashop%2Forders%3Apull",
              "GET /token?service=registry%2C+eu&scope=repository%3Ashop%2Forders%3Apull%2Cpush");
    }
  }

  @Test
  @DisplayName("is asked to let read from the other repository when a blob is mounted from there")
  void asksForBothWhenMounting() {
    try (TestRegistry server = TestRegistry.plain();
        TestRegistry tokens = TestRegistry.plain()) {
      server.has("layers", BLOB);
      server.guard(
          exchange -> allows(exchange, "Bearer token"),
          "Bearer realm=\"http://%s/token\",service=\"registry\"".formatted(tokens.host()));
      tokens.always(
          "GET /token",
          exchange -> TestRegistry.answer(exchange, 200, json("{\"access_token\": \"token\"}")));
      Registry registry = client(server);
      Descriptor blob = new Descriptor("text/plain", Digest.ofBytes(BLOB), BLOB.length);

      Placement placement =
          registry.push(
              server.repository("shop/orders"),
              blob,
              new BlobContent.Remote(registry, server.repository("layers"), blob));

      assertThat(placement).isEqualTo(Placement.MOUNTED);
      assertThat(tokens.requests().getLast())
          .contains("scope=repository%3Ashop%2Forders%3Apull%2Cpush")
          .contains("scope=repository%3Alayers%3Apull");
    }
  }

  @Test
  @DisplayName("whose token has run out early gives a new one")
  void renewsTokens() {
    try (TestRegistry server = TestRegistry.plain();
        TestRegistry tokens = TestRegistry.plain()) {
      server.guard(
          exchange -> allows(exchange, "Bearer token-" + tokens.requests().size()),
          "Bearer realm=\"http://%s/token\",service=\"registry\"".formatted(tokens.host()));
      tokens.always(
          "GET /token",
          exchange ->
              TestRegistry.answer(
                  exchange,
                  200,
                  json("{\"token\": \"token-%d\"}".formatted(tokens.requests().size()))));
      Registry registry = client(server);
      Repository shop = server.repository("shop/orders");
      registry.has(shop, Digest.ofBytes(BLOB));
      server.next(
          "HEAD",
          exchange -> {
            exchange
                .getResponseHeaders()
                .add(
                    "WWW-Authenticate",
                    "Bearer realm=\"http://%s/token\",error=\"invalid_token\""
                        .formatted(tokens.host()));
            TestRegistry.answer(exchange, 401, new byte[0]);
          });

      assertThat(registry.has(shop, Digest.ofBytes(BLOB))).isFalse();

      assertThat(tokens.requests()).hasSize(2);
    }
  }

  @Test
  @DisplayName(
      "that refuses the password leads to a failure with a remedy and without the password")
  void hidesSecrets() {
    try (TestRegistry server = TestRegistry.plain()) {
      server.guard(exchange -> false, "Basic realm=\"the registry\"");

      assertThatExceptionOfType(BuildFailure.class)
          .isThrownBy(() -> client(server).manifest(server.repository("shop/orders"), "1.0"))
          .withMessageContainingAll("shop/orders", "401", "--registry-config")
          .withMessageNotContainingAny("s3cret", BASIC);
      assertThat(server.requests()).hasSize(2);
    }
  }

  @ParameterizedTest(name = "is known by {0} in the configuration, too")
  @ValueSource(strings = {"https://HOST/v2/", "HOST/shop", "http://HOST", "HOST/v1/"})
  void findsCredentials(String place) throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(
        file,
        "{\"auths\": {\"%s\": {\"username\": \"robot\", \"password\": \"s3cret:x\"}}}"
            .formatted(place.replace("HOST", "registry.example:5000")));

    RegistryCredentials credentials = RegistryCredentials.read(file);

    assertThat(credentials.of(Repository.of("registry.example:5000/shop/orders")))
        .hasValue(new RegistryCredentials.Credential.Password("robot", "s3cret:x"));
    assertThat(credentials.of(Repository.of("other.example/shop/orders"))).isEmpty();
  }

  @ParameterizedTest(name = "cannot be known by the configuration {0}")
  @ValueSource(
      strings = {
        "{\"auths\": ",
        "{\"auths\": {\"a.example\": {\"auth\": \"c2VjcmV0\"}}}",
        "{\"auths\": {\"a.example\": {\"auth\": \"s3cret!\"}}}"
      })
  void refusesConfigurations(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config.json"), text);

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> RegistryCredentials.read(file))
        .withMessageContainingAll(file.toString(), "docker login")
        .withMessageNotContainingAny("s3cret", "c2VjcmV0")
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT));
  }

  @Test
  @DisplayName("with TLS by an authority of its own is trusted when that authority is named")
  void trustsOwnAuthorities() {
    TestCertificate certificate = TestCertificate.in(folder);
    try (TestRegistry server = TestRegistry.secure(certificate.context())) {
      server.guard(exchange -> allows(exchange, BASIC), "Basic realm=\"the registry\"");
      Access access =
          server.access(
              Optional.of(configuration(server)), List.of(certificate.authority()), false);
      Registry registry = Registry.of(access, Map.of());
      Repository shop = server.repository("shop/orders");

      Descriptor blob = registry.push(shop, "text/plain", BLOB);

      assertThat(registry.smallBlob(shop, blob, 100)).isEqualTo(BLOB);
    }
  }

  @Test
  @DisplayName("with TLS by an unknown authority is not trusted, at once, and the remedy is named")
  void distrustsUnknownAuthorities() {
    TestCertificate certificate = TestCertificate.in(folder);
    try (TestRegistry server = TestRegistry.secure(certificate.context())) {
      Registry registry = Registry.of(server.access(Optional.empty(), List.of(), false), Map.of());

      assertThatExceptionOfType(BuildFailure.class)
          .isThrownBy(() -> registry.manifest(server.repository("shop/orders"), "1.0"))
          .withMessageContainingAll(
              "certificate of " + server.host() + " is not trusted", "--certificate-authority")
          .withMessageNotContaining("tried");
    }
  }

  @Test
  @DisplayName("without TLS is not taken for one with it, and the remedy is named")
  void tellsPlainFromSecure() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answerWithoutTls(socket));
      String host = "127.0.0.1:" + socket.getLocalPort();
      Access access = new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), false);

      assertThatExceptionOfType(BuildFailure.class)
          .isThrownBy(() ->
              Registry.of(access, Map.of()).manifest(new Repository(host, "shop/orders"), "1.0"))
          .withMessageContainingAll(host + " does not speak TLS", "--plain-http")
          .withMessageNotContaining("tried");
    }
  }

  /** As Go's servers do when they get TLS where they expect HTTP. */
  private static void answerWithoutTls(ServerSocket server) {
    try (Socket connection = server.accept()) {
      // A TLS record (RFC 8446, 5.1): three bytes, two with the length, and the rest.
      byte[] start = connection.getInputStream().readNBytes(5);
      connection.getInputStream().readNBytes(ByteBuffer.wrap(start).getShort(3));
      connection
          .getOutputStream()
          .write("HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  @Test
  @DisplayName("cannot be trusted by a file without certificates")
  void refusesAuthorities() throws IOException {
    Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");

    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> TrustedAuthorities.context(List.of(file)))
        .withMessageContainingAll(file.toString(), "PEM");
  }

  private Registry client(TestRegistry server) {
    return Registry.of(
        server.access(Optional.of(configuration(server)), List.of(), true), Map.of());
  }

  private Path configuration(TestRegistry server) {
    String auth = BASIC.substring("Basic ".length());
    try {
      return Files.writeString(
          folder.resolve("config.json"),
          "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(server.host(), auth));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static boolean allows(HttpExchange exchange, String authorization) {
    return authorization.equals(exchange.getRequestHeaders().getFirst("Authorization"));
  }

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
