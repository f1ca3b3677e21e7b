package dev.pythonservice.e2e.cluster.local;

import static java.util.Map.entry;

import dev.pythonservice.e2e.cluster.CertificateAuthority;
import dev.pythonservice.e2e.cluster.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.GeneralName;

/** Who may talk to whom: certificates and kubeconfig files of all components, and the user's. */
record Credentials(Layout layout, Clock clock) {

  /** The user's own kubeconfig. */
  static final String ADMINISTRATOR = "administrator";

  /** Components, and who they are for Kubernetes' built-in roles. */
  private static final Map<String, String> COMPONENTS =
      Map.ofEntries(
          entry("kube-controller-manager", "CN=system:kube-controller-manager"),
          entry("kube-scheduler", "CN=system:kube-scheduler"),
          entry("kube-proxy", "CN=system:kube-proxy"),
          entry("kubelet", "CN=system:node:" + NodeAddresses.NODE_NAME + ",O=system:nodes"),
          entry("coredns", "CN=coredns"),
          entry("metrics-server", "CN=metrics-server"));

  /** Writes all files, unless a finished earlier call did. */
  void write() {
    Path finished = layout.certificates().resolve("finished");
    if (Files.exists(finished)) {
      return;
    }
    CertificateAuthority authority = new CertificateAuthority(layout.certificates(), clock);
    authority.keyPair("service-accounts");
    authority.issue("kube-apiserver", "CN=kube-apiserver", apiServerNames());
    authority.issue(
        "kubelet-client", "CN=kube-apiserver-kubelet-client,O=system:masters", List.of());
    authority.issue("etcd", "CN=etcd", servingNames("etcd"));
    authority.issue("aggregator", "CN=aggregator", List.of());
    COMPONENTS.forEach((name, subject) -> authority.issue(name, subject, servingNames(name)));
    COMPONENTS.keySet().forEach(this::writeKubeconfig);
    authority.issueForPeople(ADMINISTRATOR, "CN=kubernetes-admin,O=system:masters");
    writeKubeconfig(ADMINISTRATOR);
    PrivateFile.write(finished, "");
  }

  private static List<GeneralName> apiServerNames() {
    Stream<GeneralName> names =
        Stream.of(
                "localhost",
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local")
            .map(name -> new GeneralName(GeneralName.dNSName, name));
    Stream<GeneralName> addresses =
        Stream.of("127.0.0.1", NodeAddresses.API_SERVICE, NodeAddresses.NODE)
            .map(address -> new GeneralName(GeneralName.iPAddress, address));
    return Stream.concat(names, addresses).toList();
  }

  private static List<GeneralName> servingNames(String component) {
    return List.of(
        new GeneralName(GeneralName.iPAddress, NodeAddresses.NODE),
        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
        new GeneralName(GeneralName.dNSName, component + ".kube-system.svc"));
  }

  private void writeKubeconfig(String user) {
    String text =
        """
        apiVersion: v1
        kind: Config
        clusters:
        - name: pythonservice-local
          cluster:
            server: %s
            certificate-authority-data: %s
        users:
        - name: %s
          user:
            client-certificate-data: %s
            client-key-data: %s
        contexts:
        - name: pythonservice-local
          context: {cluster: pythonservice-local, user: %s}
        current-context: pythonservice-local
        """
            .formatted(
                NodeAddresses.API_URL,
                encoded("ca.crt"),
                user,
                encoded(user + ".crt"),
                encoded(user + ".key"),
                user);
    PrivateFile.write(layout.kubeconfig(user), text);
  }

  private String encoded(String file) {
    try {
      byte[] content = Files.readAllBytes(layout.certificates().resolve(file));
      return Base64.getEncoder().encodeToString(content);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }
}
