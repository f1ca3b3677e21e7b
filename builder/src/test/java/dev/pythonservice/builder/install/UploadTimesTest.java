package dev.pythonservice.builder.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Policy.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("When an index got a file")
final class UploadTimesTest {

  private static final String PAGE =
      """
      {"files": [{"filename": "orders_lib-1.0.whl", "upload-time": "2026-06-01T12:00:00.5Z"},
                 {"filename": "orders_lib-1.1.whl"}]}
      """;

  private final HttpServer index;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private String answer = PAGE;

  UploadTimesTest() throws IOException {
    index = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    index.createContext("/", this::answer);
    index.start();
  }

  @AfterEach
  void stop() {
    index.stop(0);
  }

  @Test
  @DisplayName("is asked for where the lock does not say it")
  void asks() {
    assertThat(uploaded(facts("orders_lib-1.0.whl", Origin.INDEX, Optional.empty())))
        .contains(Instant.parse("2026-06-01T12:00:00.5Z"));
    assertThat(asked).containsExactly("/simple/orders-lib/ application/vnd.pypi.simple.v1+json");
  }

  @Test
  @DisplayName("stays unknown where the index does not say it, or speaks no JSON")
  void staysUnknown() {
    assertThat(uploaded(facts("orders_lib-1.1.whl", Origin.INDEX, Optional.empty()))).isEmpty();
    assertThat(uploaded(facts("orders_lib-9.whl", Origin.INDEX, Optional.empty()))).isEmpty();

    answer = "<html></html>";
    assertThat(uploaded(facts("orders_lib-1.0.whl", Origin.INDEX, Optional.empty()))).isEmpty();
  }

  @Test
  @DisplayName("is not asked for where the lock says it, nor of what comes from elsewhere")
  void doesNotAsk() {
    Instant known = Instant.parse("2026-01-01T00:00:00Z");

    assertThat(uploaded(facts("orders_lib-1.0.whl", Origin.INDEX, Optional.of(known))))
        .contains(known);
    assertThat(uploaded(facts("orders_lib-1.0.whl", Origin.URL, Optional.empty()))).isEmpty();
    assertThat(
            times(true)
                .completed(facts("orders_lib-1.0.whl", Origin.INDEX, Optional.empty()))
                .uploaded())
        .isEmpty();
    assertThat(asked).isEmpty();
  }

  private Optional<Instant> uploaded(PackageFacts facts) {
    return times(false).completed(facts).uploaded();
  }

  private static UploadTimes times(boolean offline) {
    Access access = new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), offline);
    return new UploadTimes(new FileServer(access, ProxySettings.of(Map.of())), offline);
  }

  private PackageFacts facts(String file, Origin origin, Optional<Instant> uploaded) {
    return new PackageFacts(
        "orders-lib",
        "1.0",
        origin,
        "http://127.0.0.1:%d/simple".formatted(index.getAddress().getPort()),
        "",
        file,
        uploaded,
        DeclaredLicence.NONE,
        List.of(),
        false,
        Optional.empty());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          exchange.getRequestURI().getPath()
              + " "
              + exchange.getRequestHeaders().getFirst("Accept"));
      byte[] body = answer.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
