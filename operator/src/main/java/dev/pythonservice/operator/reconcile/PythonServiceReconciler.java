package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.builder.layers.LayerKey;
import dev.pythonservice.operator.measure.PullMetrics;
import dev.pythonservice.operator.measure.ServiceMetrics;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.Outlook;
import dev.pythonservice.operator.plan.PreviewDecisions;
import dev.pythonservice.operator.plan.PreviewPlan;
import dev.pythonservice.operator.plan.PromotionRecord;
import dev.pythonservice.operator.plan.ReleaseDecisions;
import dev.pythonservice.operator.plan.ReleaseFigures;
import dev.pythonservice.operator.plan.ReleasePlan;
import dev.pythonservice.operator.plan.Running;
import dev.pythonservice.operator.plan.ServiceDecisions;
import dev.pythonservice.operator.plan.ServiceInputs;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.ServiceReport;
import dev.pythonservice.operator.plan.ServiceReports;
import dev.pythonservice.operator.plan.UpdateDecisions;
import dev.pythonservice.operator.plan.UpdatePlan;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.plan.VulnerabilityScan;
import dev.pythonservice.operator.render.StatusRenderer;
import dev.pythonservice.operator.render.StatusUpdate;
import dev.pythonservice.operator.resolve.CompactStores;
import dev.pythonservice.operator.resolve.PreviewBoard;
import dev.pythonservice.operator.resolve.PrimaryCache;
import dev.pythonservice.operator.resolve.RunningResolver;
import dev.pythonservice.operator.resolve.ServiceChanges;
import dev.pythonservice.operator.resolve.ServiceMeasurements;
import dev.pythonservice.operator.resolve.ServiceResolver;
import dev.pythonservice.operator.resolve.VulnerabilityScans;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** From a service to a build, and from a build to what runs. */
@Singleton
@ControllerConfiguration(
    name = PythonServiceReconciler.NAME,
    fieldManager = FieldManager.NAME,
    // Annotations change no generation, and they ask for look-ups and runs; the filter knows.
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = ServiceChanges.class))
public final class PythonServiceReconciler implements ConfigurableReconciler<PythonService> {

  /** The controller's name, in settings and metrics. */
  static final String NAME = "pythonservice";

  private static final ServiceChanges CHANGES = new ServiceChanges();

  private final ServiceResolver resolver;
  private final RunningResolver runningResolver;
  private final ServiceMeasurements measurements;
  private final VulnerabilityScans scans;
  private final PreviewBoard previews;
  private final BuildWriter builds;
  private final ReleaseRollout rollout;
  private final RunStarter runs;
  private final StatusRenderer renderer;
  private final StatusPublisher publisher;
  private final Stopping stopping;
  private final ServiceMetrics metrics;
  private final PullMetrics pulls;
  private final CompactStores stores;
  private final Clock clock;

  PythonServiceReconciler(
      ServiceResolver resolver,
      RunningResolver runningResolver,
      ServiceMeasurements measurements,
      VulnerabilityScans scans,
      PreviewBoard previews,
      BuildWriter builds,
      ReleaseRollout rollout,
      RunStarter runs,
      StatusRenderer renderer,
      StatusPublisher publisher,
      Stopping stopping,
      ServiceMetrics metrics,
      PullMetrics pulls,
      CompactStores stores,
      Clock clock) {
    this.resolver = resolver;
    this.runningResolver = runningResolver;
    this.measurements = measurements;
    this.scans = scans;
    this.previews = previews;
    this.builds = builds;
    this.rollout = rollout;
    this.runs = runs;
    this.renderer = renderer;
    this.publisher = publisher;
    this.stopping = stopping;
    this.metrics = metrics;
    this.pulls = pulls;
    this.stores = stores;
    this.clock = clock;
  }

  @Override
  public void updateConfigurationFrom(
      ControllerConfigurationOverrider<PythonService> configuration) {
    stores.ofServices().ifPresent(configuration::withItemStore);
    configuration.withInformerListLimit(CompactStores.PAGE);
  }

