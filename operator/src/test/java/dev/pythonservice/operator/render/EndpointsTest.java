package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Endpoint;
import dev.pythonservice.operator.support.Workloads;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The endpoints of a service")
final class EndpointsTest {

  @Test
  @DisplayName("are the ports of its servers on the Service")
  void arePortsOfTheService() {
    String servers =
        """
        servers:
        - {name: http, app: "orders:app", interface: ASGI, port: 8000, servicePort: 80}
        - {name: admin, app: "orders:admin", interface: ASGI, port: 8001}
        """;

    assertThat(Endpoints.of(Workloads.plan(servers, "", Map.of())))
        .containsExactly(
            new Endpoint("http", "http://orders.shop.svc:80"),
            new Endpoint("admin", "http://orders.shop.svc:8001"));
  }
}
