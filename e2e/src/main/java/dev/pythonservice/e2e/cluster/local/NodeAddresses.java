package dev.pythonservice.e2e.cluster.local;

/**
 * The addresses of the local cluster. The node's is one of TEST-NET-2 (RFC 5737), kept for
 * documentation, on an interface of its own; Services and pods have the ranges that kubeadm and
 * flannel made usual.
 */
final class NodeAddresses {

  /** The node, and everything on this machine that pods talk to. */
  static final String NODE = "198.51.100.1";

  /** The node's name. */
  static final String NODE_NAME = "local";

  static final String SERVICES = "10.96.0.0/16";
  static final String API_SERVICE = "10.96.0.1";
  static final String DNS_SERVICE = "10.96.0.10";
  static final String PODS = "10.244.0.0/16";

  static final int API_PORT = 6443;
  static final int ETCD_PORT = 2379;
  static final int ETCD_PEER_PORT = 2380;
  static final int REGISTRY_PORT = 5000;
  static final int DNS_PORT = 53;
  static final int DNS_READY_PORT = 8181;
  static final int KUBELET_PORT = 10250;
  static final int KUBELET_HEALTH_PORT = 10248;
  static final int PROXY_HEALTH_PORT = 10256;
  static final int PROXY_METRICS_PORT = 10249;
  static final int CONTROLLER_MANAGER_PORT = 10257;
  static final int SCHEDULER_PORT = 10259;
  static final int METRICS_SERVER_PORT = 10251;
  static final int FAKE_NODES_PORT = 10247;

  /** The registry's name for this machine, the node and pods alike. */
  static final String REGISTRY = NODE + ":" + REGISTRY_PORT;

  /** The API server's address for the components and for kubectl on this machine. */
  static final String API_URL = "https://127.0.0.1:" + API_PORT;

  private NodeAddresses() {}
}
