package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.FulcioServer;
import dev.pythonservice.e2e.servers.IdentityIssuer;
import dev.pythonservice.e2e.servers.TimestampServer;
import dev.pythonservice.e2e.tools.ExtraTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that keyless signing takes, as real programs on loopback.
 *
 * @param folder all that is written
 * @param issuer issues tokens of service accounts
 * @param fulcio certifies keys by them
 * @param timestamps confirms times
 * @param root the file that says that both are trusted, written by cosign
 */
record KeylessServices(
    Path folder, IdentityIssuer issuer, FulcioServer fulcio, TimestampServer timestamps, Path root)
    implements AutoCloseable {

  static final String NAMESPACE = "builds";
  static final String ACCOUNT = "default";

  /** How Fulcio names that account. */
  static final String SUBJECT = "https://kubernetes.io/namespaces/builds/serviceaccounts/default";

  /** Starts them. */
  static KeylessServices start(Path folder) throws IOException {
    IdentityIssuer issuer = IdentityIssuer.start(Clock.systemUTC());
    FulcioServer fulcio =
        FulcioServer.start(tool(ExtraTool.FULCIO), issuer, folder.resolve("fulcio"));
    TimestampServer timestamps =
        TimestampServer.start(tool(ExtraTool.TIMESTAMP_SERVER), folder.resolve("timestamps"));
    return new KeylessServices(
        folder,
        issuer,
        fulcio,
        timestamps,
        root(folder.resolve("root.json"), fulcio.chain(), "", timestamps.chain()));
  }

  /** A trusted root, as cosign writes it. */
  static Path root(Path file, String certificateAuthority, String more, String timestampAuthority)
      throws IOException {
    Path fulcio = Files.writeString(Path.of(file + ".fulcio.pem"), certificateAuthority);
    Path timestamps = Files.writeString(Path.of(file + ".tsa.pem"), timestampAuthority);
    Command.of(
            List.of(
                tool(ExtraTool.COSIGN).toString(),
                "trusted-root",
                "create",
                "--fulcio=url=https://fulcio.example,certificate-chain=" + fulcio + more,
                "--tsa=url=https://timestamps.example,certificate-chain=" + timestamps,
                "--out=" + file))
        .within(Duration.ofMinutes(1))
        .run();
    return file;
  }

  /** A file with a token of the account that builds. */
  Path token() throws IOException {
    return token(issuer.token(NAMESPACE, ACCOUNT, FulcioServer.AUDIENCE));
  }

  /** A file with a token of it that is past. */
  Path oldToken() throws IOException {
    Instant yesterday = Instant.now().minus(Duration.ofDays(1));
    return token(issuer.token(NAMESPACE, ACCOUNT, FulcioServer.AUDIENCE, yesterday));
  }

  /** A file with a token of another account. */
  Path tokenOf(String account) throws IOException {
    return token(issuer.token(NAMESPACE, account, FulcioServer.AUDIENCE));
  }

  private Path token(String token) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "token", ""), token);
  }

  /** Cosign, which trusts the account that builds. */
  Cosign cosign() {
    return cosign(SUBJECT);
  }

  /** Cosign, which trusts somebody. */
  Cosign cosign(String subject) {
    return Cosign.trusting(tool(ExtraTool.COSIGN), root, issuer.url(), subject);
  }

  static Path tool(ExtraTool tool) {
    return Surroundings.of(System.getenv(), Clock.systemUTC())
        .toolCache()
        .provide(tool, Progress.onto(System.err, Clock.systemUTC()));
  }

  @Override
  public void close() {
    timestamps.close();
    fulcio.close();
    issuer.close();
  }
}
