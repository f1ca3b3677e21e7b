package dev.pythonservice.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy before a server that sends back what it is sent, or else a fixed text. */
class FaultProxyTest {

  private static final String TEXT = "what the server says, and it is long enough to be cut";

  private HttpServer server;
  private FaultProxy proxy;
  private HttpClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            byte[] answer = sent.length == 0 ? TEXT.getBytes() : sent;
            exchange.getResponseHeaders().set("X-Seen", exchange.getRequestURI().toString());
            if (exchange.getRequestMethod().equals("HEAD")) {
              exchange.getResponseHeaders().set("Content-Length", String.valueOf(answer.length));
              exchange.sendResponseHeaders(200, -1);
            } else {
              exchange.sendResponseHeaders(200, answer.length);
              exchange.getResponseBody().write(answer);
            }
          }
        });
    server.start();
    proxy = FaultProxy.before(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
    client = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    client.close();
    proxy.close();
    server.stop(0);
  }

  @Test
  void whatHasNoFaultPassesAndIsCounted() throws Exception {
    assertThat(send("GET", "/a?b=c", "").body()).isEqualTo(TEXT);
    assertThat(send("PUT", "/d", "twelve bytes").body()).isEqualTo("twelve bytes");

    assertThat(proxy.passed())
        .containsExactlyInAnyOrder(
            new Passed("GET", "/a?b=c", 0, TEXT.length(), 200),
            new Passed("PUT", "/d", 12, 12, 200));
    assertThat(proxy.uploadedBytes()).isEqualTo(12);
    assertThat(proxy.downloadedBytes()).isEqualTo(TEXT.length() + 12L);
  }

  @Test
  void aHeadRequestLearnsTheLengthWithoutABody() throws Exception {
    HttpResponse<String> answer = send("HEAD", "/a", "");

    assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(TEXT.length());
    assertThat(answer.headers().firstValue("X-Seen")).hasValue("/a");
    assertThat(proxy.downloadedBytes()).isZero();
  }

  @Test
  void aStatusIsAnsweredAsOftenAsAskedForAndThenTheServerAnswers() throws Exception {
    Fault tooMany = new Fault.Status(429, Map.of("Retry-After", "1"), "slowly");
    proxy.make(tooMany, "GET", "^/blobs/", 2);

    assertThat(send("GET", "/other", "").statusCode()).isEqualTo(200);
    assertThat(send("PUT", "/blobs/1", "x").statusCode()).isEqualTo(200);
    assertThat(send("GET", "/blobs/1", "").headers().firstValue("Retry-After")).hasValue("1");
    assertThat(send("GET", "/blobs/2", "").statusCode()).isEqualTo(429);
    assertThat(send("GET", "/blobs/1", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aFaultWithoutANumberLastsUntilItIsHealed() throws Exception {
    proxy.make(Fault.Status.of(500), FaultProxy.ANY_METHOD, "");

    assertThat(send("GET", "/", "").statusCode()).isEqualTo(500);
    assertThat(send("PUT", "/", "x").statusCode()).isEqualTo(500);

    proxy.heal();
    assertThat(send("GET", "/", "").statusCode()).isEqualTo(200);
  }

  @Test
  void aCutAnswerEndsInTheMiddleAndItsReaderKnows() {
    proxy.make(new Fault.Cut(10), "GET", "");

    assertThatThrownBy(() -> send("GET", "/", "")).isInstanceOf(IOException.class);
    assertThat(proxy.passed()).containsOnly(new Passed("GET", "/", 0, 10, 200));
  }

  @Test
  void aCutUploadHasNoAnswer() {
    proxy.make(new Fault.Cut(4), "PUT", "", 1);

    assertThatThrownBy(() -> send("PUT", "/", "twelve bytes")).isInstanceOf(IOException.class);
    assertThat(proxy.passed().getFirst().status()).isZero();
  }

  @Test
  void aTruncatedAnswerLooksComplete() throws Exception {
    proxy.make(new Fault.Truncation(4), "GET", "");

    assertThat(send("GET", "/", "").body()).isEqualTo("what");
  }

  @Test
  void aCorruptAnswerHasTheRightLengthAndOneWrongByte() throws Exception {
    proxy.make(new Fault.Corruption(), "GET", "");

    String body = send("GET", "/", "").body();

    assertThat(body).hasSameSizeAs(TEXT).isNotEqualTo(TEXT);
  }

  private HttpResponse<String> send(String method, String target, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(proxy.address().resolve(target))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
