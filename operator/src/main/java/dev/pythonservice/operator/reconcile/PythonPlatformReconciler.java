package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.measure.PreviewMetrics;
import dev.pythonservice.operator.plan.PlatformDecisions;
import dev.pythonservice.operator.plan.PlatformInputs;
import dev.pythonservice.operator.plan.Verdict;
import dev.pythonservice.operator.render.StatusRenderer;
import dev.pythonservice.operator.resolve.PlatformResolver;
import dev.pythonservice.operator.resolve.PreviewBoard;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

/** Says of a platform whether services can rely on it. */
@Singleton
@ControllerConfiguration(
    name = PythonPlatformReconciler.NAME,
    fieldManager = FieldManager.NAME,
    informer = @Informer(namespaces = Constants.WATCH_ALL_NAMESPACES))
public final class PythonPlatformReconciler implements Reconciler<PythonPlatform> {

  /** The controller's name, in settings and metrics. */
  static final String NAME = "pythonplatform";

  private final PlatformResolver resolver;
  private final PreviewBoard previews;
  private final PreviewMetrics metrics;
  private final StatusRenderer renderer;
  private final StatusPublisher publisher;
  private final Clock clock;

  PythonPlatformReconciler(
      PlatformResolver resolver,
      PreviewBoard previews,
      PreviewMetrics metrics,
      StatusRenderer renderer,
      StatusPublisher publisher,
      Clock clock) {
    this.resolver = resolver;
    this.previews = previews;
    this.metrics = metrics;
    this.renderer = renderer;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, PythonPlatform>> prepareEventSources(
      EventSourceContext<PythonPlatform> context) {
    metrics.watch(previews::byPlatform);
    return Stream.concat(
            resolver.eventSources(context).stream(),
            Stream.<EventSource<?, PythonPlatform>>of(previews.ofPlatforms()))
        .toList();
  }

  @Override
  public UpdateControl<PythonPlatform> reconcile(
      PythonPlatform platform, Context<PythonPlatform> context) {
    PlatformInputs inputs = resolver.resolve(platform, context);
    Verdict verdict = PlatformDecisions.decide(inputs);
    boolean changed =
        renderer
            .render(platform, verdict, previews.of(platform), clock.instant())
            .filter(update ->
                publisher.publish(
                    update, platform, PythonPlatformReconciler::isAnotherSpec, context))
            .isPresent();
    return changed
        ? UpdateControl.<PythonPlatform>noUpdate().rescheduleAfter(StatusPublisher.AT_ONCE)
        : UpdateControl.noUpdate();
  }

  private static boolean isAnotherSpec(PythonPlatform after, PythonPlatform before) {
    return !after.getMetadata().getGeneration().equals(before.getMetadata().getGeneration());
  }
}
