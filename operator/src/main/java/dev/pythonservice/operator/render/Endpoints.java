package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Endpoint;
import dev.pythonservice.operator.plan.WorkloadPlan;
import java.util.List;

/** Where the servers of a service answer inside the cluster. */
public final class Endpoints {

  private Endpoints() {}

  /** One for each server, in the order of the service; for {@code status.endpoints}. */
  public static List<Endpoint> of(WorkloadPlan plan) {
    return plan.service().servers().stream()
        .map(server ->
            new Endpoint(
                server.name(),
                "http://%s.%s.svc:%d"
                    .formatted(plan.name(), plan.namespace(), ServiceRenderer.portOf(server))))
        .toList();
  }
}
