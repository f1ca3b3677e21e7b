package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.cluster.local.Component.Port;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether this machine can carry the cluster: looked at before anything is changed. */
record Machine(Layout layout, SystemPackages packages) {

  /** Images, layers and writable file systems of a few dozen pods. */
  private static final long NEEDED_BYTES = 3L << 30;

  /** The kernel's limit of a socket's path is 108 bytes (unix(7)), one of them the final zero. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final Map<String, String> PACKAGES =
      Map.of(
          "runc", "runc",
          "iptables", "iptables",
          "ip6tables-save", "iptables",
          "conntrack", "conntrack",
          "ip", "iproute2",
          "ss", "iproute2",
          "mount", "mount",
          "setsid", "util-linux");

  private static final Set<String> OTHER_KUBERNETES =
      Set.of("kubelet", "kube-proxy", "k3s", "k3s-server", "k0s", "microk8s");

  private static final Pattern OWNER = Pattern.compile("\\(\\(\"([^\"]+)\",pid=(\\d+)");

  /**
   * Checks and completes the machine.
   *
   * @throws ClusterProblem naming the first thing that stands in the way, and the remedy
   */
  void prepare(Progress progress) {
    requireLinux();
    requireRoot();
    requireShortPath();
    requireSpace();
    packages.ensure(PACKAGES, progress);
  }

  /**
   * Checks that nobody else uses what the components are about to use.
   *
   * @throws ClusterProblem naming the port or the other Kubernetes, and its process
   */
  void requireRoomFor(List<Component> components, Processes processes) {
    requireNoOtherKubernetes(processes);
    for (Component component : components) {
      component.ports().forEach(port -> requireFree(port, component));
    }
  }

  private static void requireLinux() {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new ClusterProblem(
          "The local cluster needs Linux, and this is %s; start a Docker engine and use CLUSTER=k3s"
              .formatted(System.getProperty("os.name")));
    }
  }

  private static void requireRoot() {
    if (!SystemPackages.isRoot()) {
      throw new ClusterProblem(
          "The local cluster needs root, and this is the user %s; run it with sudo, or start a Docker"
                  .formatted(System.getProperty("user.name"))
              + " engine and use CLUSTER=k3s");
    }
  }

  private void requireShortPath() {
    String socket = layout.containerdSocket().toString();
    if (socket.length() > LONGEST_SOCKET_PATH) {
      throw new ClusterProblem(
          "The path %s is too long for a socket (%d of at most %d bytes); name a shorter folder in %s"
              .formatted(socket, socket.length(), LONGEST_SOCKET_PATH, Layout.VARIABLE));
    }
  }

  private void requireSpace() {
    Path existing = layout.root();
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent(), "the root folder exists");
    }
    try {
      long free = Files.getFileStore(existing).getUsableSpace();
      if (free < NEEDED_BYTES) {
        throw new ClusterProblem(
            "The disk of %s has %d MiB free, and the local cluster needs %d MiB; free some space or name"
                    .formatted(layout.root(), free >> 20, NEEDED_BYTES >> 20)
                + " a folder on another disk in "
                + Layout.VARIABLE);
      }
    } catch (IOException exception) {
      throw new ClusterProblem(
          "The folder %s cannot be used: %s; name another one in %s"
              .formatted(layout.root(), exception.getMessage(), Layout.VARIABLE));
    }
  }

  /** Two kube-proxies in one network would undo each other's rules. */
  private static void requireNoOtherKubernetes(Processes processes) {
    String ownNetwork = network(ProcessHandle.current().pid());
    Optional<ProcessHandle> other =
        ProcessHandle.allProcesses()
            .filter(handle -> OTHER_KUBERNETES.contains(programName(handle)))
            .filter(handle -> network(handle.pid()).equals(ownNetwork))
            .filter(handle -> !processes.owns(handle))
            .findFirst();
    if (other.isPresent()) {
      throw new ClusterProblem(
          "Another Kubernetes runs on this machine (%s, process %d); use it with CLUSTER=existing, or end"
                  .formatted(programName(other.get()), other.get().pid())
              + " it");
    }
  }

  private static void requireFree(Port port, Component component) {
    String owner =
        Command.of("ss", "-ltnpH", "sport = :" + port.number())
            .run()
            .lines()
            .filter(line -> clashes(line.split("\\s+")[3], port))
            .findFirst()
            .orElse("");
    if (!owner.isEmpty()) {
      Matcher process = OWNER.matcher(owner);
      String who =
          process.find()
              ? "process %s (%s)".formatted(process.group(2), process.group(1))
              : "another process";
      throw new ClusterProblem(
          "Port %d, which %s needs, is in use by %s; end that process, then try again"
              .formatted(port.number(), component.name(), who));
    }
  }

  /** Whether a listener's address, as ss prints it, takes the port away from a component. */
  private static boolean clashes(String listener, Port port) {
    String address = listener.substring(0, listener.lastIndexOf(':'));
    return port.address().equals("*")
        || address.equals("*")
        || address.equals("0.0.0.0")
        || address.equals("[::]")
        || address.equals(port.address());
  }

  private static String programName(ProcessHandle handle) {
    return handle
        .info()
        .command()
        .map(command -> Path.of(command).getFileName().toString())
        .orElse("");
  }

  /** The network namespace of a process; empty when it has ended. */
  private static String network(long process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + process + "/ns/net")).toString();
    } catch (IOException ended) {
      return "";
    }
  }
}