  @Override
  public List<EventSource<?, PythonService>> prepareEventSources(
      EventSourceContext<PythonService> context) {
    metrics.watch(() -> PrimaryCache.list(context));
    return Stream.of(
            resolver.eventSources(context),
            runningResolver.eventSources(context, pulls::count),
            rollout.eventSources(context),
            measurements.eventSources(context),
            List.<EventSource<?, PythonService>>of(
                scans.eventSource(context), previews.ofServices(context)))
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public UpdateControl<PythonService> reconcile(
      PythonService service, Context<PythonService> context) {
    Instant now = clock.instant();
    Optional<ServiceReport> report =
        resolver
            .resolve(service, context)
            .filter(inputs -> !stopping.hasBegun())
            .map(inputs -> report(inputs, service, context));
    Optional<StatusUpdate<PythonService>> update =
        report.flatMap(said -> renderer.render(service, said, now));
    boolean changed =
        update.filter(written -> publisher.publish(written, service, CHANGES, context)).isPresent();
    update.ifPresent(written -> metrics.count(service, written.patch(), now));
    if (changed) {
      return UpdateControl.<PythonService>noUpdate().rescheduleAfter(StatusPublisher.AT_ONCE);
    }
    return report
        .flatMap(ServiceReport::lookAgainAt)
        .map(at ->
            UpdateControl.<PythonService>noUpdate().rescheduleAfter(Duration.between(now, at)))
        .orElseGet(UpdateControl::noUpdate);
  }

  private ServiceReport report(
      ServiceInputs inputs, PythonService service, Context<PythonService> context) {
    Optional<Verdict> objection = ServiceDecisions.objection(inputs);
    if (objection.isPresent() || !(inputs instanceof WithPlatform with)) {
      // A platform that is being looked at is soon known, and then there is more to tell.
      objection
          .filter(verdict -> verdict.outlook() != Outlook.RECONCILING)
          .ifPresent(_ -> previews.blocked(service, inputs.knownPlatform()));
      return ServiceReports.blocked(
          service, inputs, objection.orElseThrow(), runningResolver.resolve(service, context));
    }
    ReleasePlan plan = ReleaseDecisions.plan(with, LayerKey.LAYOUT_VERSION);
    UpdatePlan updates = UpdateDecisions.plan(with, LayerKey.LAYOUT_VERSION, clock.instant());
    PreviewPlan looks =
        previews.admitted(
            service, with.platform(), PreviewDecisions.plan(with, plan, LayerKey.LAYOUT_VERSION));
    boolean goneOn =
        builds.write(plan, service, context)
            | builds.write(updates, service, context)
            | builds.write(looks, service, context);
    Running before = runningResolver.resolve(service, context);
    Lookup<Map<String, ReleaseFigures>> measured =
        measurements.of(service, with.platform(), before);
    ReleaseRollout.Outcome outcome = rollout.roll(with, plan, before, measured, context);
    runs.start(service, context);
    Optional<Lookup<VulnerabilityScan>> scan = scans.of(service, with.platform(), plan.serving());
    metrics.vulnerable(service, scan);
    Optional<PromotionRecord> promotion =
        Optional.of(outcome)
            .filter(done -> done.refusal().isEmpty())
            .flatMap(_ -> PromotionRecord.of(with, plan.serving(), scan, clock.instant()))
            .filter(record -> PromotionWriter.write(record, context.getClient()));
    Running running = runningResolver.resolve(service, context);
    ServiceReport report =
        ServiceReports.of(
                with,
                plan,
                outcome.refusal(),
                outcome.placement(),
                outcome.endpoints(),
                running,
                measured,
                scan,
                promotion.map(PromotionRecord::news))
            .with(updates);
    return goneOn ? report.lookingAgainAt(clock.instant()) : report;
  }
}
