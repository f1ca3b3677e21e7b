"""By what the kubelet's probes are known."""

# "kube-probe/MAJOR.MINOR", pkg/probe/http/http.go of Kubernetes.
AGENT = b"kube-probe/"
AGENT_TEXT = AGENT.decode()
