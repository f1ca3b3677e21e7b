package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ClusterCapabilities;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.resolve.CompactStores;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.dependent.workflow.Workflow;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowBuilder;
import io.javaoperatorsdk.operator.processing.dependent.workflow.WorkflowReconcileResult;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps the objects of a release as they were rendered. */
@Singleton
final class ReleaseWriter {

  /** What only somebody who changes the service can mend: unprocessable, forbidden, conflict. */
  private static final Set<Integer> REFUSALS = Set.of(400, 403, 409, 422);

  private static final GroupVersionKind POD_MONITOR =
      new GroupVersionKind("monitoring.coreos.com", "v1", "PodMonitor");

  private final CompactStores stores;
  private final AtomicReference<Prepared> prepared = new AtomicReference<>(Prepared.nothing());

  ReleaseWriter(CompactStores stores) {
    this.stores = stores;
  }

  /**
   * What depends on the cluster, which is looked at once, when the operator starts.
   *
   * @param capabilities what the cluster has
   * @param workflow what writes
   */
  private record Prepared(ClusterCapabilities capabilities, Workflow<PythonService> workflow) {

    static Prepared nothing() {
      return new Prepared(
          new ClusterCapabilities(false), new WorkflowBuilder<PythonService>().build());
    }
  }

  /** Events on what is written, so that what is changed by hand is repaired. */
  List<EventSource<?, PythonService>> eventSources(EventSourceContext<PythonService> context) {
    boolean podMonitors = context.getClient().hasApiGroup(POD_MONITOR.getGroup(), true);
    List<RenderedDependent<? extends HasMetadata>> dependents = dependents(podMonitors);
    prepared.set(new Prepared(new ClusterCapabilities(podMonitors), workflow(dependents)));
    List<EventSource<?, PythonService>> sources = new ArrayList<>();
    dependents.forEach(dependent -> dependent.eventSource(context).ifPresent(sources::add));
    return sources;
  }

  /** What the cluster has. */
  ClusterCapabilities capabilities() {
    return prepared.get().capabilities();
  }

  /**
   * Writes what differs, and deletes what is not rendered any more.
   *
   * @return why the API server refuses an object, where somebody has to change something
   * @throws KubernetesClientException when the API server cannot be asked; the reconcile is tried
   *     again
   */
  Optional<Verdict> write(
      List<HasMetadata> rendered, PythonService service, Context<PythonService> context) {
    new Rendered(rendered).into(context);
    WorkflowReconcileResult result = prepared.get().workflow().reconcile(service, context);
    for (Exception error : result.getErroredDependents().values()) {
      if (!(error instanceof KubernetesClientException refusal)
          || !REFUSALS.contains(refusal.getCode())) {
        result.throwAggregateExceptionIfErrorsPresent();
      }
    }
    return result.getErroredDependents().values().stream()
        .map(KubernetesClientException.class::cast)
        .map(ReleaseWriter::refused)
        .findFirst();
  }

  private static Verdict refused(KubernetesClientException refusal) {
    String words =
        Optional.ofNullable(refusal.getStatus())
            .map(Status::getMessage)
            .orElseGet(() -> String.valueOf(refusal.getMessage()));
    return Verdict.stalled(
        "ObjectRefused",
        "The API server refuses an object of this service: %s; correct spec, or spec.podTemplate if the field is from there"
            .formatted(words));
  }

  private List<RenderedDependent<? extends HasMetadata>> dependents(boolean podMonitors) {
    List<RenderedDependent<? extends HasMetadata>> dependents = new ArrayList<>();
    dependents.add(new RenderedDependent<>(Service.class, stores));
    dependents.add(new RenderedDependent<>(Deployment.class, stores));
    dependents.add(new RenderedDependent<>(HorizontalPodAutoscaler.class, stores));
    dependents.add(new RenderedDependent<>(PodDisruptionBudget.class, stores));
    dependents.add(new RenderedDependent<>(CronJob.class, stores));
    if (podMonitors) {
      dependents.add(new RenderedDependent<>(GenericKubernetesResource.class, POD_MONITOR, stores));
    }
    return dependents;
  }

  private static Workflow<PythonService> workflow(
      List<RenderedDependent<? extends HasMetadata>> dependents) {
    WorkflowBuilder<PythonService> builder = new WorkflowBuilder<>();
    dependents.forEach(builder::addDependentResource);
    return builder.withThrowExceptionFurther(false).build();
  }
}
