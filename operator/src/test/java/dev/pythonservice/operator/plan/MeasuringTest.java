package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.support.Workloads;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A server")
final class MeasuringTest {

  static Stream<Arguments> servers() {
    return Stream.of(
        arguments("of an image that measures is measured", true, "", "", true),
        arguments("of an image that does not runs as it is", false, "", "", false),
        arguments(
            "of a service that is not to be measured runs as it is",
            true,
            "measure: false",
            "",
            false),
        arguments(
            "of a service that is to be measured is measured", true, "measure: true", "", true),
        arguments(
            "with a search path of its own runs as it is",
            true,
            "",
            "env: [{name: PYTHONPATH, value: /srv}]",
            false),
        arguments(
            "of a service with a search path of its own runs as it is",
            true,
            "env: [{name: PYTHONPATH, value: /srv}]",
            "",
            false),
        arguments(
            "whose engine is told to call its application runs as it is",
            true,
            "",
            "engineArgs: [--factory]",
            false),
        arguments(
            "whose engine is told another interface runs as it is",
            true,
            "",
            "engineArgs: [--interface=asgi2]",
            false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void isMeasured(String name, boolean image, String service, String server, boolean expected) {
    WorkloadPlan plan =
        plan(
            image,
            """
            %s
            servers:
            - {name: http, app: "orders.api:app", interface: ASGI, port: 8000%s}
            """
                .formatted(service, server.isEmpty() ? "" : ", " + server));
    Server only = plan.service().servers().getFirst();

    assertThat(Measuring.isOn(plan, only)).isEqualTo(expected);
    assertThat(Measuring.port(plan, only).isPresent()).isEqualTo(expected);
    assertThat(Measuring.environment(plan, only, 1).isEmpty()).isNotEqualTo(expected);
  }

  @Test
  @DisplayName("shows what is measured on a port that no other server has")
  void hasAPortOfItsOwn() {
    WorkloadPlan plan =
        plan(
            true,
            """
            servers:
            - {name: a, app: "a:app", interface: ASGI, port: 9465}
            - {name: b, app: "b:app", interface: ASGI, port: 8001, engineArgs: [--metrics, --metrics-port, "9466"]}
            - {name: c, app: "c:app", interface: ASGI, port: 8002}
            """);

    assertThat(plan.service().servers())
        .extracting(server -> Measuring.port(plan, server).orElseThrow())
        .containsExactly(9464, 9467, 9468);
  }

  @Test
  @DisplayName("of several processes lets prometheus_client sum over them")
  void sumsOverProcesses() {
    WorkloadPlan plan =
        plan(true, "servers: [{name: a, app: 'a:app', interface: ASGI, port: 8000}]\n");
    Server server = plan.service().servers().getFirst();

    assertThat(Measuring.environment(plan, server, 1))
        .doesNotContainKey("PROMETHEUS_MULTIPROC_DIR");
    assertThat(Measuring.environment(plan, server, 2))
        .containsEntry("PROMETHEUS_MULTIPROC_DIR", "/run/pythonservice/a/application");
  }

  @Test
  @DisplayName("is measured by versions of the package that this operator knows")
  void knowsVersions() {
    assertThat(Stream.of("1", "2", "").filter(Measuring::knows)).containsExactly("1");
    assertThat(Measuring.knows(null)).isFalse();
  }

  private static WorkloadPlan plan(boolean measured, String service) {
    WorkloadPlan plan = Workloads.plan(service, "", Map.of("granian", "2.8.9"));
    ReleasedImage image = plan.image();
    return new WorkloadPlan(
        plan.namespace(),
        plan.name(),
        plan.uid(),
        plan.service(),
        new ReleasedImage(
            image.build(),
            image.reference(),
            image.revision(),
            image.architectures(),
            image.engines(),
            measured),
        plan.platform(),
        plan.capabilities(),
        Map.of(),
        Optional.empty());
  }
}
