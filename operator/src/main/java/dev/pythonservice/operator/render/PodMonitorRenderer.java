package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.plan.Measuring;
import dev.pythonservice.operator.plan.MetricsPort;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where the Prometheus operator finds the metrics of a service's engines. Each engine that was
 * asked to shows them on a port of its own.
 *
 * @see <a
 *     href="https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PodMonitor">
 *     PodMonitor</a>
 */
final class PodMonitorRenderer {

  /** By what dashboards, rules and the operator itself find the series of a service's release. */
  private static final List<Map<String, Object>> WHOSE_THEY_ARE =
      List.of(
          relabeling("pod_label_app_kubernetes_io_instance", "python_service"),
          relabeling("pod_annotation_pythonservice_dev_build", "python_build"),
          relabeling("pod_node_name", "node"));

  private PodMonitorRenderer() {}

  /** The monitor; none where the cluster knows no such kind, or no server shows metrics. */
  static Optional<GenericKubernetesResource> render(WorkloadPlan plan) {
    List<Map<String, Object>> endpoints =
        plan.service().servers().stream().flatMap(server -> endpoints(plan, server)).toList();
    return plan.capabilities().podMonitors() && !endpoints.isEmpty()
        ? Optional.of(monitor(plan, endpoints))
        : Optional.empty();
  }

  /** By number, for the names of ports are the servers' own. */
  private static Stream<Map<String, Object>> endpoints(WorkloadPlan plan, Server server) {
    Stream<Map<String, Object>> ofEngine =
        MetricsPort.of(server, plan.engineOf(server)).stream()
            .mapToObj(port -> Map.of("portNumber", port));
    Stream<Map<String, Object>> measured =
        Measuring.port(plan, server).stream()
            .mapToObj(
                port -> new TreeMap<>(Map.of("portNumber", port, "relabelings", WHOSE_THEY_ARE)));
    return Stream.concat(ofEngine, measured);
  }

  private static Map<String, Object> relabeling(String source, String target) {
    return new TreeMap<>(
        Map.of("sourceLabels", List.of("__meta_kubernetes_" + source), "targetLabel", target));
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
