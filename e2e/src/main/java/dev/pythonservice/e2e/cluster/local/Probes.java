package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Looks at the cluster from outside, as its user. */
record Probes(Layout layout, Tools tools) {

  boolean apiIsReady() {
    return kubectl("get", "--raw", "/readyz").succeeds();
  }

  /** The API server still calls a node Ready for a while after its kubelet has ended. */
  boolean nodeIsReady() {
    String kubelet = "http://127.0.0.1:%d/healthz".formatted(NodeAddresses.KUBELET_HEALTH_PORT);
    String status = "jsonpath={.status.conditions[?(@.type=='Ready')].status}";
    return answers(kubelet)
        && answers("True", "get", "node", NodeAddresses.NODE_NAME, "-o", status);
  }

  /** A pod is refused until its namespace has a default service account. */
  boolean podsAreAccepted() {
    return kubectl("get", "serviceaccount", "default", "--namespace=default").succeeds();
  }

  boolean metricsAreServed() {
    String status = "jsonpath={.status.conditions[?(@.type=='Available')].status}";
    return answers("True", "get", "apiservice", "v1beta1.metrics.k8s.io", "-o", status);
  }

  boolean registryIsReady() {
    return answers("http://" + NodeAddresses.REGISTRY + "/v2/");
  }

  boolean dnsIsReady() {
    return answers(
        "http://%s:%d/ready".formatted(NodeAddresses.NODE, NodeAddresses.DNS_READY_PORT));
  }

  /** Makes DNS and metrics, which run beside the API server, known to the cluster. */
  void applyAddons() {
    kubectl(
            "apply",
            "--server-side",
            "--force-conflicts",
            "--field-manager=pythonservice-local",
            "--filename=" + layout.configuration("addons.yaml"))
        .run();
  }

  /**
   * Whether the API server has taken notice of the addons' roles. The metrics server does not try a
   * second time.
   */
  boolean permissionsHold() {
    return kubectl(
            "auth",
            "can-i",
            "get",
            "configmap/extension-apiserver-authentication",
            "--namespace=kube-system",
            "--as=metrics-server")
        .succeeds();
  }

  private boolean answers(String expected, String... arguments) {
    Command.Outcome outcome = kubectl(arguments).attempt();
    return outcome.exitCode() == 0 && outcome.output().equals(expected);
  }

  private Command kubectl(String... arguments) {
    List<String> words = new ArrayList<>();
    words.add(tools.path(Tool.KUBECTL));
    words.add("--kubeconfig=" + layout.kubeconfig(Credentials.ADMINISTRATOR));
    words.addAll(List.of(arguments));
    return Command.of(words);
  }

  private static boolean answers(String address) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(address).toURL().openConnection(java.net.Proxy.NO_PROXY);
      connection.setConnectTimeout(1000);
      connection.setReadTimeout(1000);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }
}
