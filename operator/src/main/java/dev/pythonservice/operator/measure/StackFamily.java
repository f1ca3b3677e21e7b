package dev.pythonservice.operator.measure;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.api.v1alpha1.Stack.Engine;
import dev.pythonservice.operator.plan.StackDecisions;
import dev.pythonservice.operator.plan.StackSuggestions.Suggestion;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Optional;

/**
 * The metric of stacks, from what services' statuses say of them. Native extensions are in it by
 * what built them, so that a service has a dozen of series or so, however many packages it has.
 */
final class StackFamily {

  private final GaugeMetricFamily engines =
      new GaugeMetricFamily(
          "pythonservice_service_stack_info",
          "An engine that serves a layer of a PythonService, and the one that could be tried next.",
          List.of("namespace", "python_service", "layer", "engine", "version", "next"));

  void add(PythonService service, Stack stack) {
    StackDecisions.inUse(stack).forEach(engine -> add(service, engine, stack));
  }

  private void add(PythonService service, Engine engine, Stack stack) {
    engines.addMetric(
        List.of(
            service.getMetadata().getNamespace(),
            service.getMetadata().getName(),
            engine.layer().name(),
            engine.engine(),
            Optional.ofNullable(engine.version()).orElse(""),
            StackDecisions.suggestion(engine, stack).map(Suggestion::next).orElse("")),
        1);
  }

  MetricFamilySamples family() {
    return engines;
  }
}
