package dev.pythonservice.e2e.servers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.proxy.Fault;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.support.Lanes;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.ToolCache;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The servers that the builder is tested against behave as those of a company do. */
@ResourceLock(Lanes.MACHINE)
class ServersIT {

  private static final Login LOGIN = new Login("reader", "s3cret/+:");
  private static final Duration DEADLINE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void theRegistryWantsItsPasswordAndItsAuthority() throws IOException {
    TlsIdentity identity = TlsIdentity.create(folder.resolve("certificates"), Clock.systemUTC());
    Path registryFolder = folder.resolve("registry");
    try (DistributionRegistry registry =
        DistributionRegistry.start(tools(), registryFolder, identity, LOGIN)) {
      String image = registry.authority() + "/empty:1";
      Map<String, String> trust =
          Map.of(
              "SSL_CERT_FILE", identity.authority().toString(),
              "DOCKER_CONFIG", folder.resolve("docker").toString());

      Command.Outcome stranger = push(image, trust);
      crane("auth", "login", registry.authority(), "-u", LOGIN.user(), "-p", LOGIN.password())
          .with(trust)
          .run();
      Command.Outcome friend = push(image, trust);
      Command.Outcome distrustful =
          push(image, Map.of("DOCKER_CONFIG", folder.resolve("docker").toString()));

      assertThat(stranger.error()).contains("401 Unauthorized");
      assertThat(friend.exitCode()).isZero();
      assertThat(distrustful.error()).contains("unknown authority");
    }
  }

  @Test
  void theRegistryWorksBehindTheProxyWhichCountsWhatIsPushed() throws IOException {
    try (DistributionRegistry registry =
            DistributionRegistry.start(tools(), folder.resolve("registry"));
        FaultProxy proxy = FaultProxy.before(URI.create("http://" + registry.authority()))) {
      Path layer = Files.write(folder.resolve("layer.tar"), new byte[300_000]);

      crane(
              "append",
              "--oci-empty-base",
              "--new_layer=" + layer,
              "--new_tag=" + proxy.authority() + "/some/image:1")
          .run();

      assertThat(crane("digest", registry.authority() + "/some/image:1").run())
          .startsWith("sha256");
      assertThat(proxy.passed()).anyMatch(passed -> passed.method().equals("PATCH"));
      assertThat(proxy.uploadedBytes()).isBetween(300L, 300_000L);
    }
  }

  @Test
  void theIndexHasThePrivateWheelForWhoKnowsPasswordAndAuthority() throws IOException {
    TlsIdentity identity = TlsIdentity.create(folder.resolve("certificates"), Clock.systemUTC());
    try (PrivateIndex index = PrivateIndex.start(folder.resolve("index"), identity, LOGIN)) {
      WheelFile.saying("inhouse", "1.2.0", "hello").writeTo(index.packages());

      Command.Outcome stranger = install(index, "stranger", identity, new Login("x", "y"));
      Command.Outcome friend = install(index, "friend", identity, LOGIN);
      index.front().make(Fault.Status.of(500), "GET", "whl$");
      Command.Outcome unlucky = install(index, "unlucky", identity, LOGIN);

      assertThat(stranger.exitCode()).isNotZero();
      assertThat(friend.exitCode()).as(friend.error()).isZero();
      assertThat(folder.resolve("friend/inhouse/__init__.py")).content().contains("'hello'");
      assertThat(unlucky.error()).contains("500");
    }
  }

  private Command.Outcome install(
      PrivateIndex index, String target, TlsIdentity identity, Login login) {
    return Command.of(
            "uv",
            "pip",
            "install",
            "--no-cache",
            "--python=python3",
            "--default-index=" + withCredentials(index.simple(), login),
            "--target=" + folder.resolve(target),
            "inhouse")
        .with(Map.of("SSL_CERT_FILE", identity.authority().toString(), "UV_HTTP_RETRIES", "0"))
        .within(DEADLINE)
        .attempt();
  }

  private static String withCredentials(URI address, Login login) {
    String password = URLEncoder.encode(login.password(), StandardCharsets.UTF_8);
    return "https://%s:%s@%s%s"
        .formatted(login.user(), password, address.getAuthority(), address.getPath());
  }

  private Command.Outcome push(String image, Map<String, String> environment) throws IOException {
    Path layer = Files.write(folder.resolve("layer.tar"), new byte[10_240]);
    return crane("append", "--oci-empty-base", "--new_layer=" + layer, "--new_tag=" + image)
        .with(environment)
        .attempt();
  }

  private static Command crane(String... arguments) {
    List<String> words = new ArrayList<>(List.of(tools().path(Tool.CRANE)));
    words.addAll(List.of(arguments));
    return Command.of(words);
  }

  private static Tools tools() {
    return ToolCache.of(Path.of(".."), System.getenv())
        .provide(Set.of(Tool.CRANE, Tool.REGISTRY), Progress.silent());
  }
}
