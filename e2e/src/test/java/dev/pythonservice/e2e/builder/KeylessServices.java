package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.ApiServer;
import dev.pythonservice.e2e.servers.FulcioServer;
import dev.pythonservice.e2e.servers.TimestampServer;
import dev.pythonservice.e2e.tools.ExtraTool;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * All that keyless signing takes, as real programs on loopback.
 *
 * @param folder all that is written
 * @param issuer an API server, which issues tokens of service accounts
 * @param fulcio certifies keys by them
 * @param timestamps confirms times
 * @param root the file that says that both are trusted, written by cosign
 */
record KeylessServices(
    Path folder, ApiServer issuer, FulcioServer fulcio, TimestampServer timestamps, Path root)
    implements AutoCloseable {

  private static final String NAMESPACE = "builds";
  private static final String ACCOUNT = "default";

  /**
   * The account that builds, and another; and that Fulcio may learn by which keys tokens are
   * signed.
   */
  private static final String ACCOUNTS =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: builds}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: default, namespace: builds}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: somebody, namespace: builds}
      ---
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: fulcio}
      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: system:service-account-issuer-discovery}
      subjects: [{apiGroup: rbac.authorization.k8s.io, kind: Group, name: system:unauthenticated}]
      """;

  /** The shortest that an API server gives. */
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** How Fulcio names that account. */
  static final String SUBJECT = "https://kubernetes.io/namespaces/builds/serviceaccounts/default";

  /** Starts them. */
  static KeylessServices start(Path folder) throws IOException {
    ApiServer issuer = ApiServer.start(tools(), folder.resolve("api"), Clock.systemUTC());
    try (KubernetesClient client = issuer.client()) {
      client
          .load(new ByteArrayInputStream(ACCOUNTS.getBytes(StandardCharsets.UTF_8)))
          .serverSideApply();
    }
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
    return token(ACCOUNT, FulcioServer.AUDIENCE);
  }

  /** A file with a token of an account for some audience. */
  Path token(String account, String audience) throws IOException {
    try (KubernetesClient client = issuer.client()) {
      TokenRequest request =
          new TokenRequestBuilder()
              .withNewSpec()
              .withAudiences(audience)
              .withExpirationSeconds(LIFE.toSeconds())
              .endSpec()
              .build();
      String token =
          client
              .serviceAccounts()
              .inNamespace(NAMESPACE)
              .withName(account)
              .tokenRequest(request)
              .getStatus()
              .getToken();
      return Files.writeString(Files.createTempFile(folder, "token", ""), token);
    }
  }

  /** Cosign, which trusts the account that builds. */
  Cosign cosign() {
    return cosign(SUBJECT);
  }

  /** Cosign, which trusts somebody. */
  Cosign cosign(String subject) {
    return Cosign.trusting(tool(ExtraTool.COSIGN), root, issuer.address(), subject);
  }

  private static Tools tools() {
    return Surroundings.of(System.getenv(), Clock.systemUTC())
        .toolCache()
        .provide(Set.copyOf(ApiServer.TOOLS), Progress.onto(System.err, Clock.systemUTC()));
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
