package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.Measuring;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Where the Prometheus operator finds the metrics of a service's engines. Each engine that was
 * asked to shows them on a port of its own.
 *
 * @see <a
 *     href="https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor">
 *     PodMonitor</a>
 */
final class PodMonitorRenderer {

  private PodMonitorRenderer() {}

  /** The monitor; none where the cluster knows no such kind, or no server shows metrics. */
  static Optional<GenericKubernetesResource> render(WorkloadPlan plan) {
    List<Map<String, Object>> endpoints =
        ports(plan).mapToObj(PodMonitorRenderer::endpoint).toList();
    return plan.capabilities().podMonitors() && !endpoints.isEmpty()
        ? Optional.of(monitor(plan, endpoints))
        : Optional.empty();
  }

  private static IntStream ports(WorkloadPlan plan) {
    return plan.service().servers().stream()
        .flatMap(server -> Measuring.ports(plan, server).stream())
        .mapToInt(Integer::intValue);
  }

  /** By number, for the names of ports are the servers' own. */
  private static Map<String, Object> endpoint(int port) {
    return Map.of("portNumber", port);
  }

  private static GenericKubernetesResource monitor(
      WorkloadPlan plan, List<Map<String, Object>> endpoints) {
    return new GenericKubernetesResourceBuilder()
        .withApiVersion("monitoring.coreos.com/v1")
        .withKind("PodMonitor")
        .withMetadata(Owned.metadata(plan, plan.name(), WorkloadLabels.PROCESS))
        .addToAdditionalProperties(
            "spec",
            new TreeMap<>(
                Map.of(
                    "podMetricsEndpoints",
                    endpoints,
                    "selector",
                    Map.of("matchLabels", WorkloadLabels.selector(plan.name())))))
        .build();
  }
}
