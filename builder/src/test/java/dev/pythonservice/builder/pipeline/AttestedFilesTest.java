package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.AttestedFiles.Answers;
import dev.pythonservice.builder.publisher.IndexAnswer;
import dev.pythonservice.builder.publisher.ProvenanceIndex;
import dev.pythonservice.builder.publisher.PublishedFile;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.PackageRules.Attestations;
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

@DisplayName("Attestations of what is installed")
final class AttestedFilesTest {

  private static final Attestations RULES = new Attestations("{}", List.of(), List.of());
  private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  private final TestRegistry registry = TestRegistry.plain();
  private final KeyStore store =
      new KeyStore(Registry.of(registry.access(), Map.of()), registry.repository("layers"));
  private final HttpServer index;
  private final List<String> asked = new CopyOnWriteArrayList<>();

  AttestedFilesTest() throws IOException {
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
    registry.close();
  }

  @Test
  @DisplayName("are asked for once while neither packages nor rules change")
  void areKept() {
    List<PublishedFile> files = List.of(file("signed"));
    Answers first = files(NOW).of(RULES, files);
    files(NOW).keep(first);
    int once = asked.size();

    Answers again = files(NOW.plusSeconds(1_000_000)).of(RULES, files);

    assertThat(first.isNew()).isTrue();
    assertThat(again.isNew()).isFalse();
    assertThat(again.all())
        .isEqualTo(first.all())
        .containsExactly(new IndexAnswer(file("signed"), Optional.of("document")));
    assertThat(asked).hasSize(once);
  }

  @Test
  @DisplayName("are asked for again where they were not kept, as they did not pass")
  void areAskedForAgain() {
    files(NOW).of(RULES, List.of(file("signed")));
    int once = asked.size();

    files(NOW).of(RULES, List.of(file("signed")));

    assertThat(asked).hasSize(2 * once);
  }

  @Test
  @DisplayName("are asked for anew under other rules, and for other packages")
  void areAskedForAnew() {
    files(NOW).keep(files(NOW).of(RULES, List.of(file("signed"))));

    assertThat(
            files(NOW)
                .of(new Attestations("{}", List.of(), List.of("signed")), List.of(file("signed")))
                .isNew())
        .isTrue();
    assertThat(files(NOW).of(RULES, List.of(file("signed"), file("plain"))).isNew()).isTrue();
  }

  @Test
  @DisplayName("that are not there are asked for again after a day, and only those")
  void arriveLater() {
    List<PublishedFile> files = List.of(file("plain"), file("signed"));
    files(NOW).keep(files(NOW).of(RULES, files));
    asked.clear();

    Answers soon = files(NOW.plusSeconds(86_399)).of(RULES, files);
    List<String> askedSoon = List.copyOf(asked);
    Answers later = files(NOW.plusSeconds(86_401)).of(RULES, files);

    assertThat(soon.isNew()).isFalse();
    assertThat(askedSoon).isEmpty();
    assertThat(later.isNew()).isTrue();
    assertThat(asked).containsExactly("/simple/plain/");
  }

  @Test
  @DisplayName("are not asked for offline: what is known is enough, or the build fails")
  void areNotAskedForOffline() {
    List<PublishedFile> files = List.of(file("plain"), file("signed"));

    BuildFailure failure =
        catchThrowableOfType(BuildFailure.class, () -> files(NOW, true).of(RULES, files));
    files(NOW).keep(files(NOW).of(RULES, files));
    Answers known = files(NOW.plusSeconds(1_000_000), true).of(RULES, files);

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(failure.sentence()).contains("plain.whl, signed.whl", "the build is offline");
    assertThat(known.all()).hasSize(2);
  }

  private AttestedFiles files(Instant now) {
    return files(now, false);
  }

  private AttestedFiles files(Instant now, boolean offline) {
    Access access = new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), offline);
    return new AttestedFiles(
        new ProvenanceIndex(
            new FileServer(access, ProxySettings.of(Map.of())), new Retries(pause -> {}, () -> 0)),
        Optional.of(store),
        offline,
        () -> now);
  }

  private PublishedFile file(String name) {
    return new PublishedFile(
        name,
        "http://127.0.0.1:%d/simple".formatted(index.getAddress().getPort()),
        name + ".whl",
        Digest.ofBytes(name.getBytes(StandardCharsets.UTF_8)));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      asked.add(path);
      String body =
          switch (path) {
            case "/simple/signed/" ->
                "{\"files\": [{\"filename\": \"signed.whl\", \"provenance\": \"/document\"}]}";
            case "/document" -> "document";
            default -> "{\"files\": []}";
          };
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
