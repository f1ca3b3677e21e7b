package dev.pythonservice.e2e.servers;

import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A registry of our own: CNCF distribution on loopback, with data that nobody shares. Its addresses
 * are relative, so that it can stand behind a proxy.
 *
 * @param server the process
 */
public record DistributionRegistry(LoopbackServer server) implements AutoCloseable {

  /** One that speaks plain HTTP and lets everybody in. */
  public static DistributionRegistry start(Tools tools, Path folder) throws IOException {
    return start(tools, folder, Optional.empty(), Optional.empty());
  }

  /** One that speaks HTTPS and asks for a password. */
  public static DistributionRegistry start(
      Tools tools, Path folder, TlsIdentity identity, Login login) throws IOException {
    return start(tools, folder, Optional.of(identity), Optional.of(login));
  }

  private static DistributionRegistry start(
      Tools tools, Path folder, Optional<TlsIdentity> identity, Optional<Login> login)
      throws IOException {
    Files.createDirectories(folder);
    int port = LoopbackServer.freePort();
    StringBuilder settings = new StringBuilder();
    settings.append(
        """
        version: 0.1
        log: {level: warn}
        storage:
          filesystem: {rootdirectory: '%s'}
          delete: {enabled: true}
        """
            .formatted(folder.resolve("data")));
    if (login.isPresent()) {
      Path passwords = folder.resolve("htpasswd");
      Files.writeString(passwords, login.get().htpasswd());
      settings.append("auth: {htpasswd: {realm: registry, path: '%s'}}\n".formatted(passwords));
    }
    settings.append("http:\n  addr: 127.0.0.1:%d\n  relativeurls: true\n".formatted(port));
    identity.ifPresent(own ->
        settings.append(
            "  tls: {certificate: '%s', key: '%s'}\n".formatted(own.certificate(), own.key())));
    Path file = folder.resolve("settings.yaml");
    Files.writeString(file, settings);
    return new DistributionRegistry(
        LoopbackServer.start(
            List.of(tools.path(Tool.REGISTRY), "serve", file.toString()),
            // It would otherwise look for a collector of traces.
            Map.of("OTEL_TRACES_EXPORTER", "none"),
            port,
            folder.resolve("log")));
  }

  /** Host and port, as in the reference of an image. */
  public String authority() {
    return server.authority();
  }

  @Override
  public void close() {
    server.close();
  }
}
