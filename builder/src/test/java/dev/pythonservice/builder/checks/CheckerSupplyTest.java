package dev.pythonservice.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.CheckerVersions;
import dev.pythonservice.builder.request.Policy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The index is one of this machine, and its Ruff a script; uv is the real one. */
@DisplayName("A version of a checker that this machine does not have")
final class CheckerSupplyTest {

  private static final String WHEEL = "ruff-9.9.9-py3-none-any.whl";

  private final AtomicInteger downloads = new AtomicInteger();
  private final HttpServer server;

  @TempDir private Path folder;

  CheckerSupplyTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] wheel = wheel();
    byte[] page =
        "<a href=\"/files/%s\">%1$s</a> <a href=\"/files/%s\">%2$s</a> <a href=\"/files/%s\">%3$s</a>"
            .formatted(WHEEL, "ruff-9.9.8-py3-none-win_arm64.whl", "ruff-9.9.7.tar.gz")
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String path = exchange.getRequestURI().getPath();
            byte[] body =
                path.equals("/simple/ruff/") ? page : path.endsWith(WHEEL) ? wheel : new byte[0];
            if (path.endsWith(WHEEL) && exchange.getRequestMethod().equals("GET")) {
              downloads.incrementAndGet();
            }
            exchange
                .getResponseHeaders()
                .add("Content-Type", path.startsWith("/files") ? "application/zip" : "text/html");
            exchange.sendResponseHeaders(
                body.length == 0 ? 404 : 200, body.length == 0 ? -1 : body.length);
            if (!exchange.getRequestMethod().equals("HEAD")) {
              exchange.getResponseBody().write(body);
            }
          }
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  @DisplayName("is brought from the index once, and is the one that looks")
  void isBrought() {
    CheckerPrograms programs = programs(List.of(), Map.of("ruff", "9.9.9"));

    Version check = programs.deciding(Checker.RUFF_CHECK);
    Version format = programs.deciding(Checker.RUFF_FORMAT);

    assertThat(check).isEqualTo(format).isInstanceOf(Version.Known.class);
    assertThat(((Version.Known) check).version()).isEqualTo("9.9.9");
    assertThat(((Version.Known) check).program()).startsWith(folder).isExecutable();
    assertThat(downloads).hasValue(1);
  }

  @Test
  @DisplayName("is not asked for where the machine has it")
  void isThere() throws IOException {
    Path own = Files.writeString(folder.resolve("ruff"), "#!/bin/sh\necho ruff 9.9.9\n");
    assertThat(own.toFile().setExecutable(true)).isTrue();

    Version version = programs(List.of(), Map.of()).of(Checker.RUFF_CHECK, "9.9.9");

    assertThat(version).isEqualTo(new Version.Known(own, "9.9.9"));
    assertThat(downloads).hasValue(0);
  }

  @ParameterizedTest(name = "is told with its remedy where {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          the index has not heard of it       | 1.2.3
          only another machine has a wheel    | 9.9.8
          there is nothing but its source     | 9.9.7
          """)
  void isMissing(String what, String version) {
    Version found = programs(List.of(), Map.of()).of(Checker.RUFF_CHECK, version);

    assertThat(found).isInstanceOf(Version.Unknown.class);
    assertThat(((Version.Unknown) found).cause())
        .startsWith("ruff %s cannot be had from %s: ".formatted(version, address()))
        .contains("spec.policy.checkers.ruff");
  }

  @Test
  @DisplayName("is not taken from an index that the platform does not allow")
  void isNotAllowed() {
    Version found =
        programs(List.of("https://pypi.company.example/simple"), Map.of())
            .of(Checker.RUFF_CHECK, "9.9.9");

    assertThat(found).isInstanceOf(Version.Unknown.class);
    assertThat(((Version.Unknown) found).cause())
        .contains("the platform's policy does not allow this index");
    assertThat(downloads).hasValue(0);
  }

  @Test
  @DisplayName("is a fault of the network where the index does not answer")
  void isUnreachable() {
    CheckerPrograms programs = programs(List.of(), Map.of());
    server.stop(0);

    BuildFailure failure =
        catchThrowableOfType(BuildFailure.class, () -> programs.of(Checker.RUFF_CHECK, "9.9.9"));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.NETWORK);
  }

  private CheckerPrograms programs(List<String> allowed, Map<String, String> deciding) {
    Access access = new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), false);
    return new CheckerPrograms(
        new Examiner(new Programs(Optional.of(folder), ""), Duration.ofSeconds(10), 1),
        new CheckerVersions(deciding, Map.of(), Map.of(), false),
        new CheckerSupply(
            new CheckerSupply.Place(
                Map.of("ruff", address()),
                "https://pypi.org/simple",
                access,
                new Policy(Set.of(Policy.Origin.values()), allowed)),
            () ->
                Uv.find(
                        Optional.empty(),
                        folder.resolve("cache"),
                        access,
                        List.of(),
                        Map.of("PATH", System.getenv("PATH")))
                    .reachingOut(folder.resolve("access")),
            this::newFolder));
  }

  private Path newFolder(String name) {
    try {
      return Files.createTempDirectory(folder, name);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private String address() {
    return "http://127.0.0.1:%d/simple".formatted(server.getAddress().getPort());
  }

  private static byte[] wheel() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, "ruff-9.9.9.data/scripts/ruff", "#!/bin/sh\necho ruff 9.9.9\n");
      put(
          zip,
          "ruff-9.9.9.dist-info/METADATA",
          "Metadata-Version: 2.1\nName: ruff\nVersion: 9.9.9\n");
      put(
          zip,
          "ruff-9.9.9.dist-info/WHEEL",
          "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n");
      put(
          zip,
          "ruff-9.9.9.dist-info/RECORD",
          "ruff-9.9.9.data/scripts/ruff,,\n"
              + "ruff-9.9.9.dist-info/METADATA,,\n"
              + "ruff-9.9.9.dist-info/WHEEL,,\n"
              + "ruff-9.9.9.dist-info/RECORD,,\n");
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, String text) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeEntry();
  }
}
