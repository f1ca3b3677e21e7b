package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.MainProcess;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.plan.SmokeTest;
import dev.pythonservice.operator.plan.WorkloadPlan;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The init container that tries an image before its pod gets traffic. It has what the pod's
 * containers have: an application may need its variables and files to be imported. Where several
 * say something different, the main container counts.
 */
final class SmokeTestContainer {

  private SmokeTestContainer() {}

  static Container of(WorkloadPlan plan) {
    List<ContainerSource> containers = containers(plan);
    return ContainerRenderer.render(
        plan,
        new ContainerSource(
            SmokeTest.CONTAINER,
            first(EnvVar::getName, containers, ContainerSource::env),
            containers.stream()
                .flatMap(container -> container.envFrom().stream())
                .distinct()
                .toList(),
            containers.getFirst().resources(),
            first(VolumeMount::getMountPath, containers, ContainerSource::volumeMounts)),
        SmokeTest.command(plan.service().servers()),
        1);
  }

  /** The main one first. */
  private static List<ContainerSource> containers(WorkloadPlan plan) {
    Optional<MainProcess> process = Optional.ofNullable(plan.service().process());
    List<Server> servers = plan.service().servers();
    return Stream.concat(
            process.map(ContainerSource::of).stream(), servers.stream().map(ContainerSource::of))
        .toList();
  }

  private static <T> List<T> first(
      Function<T, String> name,
      List<ContainerSource> containers,
      Function<ContainerSource, List<T>> what) {
    Map<String, T> byName = new LinkedHashMap<>();
    containers.stream()
        .map(what)
        .flatMap(Collection::stream)
        .forEach(each -> byName.putIfAbsent(name.apply(each), each));
    return List.copyOf(byName.values());
  }
}
