package dev.pythonservice.e2e.cluster.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Where the local cluster keeps what: all of it below one folder.
 *
 * @param root that folder; absolute
 */
public record Layout(Path root) {

  /** The variable that names another state folder than the usual one. */
  public static final String VARIABLE = "PYTHONSERVICE_CLUSTER_STATE";

  public Layout {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The state folder of this user, by the XDG Base Directory Specification: {@code
   * $XDG_STATE_HOME/pythonservice/cluster}.
   */
  public static Layout from(Map<String, String> environment) {
    String named = environment.getOrDefault(VARIABLE, "");
    if (!named.isEmpty()) {
      return new Layout(Path.of(named));
    }
    String home = environment.getOrDefault("HOME", "/root");
    String states = environment.getOrDefault("XDG_STATE_HOME", home + "/.local/state");
    return new Layout(Path.of(states, "pythonservice", "cluster"));
  }

  /** Certificates and keys. */
  Path certificates() {
    return root.resolve("certificates");
  }

  /** A certificate ({@code NAME.crt}) or key ({@code NAME.key}). */
  String certificate(String file) {
    return certificates().resolve(file).toString();
  }

  /** The file through which a component or a user reaches the API server. */
  Path kubeconfig(String user) {
    return root.resolve("kubeconfig").resolve(user + ".yaml");
  }

  /** Configuration files that {@link Configuration} writes. */
  Path configuration(String file) {
    return root.resolve("configuration").resolve(file);
  }

  /** What a component keeps for itself. */
  Path data(String component) {
    return root.resolve("data").resolve(component);
  }

  /** What a component says; outlives the cluster until the next start. */
  public Path log(String component) {
    return logs().resolve(component + ".log");
  }

  /** All logs. */
  Path logs() {
    return root.resolve("logs");
  }

  /** Kernel settings as they were before the cluster changed them. */
  Path formerKernelSettings() {
    return root.resolve("former-kernel-settings.properties");
  }

  /** The key of the tools that the running cluster was started with. */
  Path toolsKey() {
    return root.resolve("tools-key");
  }

  /** The container runtime's socket. */
  Path containerdSocket() {
    return root.resolve("containerd.sock");
  }

  /**
   * The control group below which all pods of this cluster live. Its name depends on the folder, so
   * that two clusters on one machine (in two network namespaces) do not end each other's pods.
   */
  String controlGroup() {
    CRC32 checksum = new CRC32();
    checksum.update(root.toString().getBytes(StandardCharsets.UTF_8));
    return "pythonservice-%08x".formatted(checksum.getValue());
  }
}
