package dev.pythonservice.operator.plan;

/**
 * What a cluster has beyond Kubernetes itself.
 *
 * @param podMonitors whether it knows {@code PodMonitor} of the Prometheus operator
 */
public record ClusterCapabilities(boolean podMonitors) {}
