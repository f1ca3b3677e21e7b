package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.cluster.local.Component.Port;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.util.List;
import java.util.stream.Stream;

/** The processes of the local cluster and their arguments, in two waves. */
record Components(Layout layout, Tools tools) {

  /** What needs nobody else: the store, the API server, the registry and the container runtime. */
  List<Component> firstWave() {
    return List.of(etcd(), apiServer(), registry(), containerd());
  }

  /** What needs the API server to answer. */
  List<Component> secondWave() {
    return List.of(controllerManager(), scheduler(), kubelet(), proxy(), dns(), metricsServer());
  }

  List<Component> all() {
    return Stream.concat(firstWave().stream(), secondWave().stream()).toList();
  }

  private Component etcd() {
    String client = "https://127.0.0.1:" + NodeAddresses.ETCD_PORT;
    String peer = "http://127.0.0.1:" + NodeAddresses.ETCD_PEER_PORT;
    return new Component(
        Tool.SERVER,
        List.of(
            "--data-dir=" + layout.data("etcd"),
            "--listen-client-urls=" + client,
            "--advertise-client-urls=" + client,
            "--listen-peer-urls=" + peer,
            "--initial-advertise-peer-urls=" + peer,
            "--initial-cluster=default=" + peer,
            "--client-cert-auth",
            "--trusted-ca-file=" + layout.certificate("ca.crt"),
            "--cert-file=" + layout.certificate("etcd.crt"),
            "--key-file=" + layout.certificate("etcd.key"),
            // A test cluster need not survive a power cut, and fsync is most of its start.
            "--unsafe-no-fsync"),
        List.of(Port.local(NodeAddresses.ETCD_PORT), Port.local(NodeAddresses.ETCD_PEER_PORT)));
  }

  private Component apiServer() {
    return new Component(
        Tool.KUBE_APISERVER,
        List.of(
            "--secure-port=" + NodeAddresses.API_PORT,
            "--advertise-address=" + NodeAddresses.NODE,
            "--etcd-servers=https://127.0.0.1:" + NodeAddresses.ETCD_PORT,
            "--etcd-cafile=" + layout.certificate("ca.crt"),
            "--etcd-certfile=" + layout.certificate("etcd.crt"),
            "--etcd-keyfile=" + layout.certificate("etcd.key"),
            "--client-ca-file=" + layout.certificate("ca.crt"),
            "--tls-cert-file=" + layout.certificate("kube-apiserver.crt"),
            "--tls-private-key-file=" + layout.certificate("kube-apiserver.key"),
            "--kubelet-certificate-authority=" + layout.certificate("ca.crt"),
            "--kubelet-client-certificate=" + layout.certificate("kubelet-client.crt"),
            "--kubelet-client-key=" + layout.certificate("kubelet-client.key"),
            // The node's name is in no DNS, so that exec and logs must go by its address.
            "--kubelet-preferred-address-types=InternalIP",
            "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
            "--service-account-key-file=" + layout.certificate("service-accounts.pub"),
            "--service-account-signing-key-file=" + layout.certificate("service-accounts.key"),
            "--service-cluster-ip-range=" + NodeAddresses.SERVICES,
            "--authorization-mode=Node,RBAC",
            "--enable-admission-plugins=NodeRestriction",
            "--allow-privileged",
            "--enable-aggregator-routing",
            "--requestheader-client-ca-file=" + layout.certificate("ca.crt"),
            "--requestheader-allowed-names=aggregator",
            "--requestheader-extra-headers-prefix=X-Remote-Extra-",
            "--requestheader-group-headers=X-Remote-Group",
            "--requestheader-username-headers=X-Remote-User",
            "--proxy-client-cert-file=" + layout.certificate("aggregator.crt"),
            "--proxy-client-key-file=" + layout.certificate("aggregator.key"),
            "--audit-policy-file=" + layout.configuration("audit-policy.yaml"),
            "--audit-log-path=" + layout.log("audit"),
            "--audit-log-maxsize=100",
            "--audit-log-maxbackup=2"),
        List.of(Port.everywhere(NodeAddresses.API_PORT)));
  }

