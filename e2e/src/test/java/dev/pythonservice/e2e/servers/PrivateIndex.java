package dev.pythonservice.e2e.servers;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.proxy.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * A package index of our own, as a company runs it: pypiserver, with a password for everything and
 * behind HTTPS by an authority that nobody else knows. It has what lies in its folder and nothing
 * of the public index.
 *
 * @param server the process, which speaks plain HTTP
 * @param front what ends TLS before it, and makes faults
 * @param packages the folder whose wheels it serves
 */
public record PrivateIndex(LoopbackServer server, FaultProxy front, Path packages)
    implements AutoCloseable {

  private static final Path REQUIREMENTS = Path.of("src/test/resources/index/requirements.txt");
  private static final Duration INSTALLATION = Duration.ofMinutes(3);

  /** Starts it, with its own installation of pypiserver in the folder. */
  public static PrivateIndex start(Path folder, TlsIdentity identity, Login login)
      throws IOException {
    Path installed = folder.resolve("pypiserver");
    Command.of(
            "uv",
            "pip",
            "install",
            "--quiet",
            "--require-hashes",
            "--python=python3",
            "--target=" + installed,
            "--requirements=" + REQUIREMENTS)
        .within(INSTALLATION)
        .run();
    Path packages = Files.createDirectories(folder.resolve("packages"));
    Path passwords = folder.resolve("htpasswd");
    Files.writeString(passwords, passwordLine(login));
    int port = LoopbackServer.freePort();
    LoopbackServer server =
        LoopbackServer.start(
            List.of(
                "python3",
                "-m",
                "pypiserver",
                "run",
                "--interface=127.0.0.1",
                "--port=" + port,
                "--passwords=" + passwords,
                "--authenticate=download,list,update",
                "--disable-fallback",
                "--backend=simple-dir",
                packages.toString()),
            Map.of("PYTHONPATH", installed.toString()),
            port,
            folder.resolve("index.log"));
    URI upstream = URI.create("http://" + server.authority());
    return new PrivateIndex(server, FaultProxy.before(upstream, identity.context()), packages);
  }

  /** Where the simple API (PEP 503) is. */
  public URI simple() {
    return front.address().resolve("/simple/");
  }

  /** Host and port. */
  public String authority() {
    return front.authority();
  }

  @Override
  public void close() {
    front.close();
    server.close();
  }

  /** The kind of htpasswd that passlib understands without a further package. */
  private static String passwordLine(Login login) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest(login.password().getBytes(StandardCharsets.UTF_8));
      return "%s:{SHA}%s\n".formatted(login.user(), Base64.getEncoder().encodeToString(digest));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java has SHA-1", missing);
    }
  }
}
