package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestCertificate;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.GitServer.Fault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A source on a git server")
final class GitServerTest {

  @TempDir Path folder;

  private Fetching fetching;
  private GitFixture repository;

  @BeforeEach
  void makeRepository() {
    fetching = new Fetching(folder);
    repository = GitFixture.in(folder.resolve("orders"));
    repository.write("pyproject.toml", "[project]\n").write("src/orders.py", "one = 1\n");
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  @DisplayName("comes over HTTP with the password of its host, without its history")
  void overHttp() throws IOException {
    repository.commit();
    String commit = repository.write("src/orders.py", "one = 2\n").commit();
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      Access access = Fetching.access(Map.of(server.host(), new Credentials("robot", "s3cret")));

      Source source =
          Fetching.sources(access)
              .fetch(Fetching.git(server.url("orders"), "main", "src"), fetching.work());

      assertThat(source.revision()).isEqualTo(commit);
      assertThat(source.path()).isEqualTo("src");
      assertThat(folder.resolve("work/git/shallow")).hasContent(commit + "\n");
    }
  }

  @Test
  @DisplayName("comes over HTTP by a commit that no name stands for")
  void overHttpByCommit() throws IOException {
    String first = repository.commit();
    repository.write("later.py", "").commit();
    try (GitServer server = GitServer.open(folder)) {
      Source source =
          Fetching.sources(Fetching.access(Map.of()))
              .fetch(Fetching.git(server.url("orders"), first, "."), fetching.work());

      assertThat(source.revision()).isEqualTo(first);
    }
  }

  @Test
  @DisplayName("comes over TLS when its server's authority is given, and else says what to give")
  void overTls() throws IOException {
    String commit = repository.commit();
    TestCertificate certificate = TestCertificate.in(folder);
    try (GitServer server = GitServer.secure(folder, certificate.context())) {
      SourceRequest request = Fetching.git(server.url("orders"), "main", ".");
      Access trusting =
          new Access(
              Map.of(),
              Optional.empty(),
              List.of(certificate.authority()),
              Set.of(),
              Map.of(),
              false);

      assertThat(Fetching.sources(trusting).fetch(request, fetching.work()).revision())
          .isEqualTo(commit);
      fetching
          .assertFails(Fetching.sources(Fetching.access(Map.of())), request, ExitCode.NETWORK)
          .hasMessageContaining("is not of an authority that is trusted here")
          .hasMessageContaining("PEM file");
    }
  }

