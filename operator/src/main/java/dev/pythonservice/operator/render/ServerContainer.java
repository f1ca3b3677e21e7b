package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Engine;
import dev.pythonservice.operator.plan.CpuShare;
import dev.pythonservice.operator.plan.Measuring;
import dev.pythonservice.operator.plan.MetricsPort;
import dev.pythonservice.operator.plan.ServerCommand;
import dev.pythonservice.operator.plan.ShutdownTimes;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Lifecycle;
import io.fabric8.kubernetes.api.model.LifecycleBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The container of a server: engine, ports, probes and what happens before it is stopped. */
final class ServerContainer {

  /** Longest name of a container's port (RFC 6335, section 5.1). */
  private static final int PORT_NAME_LENGTH = 15;

  private static final int READINESS_PERIOD_SECONDS = 5;
  private static final int READINESS_FAILURES = 2;
  private static final int LIVENESS_PERIOD_SECONDS = 10;
  private static final int LIVENESS_FAILURES = 3;

  /** The first answer of a cold process is slow; one that takes longer than this is no answer. */
  private static final int PROBE_TIMEOUT_SECONDS = 3;

  private ServerContainer() {}

  /** As the pod's main container. */
  static Container main(WorkloadPlan plan, Server server) {
    return render(plan, server);
  }

  /**
   * As a native sidecar: it is up before the main container starts, and gets SIGTERM after the main
   * container ended.
   */
  static Container sidecar(WorkloadPlan plan, Server server) {
    return new ContainerBuilder(render(plan, server)).withRestartPolicy("Always").build();
  }

  private static Container render(WorkloadPlan plan, Server server) {
    Engine engine = plan.engineOf(server);
    CpuShare share = CpuShare.of(plan.resourcesOf(server.resources()));
    int workers = share.workersOf(server);
    ServerCommand command =
        ServerCommand.of(
            server, engine, share, plan.image().engines(), Measuring.isOn(plan, server));
    return new ContainerBuilder(
            ContainerRenderer.render(
                plan,
                ContainerSource.of(server),
                command.words(),
                workers,
                Measuring.environment(plan, server, workers)))
        .withPorts(ports(plan, server))
        .withStartupProbe(startup(server))
        .withReadinessProbe(readiness(server))
        .withLivenessProbe(liveness(server))
        .withLifecycle(drain(server))
        .build();
  }

  private static List<ContainerPort> ports(WorkloadPlan plan, Server server) {
    List<ContainerPort> ports = new ArrayList<>();
    ports.add(
        new ContainerPortBuilder()
            .withName(portName(server.name()).orElse(null))
            .withContainerPort(server.port())
            .withProtocol("TCP")
            .build());
    MetricsPort.of(server, plan.engineOf(server))
        .ifPresent(port ->
            ports.add(
                new ContainerPortBuilder().withContainerPort(port).withProtocol("TCP").build()));
    Measuring.port(plan, server)
        .ifPresent(port ->
            ports.add(
                new ContainerPortBuilder()
                    .withName(Measuring.PORT + port)
                    .withContainerPort(port)
                    .withProtocol("TCP")
                    .build()));
    return ports;
  }

  /** A server's name may be longer than a port's, and have hyphens one after the other. */
  private static Optional<String> portName(String server) {
    return Optional.of(server)
        .filter(name -> name.length() <= PORT_NAME_LENGTH && !name.contains("--"));
  }

  /** Tried every second, so that a pod is ready as soon as its server is. */
  private static Probe startup(Server server) {
    return check(server, server.readinessPath())
        .withPeriodSeconds(1)
        .withFailureThreshold(ServerCommand.startupSeconds(server))
        .build();
  }

  private static Probe readiness(Server server) {
    return check(server, server.readinessPath())
        .withPeriodSeconds(READINESS_PERIOD_SECONDS)
        .withFailureThreshold(READINESS_FAILURES)
        .build();
  }

  private static @Nullable Probe liveness(Server server) {
    return server.livenessPath() == null
        ? null
        : check(server, server.livenessPath())
            .withPeriodSeconds(LIVENESS_PERIOD_SECONDS)
            .withFailureThreshold(LIVENESS_FAILURES)
            .build();
  }

  private static ProbeBuilder check(Server server, @Nullable String path) {
    ProbeBuilder probe = new ProbeBuilder().withTimeoutSeconds(PROBE_TIMEOUT_SECONDS);
    return path == null
        ? probe.withNewTcpSocket().withNewPort(server.port()).endTcpSocket()
        : probe
            .withNewHttpGet()
            .withPath(path)
            .withNewPort(server.port())
            .withScheme("HTTP")
            .endHttpGet();
  }

  /** Kubernetes takes a sleep of no seconds for a mistake. */
  private static @Nullable Lifecycle drain(Server server) {
    int seconds = ShutdownTimes.drainSeconds(server);
    return seconds == 0
        ? null
        : new LifecycleBuilder().withNewPreStop().withNewSleep((long) seconds).endPreStop().build();
  }
}
