package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.Prices;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Endpoint;
import dev.pythonservice.operator.plan.ExplorationDecisions;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Observed;
import dev.pythonservice.operator.plan.PlacementReport;
import dev.pythonservice.operator.plan.PlacementReports;
import dev.pythonservice.operator.plan.PodDemand;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.ReleasePlan;
import dev.pythonservice.operator.plan.Running;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.plan.WorkloadDecisions;
import dev.pythonservice.operator.plan.WorkloadPlan;
import dev.pythonservice.operator.render.Endpoints;
import dev.pythonservice.operator.render.PodDemands;
import dev.pythonservice.operator.render.WorkloadRenderer;
import dev.pythonservice.operator.resolve.NodeQuestion;
import dev.pythonservice.operator.resolve.NodeWatch;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Brings the build that is to be served onto the cluster. */
@Singleton
final class ReleaseRollout {

  private final ReleaseWriter writer;
  private final NodeWatch nodes;
  private final Clock clock;

  ReleaseRollout(ReleaseWriter writer, NodeWatch nodes, Clock clock) {
    this.writer = writer;
    this.nodes = nodes;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param refusal why nothing was written, or not all
   * @param placement where the pods go; empty where nothing was rendered
   * @param endpoints where the servers answer
   */
  record Outcome(
      Optional<Verdict> refusal, Optional<PlacementReport> placement, List<Endpoint> endpoints) {

    static Outcome without(Optional<Verdict> refusal, List<Endpoint> endpoints) {
      return new Outcome(refusal, Optional.empty(), endpoints);
    }
  }

  List<EventSource<?, PythonService>> eventSources(EventSourceContext<PythonService> context) {
    return Stream.concat(
            writer.eventSources(context).stream(), Stream.of(nodes.eventSource(context)))
        .toList();
  }

  /**
   * Without a build to serve, or with one that cannot run, what runs stays as it is.
   *
   * @param running what runs so far
   * @param measured what was measured of the service's builds, by their names
   */
  Outcome roll(
      WithPlatform inputs,
      ReleasePlan plan,
      Running running,
      Lookup<Map<String, ReleaseFigures>> measured,
      Context<PythonService> context) {
    return plan.serving()
        .map(build -> roll(inputs, build, running, measured, context))
        .orElseGet(() -> Outcome.without(Optional.empty(), endpointsOf(inputs)));
  }

  private Outcome roll(
      WithPlatform inputs,
      PythonBuild build,
      Running running,
      Lookup<Map<String, ReleaseFigures>> measured,
      Context<PythonService> context) {
    WorkloadPlan workload =
        WorkloadPlan.of(inputs, build, writer.capabilities())
            .exploring(ExplorationDecisions.failure(inputs, build, running));
    Optional<Verdict> objection = WorkloadDecisions.objection(workload);
    if (objection.isPresent()) {
      return Outcome.without(objection, endpointsOf(inputs));
    }
    List<HasMetadata> rendered = WorkloadRenderer.render(workload);
    PlacementReport placement =
        place(inputs, workload, PodDemands.of(rendered), build, running, measured);
    WorkloadPlan placed =
        workload.preferring(placement.preferred()).exploring(placement.exploration());
    return new Outcome(
        writer.write(
            placed.equals(workload) ? rendered : WorkloadRenderer.render(placed),
            inputs.object(),
            context),
        Optional.of(placement),
        Endpoints.of(placed));
  }

  private PlacementReport place(
      WithPlatform inputs,
      WorkloadPlan workload,
      List<PodDemand> demands,
      PythonBuild build,
      Running running,
      Lookup<Map<String, ReleaseFigures>> measured) {
    Optional<String> priceLabel =
        Optional.ofNullable(workload.platform().prices()).map(Prices::nodeLabel);
    return PlacementReports.of(
        inputs,
        workload,
        build,
        demands,
        Observed.of(
            inputs.object(),
            build,
            nodes.of(inputs.object(), new NodeQuestion(demands, priceLabel)),
            measured,
            running),
        clock.instant());
  }

  private static List<Endpoint> endpointsOf(WithPlatform inputs) {
    return Optional.ofNullable(inputs.object().getStatus())
        .map(PythonServiceStatus::endpoints)
        .orElse(List.of());
  }
}
