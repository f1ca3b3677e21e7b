package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Prices;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.render.PodDemands;
import dev.pythonservice.operator.render.WorkloadRenderer;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A service with a finished image, and the nodes of its cluster, as tests set them up. */
final class PlacementScene {

  static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  /** What an m7i.large costs on demand: 0.10 EUR an hour; an m8g.large: 0.08. */
  static final String PRICES =
      """
      prices:
        currency: EUR
        nodes:
        - {architecture: amd64, instanceType: m7i.large, perNodeHour: "0.10"}
        - {architecture: arm64, instanceType: m8g.large, perNodeHour: "0.08"}
      """;

  private String spec = "";
  private String platform = PRICES;
  private long platformGeneration = 1;
  private String status = "{}";
  private String annotations = "{}";
  private String built =
      """
      platforms: [{platform: linux/amd64, digest: a}, {platform: linux/arm64, digest: b}]
      """;
  private List<Node> nodes = new ArrayList<>();
  private Optional<Boolean> hidden = Optional.empty();
  private final Map<Architecture, Work> work = new HashMap<>();
  private boolean missesObjective;
  private Running running = new Running(Optional.empty(), List.of(), List.of());
  private Instant now = NOW;

  /** A Ready node with two CPUs and 8 GiB. */
  static Node node(String name, String labels) {
    return Yaml.object(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s, labels: {kubernetes.io/os: linux, %s}}
        status:
          allocatable: {cpu: "2", memory: 8Gi}
          capacity: {cpu: "2", memory: 8Gi}
          conditions: [{type: Ready, status: "True"}]
        """
            .formatted(name, labels),
        Node.class);
  }

  static Node amd64(String name) {
    return node(name, "kubernetes.io/arch: amd64, node.kubernetes.io/instance-type: m7i.large");
  }

  static Node arm64(String name) {
    return node(name, "kubernetes.io/arch: arm64, node.kubernetes.io/instance-type: m8g.large");
  }

  PlacementScene spec(String yaml) {
    spec = yaml;
    return this;
  }

  PlacementScene platform(String yaml) {
    platform = yaml;
    platformGeneration++;
    return this;
  }

  /** The status so far, as the operator wrote it. */
  PlacementScene status(String yaml) {
    status = yaml;
    return this;
  }

  PlacementScene annotation(String yaml) {
    annotations = yaml;
    return this;
  }

  PlacementScene built(String yaml) {
    built = yaml;
    return this;
  }

  PlacementScene nodes(Node... all) {
    nodes = new ArrayList<>(List.of(all));
    return this;
  }

  PlacementScene changed(UnaryOperator<Node> change) {
    nodes.replaceAll(change);
    return this;
  }

  PlacementScene hidden(boolean forbidden) {
    hidden = Optional.of(forbidden);
    return this;
  }

  /** What an hour's pods did on an architecture. */
  PlacementScene worked(Architecture architecture, long requests, double cpuSeconds) {
    return worked(architecture, requests, cpuSeconds, Duration.ofHours(1));
  }

  PlacementScene worked(
      Architecture architecture, long requests, double cpuSeconds, Duration watched) {
    work.put(architecture, Work.of(requests, cpuSeconds, watched));
    return this;
  }

  PlacementScene missingAnObjective() {
    missesObjective = true;
    return this;
  }

  /** What runs of the service: its Deployment, and pods. */
  PlacementScene running(String deployment, String... pods) {
    running =
        new Running(
            Optional.of(Yaml.object(deployment, Deployment.class)),
            Stream.of(pods).map(pod -> Yaml.object(pod, Pod.class)).toList(),
            List.of());
    return this;
  }

  PlacementScene after(Duration time) {
    now = now.plus(time);
    return this;
  }

  /** Takes over what was said, as a reconcile writes it. */
  PlacementScene said(PlacementReport report) {
    PythonService service = service();
    status =
        Yaml.of(
            new StatusYaml(
                report.service(),
                report.architectures(),
                report.exploration().orElse(null),
                service.getSpec().jobs().stream()
                    .map(job -> new JobYaml(job.name(), report.ofJob(job.name()).orElse(null)))
                    .toList()));
    return this;
  }

  private record StatusYaml(
      Object placement, Object architectures, @Nullable Object exploration, List<JobYaml> jobs) {}

  private record JobYaml(String name, @Nullable Object placement) {}

  PlacementReport report() {
    PythonService service = service();
    PythonPlatform found =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonPlatform
            metadata: {name: default, generation: %d}
            """
                .formatted(platformGeneration),
            PythonPlatform.class);
    found.setSpec(Yaml.platformSpec(platform));
    PythonBuild build = build();
    WithPlatform inputs =
        new WithPlatform(
            PlatformChoice.of("shop", Map.of()),
            service,
            found,
            Lookup.pending(),
            Lookup.pending(),
            List.of(build),
            ImageTrust.notRequired(),
            Optional.empty());
    WorkloadPlan workload =
        WorkloadPlan.of(inputs, build, new ClusterCapabilities(false))
            .exploring(ExplorationDecisions.failure(inputs, build, running));
    List<PodDemand> demands = PodDemands.of(WorkloadRenderer.render(workload));
    Observed observed = new Observed(visible(demands, found), work, missesObjective, running);
    return PlacementReports.of(inputs, workload, build, demands, observed, now);
  }

  private VisibleNodes visible(List<PodDemand> demands, PythonPlatform found) {
    Optional<String> label = Optional.ofNullable(found.getSpec().prices()).map(Prices::nodeLabel);
    List<ClusterNode> facts = nodes.stream().map(ClusterNode::of).toList();
    Map<String, NodeSummary> summaries = new HashMap<>();
    demands.forEach(
        demand -> summaries.put(demand.component(), NodeSummary.of(facts, demand, label)));
    return hidden
        .<VisibleNodes>map(VisibleNodes.Hidden::new)
        .orElseGet(() -> new VisibleNodes.Seen(summaries));
  }

  private PythonService service() {
    PythonService service =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonService
            metadata: {name: orders, namespace: shop, uid: 22bb, generation: 1, annotations: %s}
            status:
            """
                    .formatted(annotations)
                + status.replace("---\n", "").indent(2),
            PythonService.class);
    service.setSpec(Yaml.serviceSpec(spec));
    return service;
  }

  private PythonBuild build() {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonBuild
        metadata: {name: orders-1, namespace: shop, creationTimestamp: "2026-11-23T01:00:00Z"}
        spec:
          service: orders
          platform: default
          source: {git: {url: "https://git.example/shop/orders.git"}}
          revision: "1111"
          python: "3.12"
          platforms: [linux/amd64, linux/arm64]
        status:
          phase: Succeeded
          image: "registry.example/python/shop/orders@sha256:1"
          measure: "1"
        """
            + built.indent(2),
        PythonBuild.class);
  }

  /** The order in the status. */
  static List<Architecture> order(PlacementReport report) {
    return report.service().architectures();
  }
}
