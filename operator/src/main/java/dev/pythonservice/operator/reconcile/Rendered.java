package dev.pythonservice.operator.reconcile;

import dev.pythonservice.api.v1alpha1.PythonService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.List;

/**
 * What was rendered in one reconcile.
 *
 * @param objects the objects
 */
record Rendered(List<HasMetadata> objects) {

  Rendered {
    objects = List.copyOf(objects);
  }

  /** Hands the objects to the dependents of this reconcile. */
  void into(Context<PythonService> context) {
    context.managedWorkflowAndDependentResourceContext().put(Rendered.class, this);
  }

  /** The objects that this reconcile rendered. */
  static Rendered in(Context<PythonService> context) {
    return context
        .managedWorkflowAndDependentResourceContext()
        .getMandatory(Rendered.class, Rendered.class);
  }

  <R extends HasMetadata> List<R> of(Class<R> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
