package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Endpoint;
import dev.pythonservice.operator.plan.ReleasePlan;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.plan.WorkloadDecisions;
import dev.pythonservice.operator.plan.WorkloadPlan;
import dev.pythonservice.operator.render.Endpoints;
import dev.pythonservice.operator.render.WorkloadRenderer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Brings the build that is to be served onto the cluster. */
@Singleton
final class ReleaseRollout {

  private final ReleaseWriter writer;

  ReleaseRollout(ReleaseWriter writer) {
    this.writer = writer;
  }

  /**
   * What came of it.
   *
   * @param refusal why nothing was written, or not all
   * @param endpoints where the servers answer
   */
  record Outcome(Optional<Verdict> refusal, List<Endpoint> endpoints) {}

  List<EventSource<?, PythonService>> eventSources(EventSourceContext<PythonService> context) {
    return writer.eventSources(context);
  }

  /** Without a build to serve, or with one that cannot run, what runs stays as it is. */
  Outcome roll(WithPlatform inputs, ReleasePlan plan, Context<PythonService> context) {
    return plan.serving()
        .map(build -> roll(inputs, build, context))
        .orElseGet(() -> new Outcome(Optional.empty(), endpointsOf(inputs)));
  }

  private Outcome roll(WithPlatform inputs, PythonBuild build, Context<PythonService> context) {
    WorkloadPlan workload = WorkloadPlan.of(inputs, build, writer.capabilities());
    Optional<Verdict> objection = WorkloadDecisions.objection(workload);
    if (objection.isPresent()) {
      return new Outcome(objection, endpointsOf(inputs));
    }
    return new Outcome(
        writer.write(WorkloadRenderer.render(workload), inputs.object(), context),
        Endpoints.of(workload));
  }

  private static List<Endpoint> endpointsOf(WithPlatform inputs) {
    return Optional.ofNullable(inputs.object().getStatus())
        .map(PythonServiceStatus::endpoints)
        .orElse(List.of());
  }
}
