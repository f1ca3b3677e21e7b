package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.measure.BuildMetrics;
import dev.pythonservice.operator.measure.CheckMetrics;
import dev.pythonservice.operator.plan.BuildDecisions;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildPlan;
import dev.pythonservice.operator.render.BuildStatusRenderer;
import dev.pythonservice.operator.render.StatusUpdate;
import dev.pythonservice.operator.resolve.BuildChanges;
import dev.pythonservice.operator.resolve.BuildResolver;
import dev.pythonservice.operator.resolve.CompactStores;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.quarkiverse.operatorsdk.runtime.api.ConfigurableReconciler;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Sees a build through: when its turn comes a Job builds it, and its status tells how it went. */
@Singleton
@ControllerConfiguration(
    name = PythonBuildReconciler.NAME,
    fieldManager = FieldManager.NAME,
    // What else than the generation matters, the filter knows.
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = BuildChanges.class))
public final class PythonBuildReconciler implements ConfigurableReconciler<PythonBuild> {

  /** The controller's name, in settings and metrics. */
  static final String NAME = "pythonbuild";

  private static final BuildChanges CHANGES = new BuildChanges();

  private final BuildResolver resolver;
  private final BuildJobs jobs;
  private final BuildStatusRenderer renderer;
  private final StatusPublisher publisher;
  private final Stopping stopping;
  private final BuildMetrics metrics;
  private final CompactStores stores;
  private final CheckMetrics checks;
  private final Clock clock;

  PythonBuildReconciler(
      BuildResolver resolver,
      BuildJobs jobs,
      BuildStatusRenderer renderer,
      StatusPublisher publisher,
      Stopping stopping,
      BuildMetrics metrics,
      CompactStores stores,
      CheckMetrics checks,
      Clock clock) {
    this.resolver = resolver;
    this.jobs = jobs;
    this.renderer = renderer;
    this.publisher = publisher;
    this.stopping = stopping;
    this.metrics = metrics;
    this.stores = stores;
    this.checks = checks;
    this.clock = clock;
  }

  @Override
  public void updateConfigurationFrom(ControllerConfigurationOverrider<PythonBuild> configuration) {
    stores.ofBuilds().ifPresent(configuration::withItemStore);
    configuration.withInformerListLimit(CompactStores.PAGE);
  }

  @Override
  public List<EventSource<?, PythonBuild>> prepareEventSources(
      EventSourceContext<PythonBuild> context) {
    metrics.watch(phase -> resolver.count(phase, context));
    checks.watch(() -> resolver.checked(context));
    return resolver.eventSources(context);
  }

  @Override
  public UpdateControl<PythonBuild> reconcile(PythonBuild build, Context<PythonBuild> context) {
    Instant now = clock.instant();
    BuildInputs inputs = resolver.resolve(build, context, now);
    if (stopping.hasBegun()) {
      return UpdateControl.noUpdate();
    }
    BuildPlan plan = jobs.carryOut(BuildDecisions.plan(inputs), inputs, context);
    Optional<StatusUpdate<PythonBuild>> update = renderer.render(build, plan, now);
    boolean changed =
        update.filter(written -> publisher.publish(written, build, CHANGES, context)).isPresent();
    update.ifPresent(written -> metrics.count(build, plan));
    if (changed) {
      return UpdateControl.<PythonBuild>noUpdate().rescheduleAfter(StatusPublisher.AT_ONCE);
    }
    return plan.lookAgainAt()
        .map(at -> PythonBuildReconciler.lookAgain(now, at))
        .orElseGet(UpdateControl::noUpdate);
  }

  /** Times in a status have whole seconds, so a second more is never too early. */
  private static UpdateControl<PythonBuild> lookAgain(Instant now, Instant at) {
    Duration rest = Duration.between(now, at.plusSeconds(1));
    return UpdateControl.<PythonBuild>noUpdate()
        .rescheduleAfter(rest.isNegative() ? Duration.ofSeconds(1) : rest);
  }
}