  @Test
  @DisplayName("that a lock names is not asked over plain HTTP, unless its host is known for it")
  void ofALock() throws IOException {
    String commit = repository.commit();
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      SourceRequest.Git request = Fetching.git(server.url("orders"), commit, ".");
      Map<String, Credentials> credentials =
          Map.of(server.host(), new Credentials("robot", "s3cret"));
      Access plain =
          new Access(
              credentials, Optional.empty(), List.of(), Set.of(server.host()), Map.of(), false);

      assertThatThrownBy(() ->
              Fetching.sources(Fetching.access(credentials)).fetchLocked(request, fetching.work()))
          .isInstanceOf(BuildFailure.class)
          .hasMessageContaining("name its host with --plain-http");
      assertThat(Fetching.sources(plain).fetchLocked(request, fetching.work()).revision())
          .isEqualTo(commit);
    }
  }

  @Test
  @DisplayName("that wants a password nobody gave, or another one, says which of the two")
  void refusedCredentials() throws IOException {
    repository.commit();
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      SourceRequest request = Fetching.git(server.url("orders"), "main", ".");

      fetching
          .assertFails(Fetching.sources(Fetching.access(Map.of())), request, ExitCode.INPUT)
          .hasMessageContaining("wants credentials for " + server.url("orders"));
      fetching
          .assertFails(
              Fetching.sources(
                  Fetching.access(Map.of(server.host(), new Credentials("robot", "wrong")))),
              request,
              ExitCode.INPUT)
          .hasMessageContaining("refuses the credentials for " + server.url("orders"))
          .hasMessageNotContaining("wrong");
    }
  }

  @Test
  @DisplayName("with credentials of its own is reached with these, and never with others'")
  void withItsOwnCredentials() throws IOException {
    repository.commit();
    try (GitServer server = GitServer.guarded(folder, "robot", "s3cret")) {
      SourceRequest.Git request = Fetching.git(server.url("orders"), "main", ".");
      Credentials right = new Credentials("robot", "s3cret");

      assertThat(
              Fetching.sources(ownedBy(Optional.of(right), Map.of()).forSource(request))
                  .fetch(request, fetching.work())
                  .files())
          .isNotEmpty();
      fetching
          .assertFails(
              Fetching.sources(
                  ownedBy(Optional.empty(), Map.of(server.host(), right)).forSource(request)),
              request,
              ExitCode.INPUT)
          .hasMessageContaining("wants credentials for " + server.url("orders"));
    }
  }

  private static Access ownedBy(Optional<Credentials> own, Map<String, Credentials> others) {
    return new Access(
        others,
        Optional.empty(),
        List.of(),
        Set.of(),
        Map.of(),
        false,
        Optional.of(new Access.SourceIdentity(own, Optional.empty())));
  }

  @Test
  @DisplayName("of a server that does not answer fails as the network's fault")
  void unreachable() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    fetching
        .assertFails(
            Fetching.sources(Fetching.access(Map.of())),
            Fetching.git("http://127.0.0.1:%d/orders".formatted(port), "main", "."),
            ExitCode.NETWORK)
        .hasMessageContaining("cannot be reached")
        .hasMessageContaining("check address, network policy and proxy");
  }

  @Test
  @DisplayName("of a host that nobody knows fails as the network's fault")
  void unknownHost() {
    fetching
        .assertFails(
            Fetching.sources(Fetching.access(Map.of())),
            Fetching.git("http://git.invalid/orders", "main", "."),
            ExitCode.NETWORK)
        .hasMessageContaining(
            "The host of the git repository http://git.invalid/orders is unknown");
  }

  @ParameterizedTest(name = "{0} in the middle of {1}")
  @DisplayName("rides out faults that pass, without asking for the history")
  @CsvSource({"UNAVAILABLE, GET", "UNAVAILABLE, POST", "CUT, POST"})
  void ridesOutFaults(GitServer.Fault fault, String method) throws IOException {
    repository.commit();
    String commit = repository.write("src/orders.py", "one = 2\n").commit();
    try (GitServer server = GitServer.open(folder)) {
      server.spoil(method, fault, fault);

      Source source =
          Fetching.sources(Fetching.access(Map.of()))
              .fetch(Fetching.git(server.url("orders"), "main", "."), fetching.work());

      assertThat(source.revision()).isEqualTo(commit);
      assertThat(folder.resolve("work/git/shallow")).hasContent(commit + "\n");
    }
  }

  @Test
  @DisplayName("of a server that stays broken says how often it was tried")
  void staysBroken() throws IOException {
    repository.commit();
    try (GitServer server = GitServer.open(folder)) {
      server.spoil("POST", Collections.nCopies(20, Fault.UNAVAILABLE).toArray(Fault[]::new));

      fetching
          .assertFails(
              Fetching.sources(Fetching.access(Map.of())),
              Fetching.git(server.url("orders"), "main", "."),
              ExitCode.NETWORK)
          .hasMessageContaining("503")
          .hasMessageContaining("(tried 4 times)");
    }
  }

  @Test
  @DisplayName("that sends more than a source may have is refused before it is on the disk")
  void tooLarge() throws IOException {
    byte[] noise = new byte[200_000];
    new Random(1).nextBytes(noise);
    repository.write("noise", Base64.getEncoder().encodeToString(noise)).commit();
    try (GitServer server = GitServer.open(folder)) {
      Access access = Fetching.access(Map.of());
      Sources sources =
          new Sources(
              access,
              ProxySettings.of(Map.of()),
              Registry.of(access, Map.of()),
              new Limits(100_000, 10, 1, 1, 60));

      fetching
          .assertFails(sources, Fetching.git(server.url("orders"), "main", "."), ExitCode.INPUT)
          .hasMessageContaining("more than 100000 bytes came")
          .hasMessageContaining("--max-source-bytes");
      assertThat(server.requests()).hasSizeLessThan(5);
    }
  }

  @Test
  @DisplayName("that is not there says so")
  void noRepository() throws IOException {
    try (GitServer server = GitServer.open(folder)) {
      fetching
          .assertFails(
              Fetching.sources(Fetching.access(Map.of())),
              Fetching.git(server.url("nothing"), "main", "."),
              ExitCode.INPUT)
          .hasMessageContaining("There is no git repository at " + server.url("nothing"));
    }
  }

  @Test
  @DisplayName("afar is not asked for offline")
  void offline() {
    Access offline = new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), true);

    fetching
        .assertFails(
            Fetching.sources(offline),
            Fetching.git("https://git.example/orders", "main", "."),
            ExitCode.INPUT)
        .hasMessageContaining("cannot be reached offline");
  }
}
