package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ImagePull;
import dev.pythonservice.operator.plan.Running;
import dev.pythonservice.operator.plan.WorkloadLabels;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Looks at what runs of a service: its Deployment, its pods, the runs of its jobs. */
@Singleton
public final class RunningResolver {

  private final NodeWatch nodes;
  private final ClusterReads reads;
  private final Clock clock;
  private final CompactStores stores;

  RunningResolver(NodeWatch nodes, ClusterReads reads, Clock clock, CompactStores stores) {
    this.nodes = nodes;
    this.reads = reads;
    this.clock = clock;
    this.stores = stores;
  }

  /** What is there now, what this reconcile wrote included. */
  public Running resolve(PythonService service, Context<PythonService> context) {
    String name = service.getMetadata().getName();
    RunRecords records = RunRecords.of(context.getSecondaryResourcesAsStream(Pod.class).toList());
    return new Running(
        context
            .getSecondaryResourcesAsStream(Deployment.class)
            .filter(deployment -> deployment.getMetadata().getName().equals(name))
            .findFirst(),
        records.pods(),
        context.getSecondaryResourcesAsStream(Job.class).toList(),
        records.records(),
        architectures(records.pods()));
  }

  private Map<String, Architecture> architectures(List<Pod> pods) {
    Map<String, Architecture> architectures = new HashMap<>();
    for (Pod pod : pods) {
      Optional.ofNullable(pod.getSpec().getNodeName())
          .flatMap(nodes::architectureOf)
          .ifPresent(found -> architectures.put(pod.getMetadata().getName(), found));
    }
    return architectures;
  }

  /**
   * Events on pods and on runs of jobs; the Deployment's come with what writes it.
   *
   * @param pulls is told of images that came to nodes for pods of services
   */
  public List<EventSource<?, PythonService>> eventSources(
      EventSourceContext<PythonService> context, Consumer<ImagePull> pulls) {
    InformerEventSource<Pod, PythonService> pods = watch(Pod.class, context);
    return List.of(
        pods,
        watch(Job.class, context),
        new ImagePulls(
            reads,
            context.getControllerConfiguration().getEffectiveNamespaces(),
            pod -> pods.get(pod).isPresent(),
            pulls,
            clock.instant()));
  }

  private <T extends HasMetadata> InformerEventSource<T, PythonService> watch(
      Class<T> type, EventSourceContext<PythonService> context) {
    InformerEventSourceConfiguration.Builder<T> builder =
        InformerEventSourceConfiguration.from(type, PythonService.class)
            .withName(type.getSimpleName())
            .withNamespacesInheritedFromController()
            .withLabelSelector(WorkloadLabels.SELECTOR)
            .withSecondaryToPrimaryMapper(RunningResolver::serviceOf);
    stores.of(type).ifPresent(builder::withItemStore);
    builder.withInformerListLimit(CompactStores.PAGE);
    return new InformerEventSource<>(builder.build(), context);
  }

  private static Set<ResourceID> serviceOf(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getLabels().get(WorkloadLabels.INSTANCE))
        .map(service -> Set.of(new ResourceID(service, object.getMetadata().getNamespace())))
        .orElse(Set.of());
  }
}
