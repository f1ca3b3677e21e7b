package dev.pythonservice.e2e.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.Login;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The git server runs under the restricted standard and takes what git sends. */
@OnCluster
class GitServerIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Path ORDERS = Path.of("..", "examples", "orders");

  private final Cluster cluster;
  private final KubernetesClient client;
  private final Tools tools;
  private final String namespace;
  private final String image;

  @TempDir private Path folder;

  GitServerIT(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.cluster = cluster;
    this.client = client;
    this.tools = tools;
    this.namespace = namespace.name();
    this.image = surroundings.publishGitServer(cluster, Progress.silent());
  }

  @AfterEach
  void stop() {
    new GitServerPod(StagePod.of(cluster, client, tools, namespace, "git")).stop();
  }

  @Test
  void whatIsCommittedHereIsClonedOverHttpAndUndoneAgain() throws IOException {
    GitServerPod server = GitServerPod.start(cluster, client, tools, namespace, image);
    GitRepository repository = server.create("orders", ORDERS, folder.resolve("orders"));
    String first = repository.head();

    repository.replace("src/orders/terms.py", "5_000", "4_000");
    String second = repository.commit("Free shipping from 40 euros");
    String third = repository.revert();

    assertThat(Stream.of(first, second, third).distinct()).hasSize(3);
    assertThat(repository.url()).isEqualTo("http://git.%s.svc/orders.git".formatted(namespace));
    try (LocalPortForward forward = server.forward()) {
      String url = "http://127.0.0.1:%d/orders.git".formatted(forward.getLocalPort());
      Path clone = folder.resolve("clone");
      git("clone", "--quiet", url, clone.toString());
      assertThat(git("-C", clone.toString(), "rev-list", "--reverse", "HEAD").lines())
          .containsExactly(first, second, third);
      assertThat(clone.resolve("src/orders/terms.py")).content().contains("5_000");
      // As a build fetches: one commit, which no branch points to.
      git("-C", clone.toString(), "fetch", "--quiet", "--depth=1", "origin", second);
    }
  }

  @Test
  void largePushesWorkOverHttp() throws IOException {
    GitServerPod server = GitServerPod.start(cluster, client, tools, namespace, image);
    GitRepository repository = server.create("orders", ORDERS, folder.resolve("orders"));
    // More than git sends in one piece, so that it comes in chunks.
    Files.write(repository.folder().resolve("noise"), noise(3_000_000));

    try (LocalPortForward forward = server.forward()) {
      String url = "http://127.0.0.1:%d/orders.git".formatted(forward.getLocalPort());
      String there = repository.folder().toString();
      git("-C", there, "add", "noise");
      git("-C", there, "commit", "--quiet", "--message=Noise");
      git("-C", there, "push", "--quiet", url, "main");
      assertThat(git("ls-remote", url, "refs/heads/main")).startsWith(repository.head());
    }
  }

  @Test
  void withALoginNobodyComesInWithoutIt() throws IOException {
    Login login = new Login("ada", "a password");
    GitServerPod server = GitServerPod.start(cluster, client, tools, namespace, image, login);
    server.create("orders", ORDERS, folder.resolve("orders"));

    try (LocalPortForward forward = server.forward()) {
      String rest = "127.0.0.1:%d/orders.git".formatted(forward.getLocalPort());
      assertThat(git("ls-remote", "http://ada:a%20password@" + rest)).contains("refs/heads/main");
      assertThatThrownBy(() -> git("ls-remote", "http://ada:another@" + rest))
          .hasMessageContaining("Authentication failed");
      assertThatThrownBy(() -> git("ls-remote", "http://" + rest))
          .hasMessageContaining("could not read Username");
    }
  }

  @Test
  void aServerIsFoundByTheAddressOfItsService() {
    GitServerPod server = GitServerPod.start(cluster, client, tools, namespace, image);
    ClientPod pod = ClientPod.start(cluster, client, tools, namespace);

    assertThat(Eventually.within(SOON, () -> pod.reaches(server.url() + "healthz"))).isTrue();
    assertThat(pod.get(server.url() + "healthz"))
        .isEqualTo(pod.get(server.addressUrl() + "healthz"))
        .isEqualTo(new ClientPod.Answer(200, "ok"));
    assertThat(pod.get(server.url() + "none.git/info/refs?service=git-upload-pack").status())
        .isEqualTo(404);
    pod.stop();
  }

  /** The same bytes each time, which git cannot compress. */
  private static byte[] noise(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static String git(String... arguments) {
    List<String> words = Stream.concat(Stream.of("git"), Stream.of(arguments)).toList();
    return Command.of(words)
        .with(
            Map.of(
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_TERMINAL_PROMPT", "0",
                "GIT_AUTHOR_NAME", "Ada",
                "GIT_AUTHOR_EMAIL", "ada@shop.example",
                "GIT_COMMITTER_NAME", "Ada",
                "GIT_COMMITTER_EMAIL", "ada@shop.example"))
        .run();
  }
}
