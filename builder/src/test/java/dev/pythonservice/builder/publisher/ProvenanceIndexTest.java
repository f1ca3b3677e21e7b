package dev.pythonservice.builder.publisher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An index that is asked for attestations")
final class ProvenanceIndexTest {

  /** As it stands in locks; what stands in for it is on loopback. */
  private static final String INDEX = "https://index.example/simple";

  private static final String PAGE = "/mirror/simple/orders-lib/";
  private static final PublishedFile WHEEL = file("orders_lib-1.0-py3-none-any.whl");
  private static final PublishedFile ARCHIVE = file("orders_lib-1.0.tar.gz");

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private record Answer(int status, byte[] body) {}

  ProvenanceIndexTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  @DisplayName(
      "is asked by its mirror: one page for the files of a package, then for each that has some")
  void isAsked() {
    answers(
        PAGE,
        """
        {"files": [{"filename": "orders_lib-1.0-py3-none-any.whl", "provenance": "/mirror/wheel"},
                   {"filename": "orders_lib-1.0.tar.gz", "provenance": null},
                   {"filename": "orders_lib-0.9.tar.gz", "provenance": "/mirror/old"}]}
        """);
    answers("/mirror/wheel", "the document");

    assertThat(index().of(List.of(WHEEL, ARCHIVE)))
        .containsExactly(
            new IndexAnswer(WHEEL, Optional.of("the document")),
            new IndexAnswer(ARCHIVE, Optional.empty()));
    assertThat(asked)
        .containsExactly(
            PAGE + " application/vnd.pypi.simple.v1+json", "/mirror/wheel application/json");
  }

  @Test
  @DisplayName("may name the address that its mirror stands in for")
  void namesTheWholeAddress() {
    answers(
        PAGE,
        """
        {"files": [{"filename": "orders_lib-1.0-py3-none-any.whl",
                    "provenance": "https://index.example/simple/wheel"}]}
        """);
    answers("/mirror/simple/wheel", "the document");

    assertThat(index().of(List.of(WHEEL)).getFirst().provenance()).contains("the document");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          where it knows no JSON             | 200 | <!DOCTYPE html><html></html>
          where it does not have the package | 404 | not found
          where it has no files              | 200 | {}
          where it tells of no attestations  | 200 | {"files": [{"filename": "orders_lib-1.0-py3-none-any.whl"}]}
          """)
  @DisplayName("has none")
  void hasNone(String sentence, int status, String page) {
    answers.put(PAGE, new Answer(status, page.getBytes(StandardCharsets.UTF_8)));

    assertThat(index().of(List.of(WHEEL)))
        .containsExactly(new IndexAnswer(WHEEL, Optional.empty()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          it is broken                          | 500 | ``       | /mirror/simple/orders-lib/ cannot be had: it answered 500;
          it refuses the password               | 403 | ``       | it answered 403
          it answers garbage                    | 200 | [1       | neither HTML nor the JSON of PEP 691
          it has another kind of list           | 200 | {"files": 5} | neither HTML nor the JSON of PEP 691
          it has no address                     | 200 | {"files": [{"filename": "orders_lib-1.0-py3-none-any.whl", "provenance": "file:///etc/passwd"}]} | it has 'file:///etc/passwd' for an address
          it names a document that is not there | 200 | {"files": [{"filename": "orders_lib-1.0-py3-none-any.whl", "provenance": "/gone"}]} | the index names it, and it is not there (404)
          """)
  @DisplayName("is asked again later where")
  void fails(String sentence, int status, String page, String why) {
    answers.put(PAGE, new Answer(status, page.getBytes(StandardCharsets.UTF_8)));

    BuildFailure failure =
        catchThrowableOfType(BuildFailure.class, () -> index().of(List.of(WHEEL)));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(failure.getMessage()).contains(why);
  }

  @Test
  @DisplayName("has no document of more than a mebibyte")
  void isBounded() {
    answers(
        PAGE,
        "{\"files\": [{\"filename\": \"%s\", \"provenance\": \"/huge\"}]}"
            .formatted(WHEEL.fileName()));
    answers.put("/huge", new Answer(200, new byte[(1 << 20) + 1]));

    BuildFailure failure =
        catchThrowableOfType(BuildFailure.class, () -> index().of(List.of(WHEEL)));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(failure.sentence()).contains("/huge", "it has more than 1048576 bytes");
  }

  @Test
  @DisplayName("that is away is asked four times")
  void isAway() {
    server.stop(0);

    BuildFailure failure =
        catchThrowableOfType(BuildFailure.class, () -> index().of(List.of(WHEEL)));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NETWORK);
    assertThat(failure.getMessage()).contains("(tried 4 times)");
  }

  private ProvenanceIndex index() {
    Access access =
        new Access(
            Map.of(),
            Optional.empty(),
            List.of(),
            Set.of(),
            Map.of(
                INDEX,
                "http://127.0.0.1:%d/mirror/simple".formatted(server.getAddress().getPort())),
            false);
    return new ProvenanceIndex(
        new FileServer(access, ProxySettings.of(Map.of())), new Retries(pause -> {}, () -> 0));
  }

  private static PublishedFile file(String name) {
    return new PublishedFile("orders-lib", INDEX, name, Digest.ofBytes(new byte[0]));
  }

  private void answers(String path, String body) {
    answers.put(path, new Answer(200, body.getBytes(StandardCharsets.UTF_8)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path + " " + exchange.getRequestHeaders().getFirst("Accept"));
      Answer answer = answers.getOrDefault(path, new Answer(404, new byte[0]));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    }
  }
}
