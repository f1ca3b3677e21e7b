package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.Destinations;
import dev.pythonservice.builder.registry.Outside;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.RefusedRanges;
import dev.pythonservice.builder.registry.TestCertificate;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a ref of a git server stands for")
final class RevisionsTest {

  private static final ProxySettings NO_PROXY = ProxySettings.of(Map.of());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path folder;

  private GitFixture repository;
  private String commit;

  @BeforeEach
  void makeRepository() {
    repository = GitFixture.in(folder.resolve("orders"));
    commit = repository.write("pyproject.toml", "[project]\n").commit();
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  @DisplayName("is the commit of a branch, told in two requests")
  void branch() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      assertThat(anywhere().git(at(server, "main"), Optional.empty()).commit()).isEqualTo(commit);
      assertThat(server.requests())
          .containsExactly(
              "GET /orders/info/refs?service=git-upload-pack", "POST /orders/git-upload-pack");
    }
  }

  @Test
  @DisplayName("is the commit of an annotated tag, not the tag")
  void annotatedTag() throws IOException, GitAPIException {
    repository
        .git()
        .tag()
        .setName("v1")
        .setMessage("One")
        .setAnnotated(true)
        .setSigned(false)
        .call();
    try (GitServer server = GitServer.open(folder)) {
      assertThat(anywhere().git(at(server, "v1"), Optional.empty()))
          .isEqualTo(new GitRevision(commit, Optional.empty()));
    }
  }

  @Test
  @DisplayName("is the branch, not the tag, where both have the name")
  void branchBeforeTag() throws IOException, GitAPIException {
    repository.git().tag().setName("main").setAnnotated(false).setSigned(false).call();
    String later = repository.write("later.py", "").commit();
    try (GitServer server = GitServer.open(folder)) {
      assertThat(anywhere().git(at(server, "main"), Optional.empty()).commit()).isEqualTo(later);
    }
  }

  @Test
  @DisplayName("is the commit of the branch that HEAD names, with its name")
  void head() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      assertThat(anywhere().git(at(server, "HEAD"), Optional.empty()))
          .isEqualTo(new GitRevision(commit, Optional.of("main")));
    }
  }

  @Test
  @DisplayName("is told to who has the password")
  void password() throws IOException {
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      SourceRequest.Git main = at(server, "main");

      assertThat(anywhere().git(main, Optional.of(new Credentials("robot", "s3cret"))).commit())
          .isEqualTo(commit);
      assertFails(anywhere(), main, Optional.of(new Credentials("robot", "wrong")), Fault.REFUSED)
          .hasMessageNotContaining("wrong");
      assertFails(anywhere(), main, Optional.empty(), Fault.REFUSED);
    }
  }

  @Test
  @DisplayName("is told over TLS where the server's authority is given")
  void overTls() throws IOException {
    TestCertificate certificate = TestCertificate.in(folder);
    try (GitServer server = GitServer.secure(folder, certificate.context())) {
      SourceRequest.Git main = at(server, "main");
      List<String> authorities = List.of(Files.readString(certificate.authority()));

      assertThat(
              revisions(authorities, Destinations.ANYWHERE, PATIENCE)
                  .git(main, Optional.empty())
                  .commit())
          .isEqualTo(commit);
      assertFails(anywhere(), main, Optional.empty(), Fault.DISTRUSTED);
    }
  }

  @Test
  @DisplayName("is nothing where there is no such ref or repository")
  void nothing() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      assertFails(anywhere(), at(server, "gone"), Optional.empty(), Fault.NO_SUCH_NAME);
      assertFails(
          anywhere(),
          Fetching.git(server.url("nothing"), "main", "."),
          Optional.empty(),
          Fault.NO_SUCH_REPOSITORY);
    }
  }

  @Test
  @DisplayName("is not known while the server cannot be reached")
  void unreachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertFails(
        anywhere(),
        Fetching.git("http://127.0.0.1:%d/orders".formatted(port), "main", "."),
        Optional.empty(),
        Fault.UNREACHABLE);
  }

  @Test
  @DisplayName("is not waited for longer than the patience")
  void silentServer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertFails(
          revisions(List.of(), Destinations.ANYWHERE, Duration.ofSeconds(1)),
          Fetching.git("http://127.0.0.1:%d/orders".formatted(silent.getLocalPort()), "main", "."),
          Optional.empty(),
          Fault.UNREACHABLE);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"file://%s", "ssh://git@git.example%s", "git://git.example%s", "%s"})
  @DisplayName("is not looked up in places that are no web server")
  void otherSchemes(String url) {
    assertThatThrownBy(() ->
            anywhere()
                .git(
                    Fetching.git(url.formatted(repository.folder()), "main", "."),
                    Optional.empty()))
        .isInstanceOf(BuildFailure.class);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "file:///etc/passwd/info/refs",
        "ftp://127.0.0.1/orders/info/refs",
        "http://169.254.169.254/orders/info/refs",
        "http://[fe80::1]/orders/info/refs"
      })
  @DisplayName("is not looked up where a redirection leads astray")
  void redirections(String target) throws IOException {
    HttpHandler redirecting =
        exchange -> {
          exchange.getResponseHeaders().add("Location", target);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        };
    Destinations careful = new RefusedRanges(List.of("169.254.0.0/16", "fe80::/10"), NO_PROXY);

    assertFailsAt(redirecting, revisions(List.of(), careful, PATIENCE));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1", "[::1]", "2130706433"})
  @DisplayName("is not looked up in a range that is refused, however its address is written")
  void refusedRanges(String host) {
    Revisions careful =
        revisions(
            List.of(), new RefusedRanges(List.of("127.0.0.0/8", "::1/128"), NO_PROXY), PATIENCE);

    assertFails(
        careful,
        Fetching.git("http://%s:1/orders".formatted(host), "main", "."),
        Optional.empty(),
        Fault.FORBIDDEN);
  }

  @Test
  @DisplayName("is not read to the end where a server has no end")
  void endlessAnswer() throws IOException {
    HttpHandler endless =
        exchange -> {
          exchange
              .getResponseHeaders()
              .add("Content-Type", "application/x-git-upload-pack-advertisement");
          exchange.sendResponseHeaders(200, 0);
          byte[] line = "003f%s refs/heads/a0000\n".formatted("1".repeat(40)).getBytes();
          try (OutputStream output = exchange.getResponseBody()) {
            output.write("001e# service=git-upload-pack\n0000".getBytes());
            while (true) {
              output.write(line);
            }
          }
        };

    assertFailsAt(endless, anywhere());
  }

  private void assertFailsAt(HttpHandler handler, Revisions revisions) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", handler);
    server.start();
    try {
      String url = "http://127.0.0.1:%d/orders".formatted(server.getAddress().getPort());
      assertThatThrownBy(() -> revisions.git(Fetching.git(url, "main", "."), Optional.empty()))
          .isInstanceOf(BuildFailure.class);
    } finally {
      server.stop(0);
    }
  }

  private static SourceRequest.Git at(GitServer server, String ref) {
    return Fetching.git(server.url("orders"), ref, ".");
  }

  private static Revisions anywhere() {
    return revisions(List.of(), Destinations.ANYWHERE, PATIENCE);
  }

  private static Revisions revisions(
      List<String> authorities, Destinations destinations, Duration patience) {
    try {
      return new Revisions(Outside.of(authorities, NO_PROXY, destinations, patience));
    } catch (CertificateException exception) {
      throw new AssertionError(exception);
    }
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      Revisions revisions,
      SourceRequest.Git request,
      Optional<Credentials> credentials,
      Fault fault) {
    return assertThatThrownBy(() -> revisions.git(request, credentials))
        .isInstanceOf(BuildFailure.class)
        .extracting(failure -> (BuildFailure) failure, throwable(BuildFailure.class))
        .satisfies(failure -> assertThat(failure.fault()).isEqualTo(fault));
  }
}
