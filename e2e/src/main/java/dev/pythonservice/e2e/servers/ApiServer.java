package dev.pythonservice.e2e.servers;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.cluster.PrivateFile;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A Kubernetes API of our own: etcd and kube-apiserver on loopback, with data that nobody shares.
 * Nothing runs pods or fills namespaces; whoever needs no more than the API does not disturb a
 * cluster with it, nor needs one.
 *
 * @param store etcd
 * @param server kube-apiserver
 * @param authority the file with the certificate that its clients trust
 * @param token the administrator's token
 */
public record ApiServer(LoopbackServer store, LoopbackServer server, Path authority, String token)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The tools that it runs. */
  public static final List<Tool> TOOLS = List.of(Tool.SERVER, Tool.KUBE_APISERVER);

  /**
   * Starts one and waits until it is ready.
   *
   * @param folder for data, keys and logs; made when it is not there
   * @throws ClusterProblem when it does not get ready
   */
  public static ApiServer start(Tools tools, Path folder, Clock clock) throws IOException {
    Files.createDirectories(folder);
    TlsIdentity identity = TlsIdentity.create(folder.resolve("certificates"), clock);
    String token = UUID.randomUUID().toString();
    Path tokens = folder.resolve("tokens.csv");
    PrivateFile.write(tokens, token + ",administrator,administrator,system:masters\n");
    LoopbackServer store = startStore(tools, folder);
    int port = LoopbackServer.freePort();
    ApiServer server;
    try {
      server =
          new ApiServer(
              store,
              LoopbackServer.start(
                  words(tools, store, identity, tokens, port, folder),
                  Map.of(),
                  port,
                  folder.resolve("kube-apiserver.log")),
              identity.authority(),
              token);
    } catch (IOException | ClusterProblem problem) {
      store.close();
      throw problem;
    }
    if (!Eventually.within(PATIENCE, server::isReady)) {
      server.close();
      throw new ClusterProblem(
          "%d s passed before kube-apiserver was ready; its log is %s"
              .formatted(PATIENCE.toSeconds(), server.server.log()));
    }
    return server;
  }

  private static LoopbackServer startStore(Tools tools, Path folder) throws IOException {
    int port = LoopbackServer.freePort();
    String client = "http://127.0.0.1:" + port;
    String peer = "http://127.0.0.1:" + LoopbackServer.freePort();
    return LoopbackServer.start(
        List.of(
            tools.path(Tool.SERVER),
            "--data-dir=" + folder.resolve("etcd"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            // Its data need not survive a power cut, and fsync is most of its start.
            "--unsafe-no-fsync"),
        Map.of(),
        port,
        folder.resolve("etcd.log"));
  }

  private static List<String> words(
      Tools tools, LoopbackServer store, TlsIdentity identity, Path tokens, int port, Path folder) {
    return List.of(
        tools.path(Tool.KUBE_APISERVER),
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--secure-port=" + port,
        // Nobody looks for it in the cluster, as there is none.
        "--endpoint-reconciler-type=none",
        "--etcd-servers=http://" + store.authority(),
        "--tls-cert-file=" + identity.certificate(),
        "--tls-private-key-file=" + identity.key(),
        "--token-auth-file=" + tokens,
        // Where it really is, so that others can learn by which keys it signs tokens.
        "--service-account-issuer=https://127.0.0.1:" + port,
        "--service-account-key-file=" + identity.certificate(),
        "--service-account-signing-key-file=" + identity.key(),
        "--service-cluster-ip-range=10.255.0.0/16",
        "--authorization-mode=RBAC",
        // It waits for accounts that a controller would make.
        "--disable-admission-plugins=ServiceAccount",
        "--cert-dir=" + folder.resolve("unused"));
  }

  /** Its address. */
  public String address() {
    return "https://" + server.authority();
  }

  /** The variables by which a fabric8 client finds it, as its administrator. */
  public Map<String, String> environment() {
    return Map.of(
        "KUBERNETES_MASTER",
        address(),
        "KUBERNETES_CERTS_CA_FILE",
        authority.toAbsolutePath().toString(),
        "KUBERNETES_AUTH_TOKEN",
        token,
        // Not the user's own cluster.
        "KUBERNETES_AUTH_TRYKUBECONFIG",
        "false");
  }

  /** A new client of it, as its administrator, to be closed by the caller. */
  public KubernetesClient client() {
    Config configuration =
        new ConfigBuilder(Config.empty())
            .withMasterUrl(address())
            .withCaCertFile(authority.toAbsolutePath().toString())
            .withOauthToken(token)
            .build();
    return new KubernetesClientBuilder().withConfig(configuration).build();
  }

  private boolean isReady() {
    try (KubernetesClient client = client()) {
      // After the start, hooks still make the namespaces and roles that all expect.
      return "ok".equals(client.raw("/readyz"));
    } catch (KubernetesClientException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
