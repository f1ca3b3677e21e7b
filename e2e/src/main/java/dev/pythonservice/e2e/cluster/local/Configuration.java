package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The components' configuration files: the templates of this module with this cluster's values. */
record Configuration(Layout layout, Tools tools) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

  /** Writes all files; the same values give the same files. */
  void write() {
    for (String file :
        new String[] {
          "audit-policy.yaml",
          "Corefile",
          "containerd.toml",
          "kube-proxy.yaml",
          "kubelet.yaml",
          "registry.yaml",
          "addons.yaml"
        }) {
      write(file, layout.configuration(file));
    }
    write("cni.conflist", layout.configuration("cni/10-bridge.conflist"));
    write(
        "registry-hosts.toml",
        layout.configuration("registries/" + NodeAddresses.REGISTRY + "/hosts.toml"));
  }

  private void write(String template, Path file) {
    Map<String, String> values = values();
    String text =
        PLACEHOLDER
            .matcher(read(template))
            .replaceAll(match -> Matcher.quoteReplacement(valueOf(match.group(1), values)));
    try {
      Files.createDirectories(file.getParent());
      // kube-proxy watches its file and ends when it is written.
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.writeString(file, text);
      }
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be written", exception);
    }
  }

  private static String valueOf(String name, Map<String, String> values) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("A template asks for the unknown value " + name);
    }
    return value;
  }

  private Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    values.put("root", layout.root().toString());
    values.put("tools", tools.folder().toString());
    values.put("controlGroup", layout.controlGroup());
    values.put("bridge", NodeNetwork.BRIDGE);
    values.put("node", NodeAddresses.NODE);
    values.put("nodeName", NodeAddresses.NODE_NAME);
    values.put("pods", NodeAddresses.PODS);
    values.put("dnsService", NodeAddresses.DNS_SERVICE);
    values.put("registry", NodeAddresses.REGISTRY);
    values.put("dnsPort", String.valueOf(NodeAddresses.DNS_PORT));
    values.put("dnsReadyPort", String.valueOf(NodeAddresses.DNS_READY_PORT));
    values.put("kubeletPort", String.valueOf(NodeAddresses.KUBELET_PORT));
    values.put("kubeletHealthPort", String.valueOf(NodeAddresses.KUBELET_HEALTH_PORT));
    values.put("proxyHealthPort", String.valueOf(NodeAddresses.PROXY_HEALTH_PORT));
    values.put("proxyMetricsPort", String.valueOf(NodeAddresses.PROXY_METRICS_PORT));
    values.put("metricsServerPort", String.valueOf(NodeAddresses.METRICS_SERVER_PORT));
    values.put("authority", authority());
    return values;
  }

  private String authority() {
    try {
      byte[] certificate = Files.readAllBytes(layout.certificates().resolve("ca.crt"));
      return Base64.getEncoder().encodeToString(certificate);
    } catch (IOException exception) {
      throw new UncheckedIOException("The cluster's authority cannot be read", exception);
    }
  }

  private static String read(String template) {
    try (InputStream stream =
        Configuration.class.getResourceAsStream("/local-cluster/" + template)) {
      if (stream == null) {
        throw new IllegalStateException("This program lacks its template " + template);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(template + " cannot be read", exception);
    }
  }
}
