package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ServiceDecisions;
import dev.pythonservice.operator.render.StatusRenderer;
import dev.pythonservice.operator.resolve.ServiceResolver;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Says of a service what it can be built on. */
@Singleton
@ControllerConfiguration(name = PythonServiceReconciler.NAME, fieldManager = FieldManager.NAME)
public final class PythonServiceReconciler implements Reconciler<PythonService> {

  /** The controller's name, in settings and metrics. */
  static final String NAME = "pythonservice";

  private final ServiceResolver resolver;
  private final StatusRenderer renderer;
  private final StatusPublisher publisher;
  private final Clock clock;

  PythonServiceReconciler(
      ServiceResolver resolver, StatusRenderer renderer, StatusPublisher publisher, Clock clock) {
    this.resolver = resolver;
    this.renderer = renderer;
    this.publisher = publisher;
    this.clock = clock;
  }

  @Override
  public List<EventSource<?, PythonService>> prepareEventSources(
      EventSourceContext<PythonService> context) {
    return resolver.eventSources(context);
  }

  @Override
  public UpdateControl<PythonService> reconcile(
      PythonService service, Context<PythonService> context) {
    resolver
        .resolve(service, context)
        .map(ServiceDecisions::plan)
        .flatMap(plan -> renderer.render(service, plan, clock.instant()))
        .ifPresent(update -> publisher.publish(update, context));
    return UpdateControl.noUpdate();
  }
}
