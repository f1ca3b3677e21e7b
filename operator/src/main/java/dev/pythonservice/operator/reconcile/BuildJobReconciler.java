package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.BuildLabels;
import dev.pythonservice.operator.resolve.BuildJobResolver;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes Jobs whose build is gone. Nothing else does: owner references do not reach across
 * namespaces, and a finalizer on builds would keep their namespace from being deleted while no
 * operator runs. Every Job is looked at when the operator starts, so it does not matter when the
 * build went.
 */
@Singleton
@ControllerConfiguration(
    name = BuildJobReconciler.NAME,
    fieldManager = FieldManager.NAME,
    informer = @Informer(labelSelector = BuildLabels.SELECTOR))
public final class BuildJobReconciler implements Reconciler<Job> {

  /** The controller's name, in settings and metrics. */
  static final String NAME = "buildjob";

  private static final Logger LOG = LoggerFactory.getLogger(BuildJobReconciler.class);

  private final BuildJobResolver resolver;

  BuildJobReconciler(BuildJobResolver resolver) {
    this.resolver = resolver;
  }

  @Override
  public List<EventSource<?, Job>> prepareEventSources(EventSourceContext<Job> context) {
    return resolver.eventSources(context);
  }

  @Override
  public UpdateControl<Job> reconcile(Job job, Context<Job> context) {
    if (resolver.isServed(job)
        && !resolver.hasBuild(job, context)
        && isOrphan(job, context.getClient())) {
      LOG.info("The build of this Job is gone, and so the Job goes, too");
      BuildJobs.delete(job, context.getClient());
    }
    return UpdateControl.noUpdate();
  }

  /** What a cache does not show may be too new for it, so the API server is asked. */
  private static boolean isOrphan(Job job, KubernetesClient client) {
    Optional<String> namespace = BuildLabels.namespaceOf(job);
    Optional<String> name = BuildLabels.buildOf(job);
    if (namespace.isEmpty() || name.isEmpty()) {
      return false;
    }
    return Optional.ofNullable(
            client
                .resources(PythonBuild.class)
                .inNamespace(namespace.get())
                .withName(name.get())
                .get())
        .map(build -> build.getMetadata().getUid())
        .filter(uid -> BuildLabels.buildUidOf(job).filter(uid::equals).isPresent())
        .isEmpty();
  }
}