  private Component registry() {
    return new Component(
        Tool.REGISTRY,
        List.of("serve", layout.configuration("registry.yaml").toString()),
        List.of(Port.node(NodeAddresses.REGISTRY_PORT)));
  }

  private Component containerd() {
    return new Component(
        Tool.CONTAINERD, List.of("--config=" + layout.configuration("containerd.toml")), List.of());
  }

  private Component controllerManager() {
    String kubeconfig = layout.kubeconfig("kube-controller-manager").toString();
    return new Component(
        Tool.KUBE_CONTROLLER_MANAGER,
        List.of(
            "--bind-address=127.0.0.1",
            "--kubeconfig=" + kubeconfig,
            "--authentication-kubeconfig=" + kubeconfig,
            "--authorization-kubeconfig=" + kubeconfig,
            "--client-ca-file=" + layout.certificate("ca.crt"),
            "--root-ca-file=" + layout.certificate("ca.crt"),
            "--cluster-signing-cert-file=" + layout.certificate("ca.crt"),
            "--cluster-signing-key-file=" + layout.certificate("ca.key"),
            "--service-account-private-key-file=" + layout.certificate("service-accounts.key"),
            "--use-service-account-credentials",
            "--leader-elect=false"),
        List.of(Port.local(NodeAddresses.CONTROLLER_MANAGER_PORT)));
  }

  private Component scheduler() {
    String kubeconfig = layout.kubeconfig("kube-scheduler").toString();
    return new Component(
        Tool.KUBE_SCHEDULER,
        List.of(
            "--bind-address=127.0.0.1",
            "--kubeconfig=" + kubeconfig,
            "--authentication-kubeconfig=" + kubeconfig,
            "--authorization-kubeconfig=" + kubeconfig,
            "--leader-elect=false"),
        List.of(Port.local(NodeAddresses.SCHEDULER_PORT)));
  }

  private Component kubelet() {
    return new Component(
        Tool.KUBELET,
        List.of(
            "--config=" + layout.configuration("kubelet.yaml"),
            "--kubeconfig=" + layout.kubeconfig("kubelet"),
            "--root-dir=" + layout.data("kubelet"),
            "--hostname-override=" + NodeAddresses.NODE_NAME,
            "--node-ip=" + NodeAddresses.NODE),
        List.of(
            Port.node(NodeAddresses.KUBELET_PORT), Port.local(NodeAddresses.KUBELET_HEALTH_PORT)));
  }

  private Component proxy() {
    return new Component(
        Tool.KUBE_PROXY,
        List.of("--config=" + layout.configuration("kube-proxy.yaml")),
        List.of(
            Port.local(NodeAddresses.PROXY_HEALTH_PORT),
            Port.local(NodeAddresses.PROXY_METRICS_PORT)));
  }

  private Component dns() {
    return new Component(
        Tool.COREDNS,
        List.of("-conf", layout.configuration("Corefile").toString()),
        List.of(Port.node(NodeAddresses.DNS_PORT), Port.node(NodeAddresses.DNS_READY_PORT)));
  }

  private Component metricsServer() {
    String kubeconfig = layout.kubeconfig("metrics-server").toString();
    return new Component(
        Tool.METRICS_SERVER,
        List.of(
            "--bind-address=" + NodeAddresses.NODE,
            "--secure-port=" + NodeAddresses.METRICS_SERVER_PORT,
            "--kubeconfig=" + kubeconfig,
            "--authentication-kubeconfig=" + kubeconfig,
            "--authorization-kubeconfig=" + kubeconfig,
            "--tls-cert-file=" + layout.certificate("metrics-server.crt"),
            "--tls-private-key-file=" + layout.certificate("metrics-server.key"),
            "--kubelet-certificate-authority=" + layout.certificate("ca.crt"),
            "--kubelet-preferred-address-types=InternalIP",
            "--kubelet-request-timeout=5s",
            "--metric-resolution=10s"),
        List.of(Port.node(NodeAddresses.METRICS_SERVER_PORT)));
  }
}
