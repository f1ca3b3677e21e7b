package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.plan.WorkloadLabels;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.util.Optional;

/** The Service, with a port for each server. */
final class ServiceRenderer {

  private ServiceRenderer() {}

  /** The Service; none without servers. */
  static Optional<Service> render(WorkloadPlan plan) {
    return plan.service().servers().isEmpty() ? Optional.empty() : Optional.of(service(plan));
  }

  /** The port of a server on the Service. */
  static int portOf(Server server) {
    return Optional.ofNullable(server.servicePort()).orElse(server.port());
  }

  private static Service service(WorkloadPlan plan) {
    return new ServiceBuilder()
        .withMetadata(Owned.metadata(plan, plan.name(), WorkloadLabels.PROCESS))
        .withNewSpec()
        .withType("ClusterIP")
        .withSelector(WorkloadLabels.selector(plan.name()))
        .withPorts(plan.service().servers().stream().map(ServiceRenderer::port).toList())
        .endSpec()
        .build();
  }

  private static ServicePort port(Server server) {
    return new ServicePortBuilder()
        .withName(server.name())
        .withPort(portOf(server))
        .withTargetPort(new IntOrString(server.port()))
        .withProtocol("TCP")
        .build();
  }
}
