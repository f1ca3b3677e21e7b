package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.process.Command;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The node's interfaces and packet filter rules: made before the start, removed at the end. */
final class NodeNetwork {

  /** The interface that carries the node's address. */
  static final String INTERFACE = "pysvc-node";

  /** The bridge that the pods hang on; the network plugin makes it with the first pod. */
  static final String BRIDGE = "pysvc-pods";

  /** The chains of kube-proxy and kubelet, and of the network plugins. */
  private static final Pattern KUBERNETES_RULE = Pattern.compile("\\b(KUBE|CNI)-");

  /** Marks our own rules as such, in the form of the network plugins' chains. */
  private static final String OWN_RULES = "CNI-PYTHONSERVICE";

  private NodeNetwork() {}

  /**
   * Makes the node's interface, unless it is there.
   *
   * @throws ClusterProblem when the node's address belongs to a network of this machine
   */
  static void setUp() {
    MachineNetworks.requireNone(NodeAddresses.NODE, INTERFACE);
    if (!exists(INTERFACE)) {
      // A bridge without ports: every kernel that can run pods has bridges, not every one dummies.
      Command.of("ip", "link", "add", INTERFACE, "type", "bridge").run();
    }
    Command.of("ip", "address", "replace", NodeAddresses.NODE + "/32", "dev", INTERFACE).run();
    Command.of("ip", "link", "set", INTERFACE, "up").run();
    letPodsThrough();
    // A network namespace of its own starts with this one down.
    Command.of("ip", "link", "set", "lo", "up").run();
  }

  /** Removes interfaces and packet filter rules; nothing happens where there are none. */
  static void tearDown() {
    for (String name : List.of(BRIDGE, INTERFACE)) {
      if (exists(name)) {
        Command.of("ip", "link", "delete", name).run();
      }
    }
    removeRules("iptables");
    removeRules("ip6tables");
  }

  /** Whether packet filter rules of a Kubernetes, ours or another, are on this machine. */
  static boolean hasRules() {
    return saved("iptables").lines().anyMatch(NodeNetwork::isKubernetesRule)
        || saved("ip6tables").lines().anyMatch(NodeNetwork::isKubernetesRule);
  }

  /** Whether one of the two interfaces is there. */
  static boolean hasInterfaces() {
    return exists(INTERFACE) || exists(BRIDGE);
  }

  /** A Docker engine on the same machine forbids forwarding for all but its own containers. */
  private static void letPodsThrough() {
    for (String direction : List.of("--source", "--destination")) {
      List<String> rule =
          List.of(
              "FORWARD",
              direction,
              NodeAddresses.PODS,
              "--match",
              "comment",
              "--comment",
              OWN_RULES,
              "--jump",
              "ACCEPT");
      if (!iptables("--check", rule).succeeds()) {
        iptables("--insert", rule).run();
      }
    }
  }

  private static Command iptables(String action, List<String> rule) {
    return Command.of(
        Stream.concat(Stream.of("iptables", "--wait", "5", action), rule.stream()).toList());
  }

  private static boolean exists(String name) {
    return Command.of("ip", "link", "show", "dev", name).succeeds();
  }

  private static void removeRules(String family) {
    String all = saved(family);
    List<String> others = all.lines().filter(line -> !isKubernetesRule(line)).toList();
    if (others.size() < all.lines().count()) {
      Command.of(family + "-restore", "-w", "5").reading(String.join("\n", others) + "\n").run();
    }
  }

  private static String saved(String family) {
    return Command.of(family + "-save").run();
  }

  private static boolean isKubernetesRule(String line) {
    return KUBERNETES_RULE.matcher(line).find();
  }
}
