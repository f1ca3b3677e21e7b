package dev.pythonservice.e2e.tools;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A program that is built from a Go module. Its version is pinned in {@code
 * e2e/tools/MODULE/go.mod}; modules are apart where their dependencies do not fit together.
 */
public enum Tool {
  KUBE_APISERVER(GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-apiserver"),
  KUBE_CONTROLLER_MANAGER(GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-controller-manager"),
  KUBE_SCHEDULER(GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-scheduler"),
  KUBELET(GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubelet"),
  KUBE_PROXY(GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kube-proxy"),
  KUBECTL(GoModule.KUBERNETES, "k8s.io/kubernetes/cmd/kubectl"),
  COREDNS(GoModule.KUBERNETES, "github.com/coredns/coredns"),
  METRICS_SERVER(GoModule.KUBERNETES, "sigs.k8s.io/metrics-server/cmd/metrics-server"),
  KWOK(GoModule.KUBERNETES, "sigs.k8s.io/kwok/cmd/kwok"),
  HELM(GoModule.KUBERNETES, "helm.sh/helm/v4/cmd/helm"),
  REGISTRY(GoModule.KUBERNETES, "github.com/distribution/distribution/v3/cmd/registry"),
  CRANE(GoModule.KUBERNETES, "github.com/google/go-containerregistry/cmd/crane"),
  BRIDGE(GoModule.KUBERNETES, "github.com/containernetworking/plugins/plugins/main/bridge"),
  LOOPBACK(GoModule.KUBERNETES, "github.com/containernetworking/plugins/plugins/main/loopback"),
  HOST_LOCAL(GoModule.KUBERNETES, "github.com/containernetworking/plugins/plugins/ipam/host-local"),
  PORTMAP(GoModule.KUBERNETES, "github.com/containernetworking/plugins/plugins/meta/portmap"),
  CONTAINERD(GoModule.CONTAINERD, "github.com/containerd/containerd/v2/cmd/containerd"),
  CONTAINERD_SHIM_RUNC_V2(
      GoModule.CONTAINERD, "github.com/containerd/containerd/v2/cmd/containerd-shim-runc-v2"),
  /** Its package is called "server", and so is the program. */
  SERVER(GoModule.ETCD, "go.etcd.io/etcd/server/v3");

  /** What talks to a cluster, whoever runs it. */
  public static final Set<Tool> CLIENTS = Set.copyOf(EnumSet.of(KUBECTL, HELM, CRANE, KWOK));

  /** All tools: what a cluster on this machine needs. */
  public static final Set<Tool> ALL = Set.copyOf(EnumSet.allOf(Tool.class));

  private final GoModule module;
  private final String goPackage;

  Tool(GoModule module, String goPackage) {
    this.module = module;
    this.goPackage = goPackage;
  }

  /** The program's file name. */
  public String program() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  GoModule module() {
    return module;
  }

  String goPackage() {
    return goPackage;
  }

  /** A folder below {@code e2e/tools} with a {@code go.mod} of its own. */
  enum GoModule {
    ETCD,
    CONTAINERD,
    KUBERNETES;

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
