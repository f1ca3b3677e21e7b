package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.Measuring;
import dev.pythonservice.operator.plan.Running;
import dev.pythonservice.operator.plan.ServingDecisions;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A pod that can be asked how it does.
 *
 * @param uid its UID
 * @param name its name
 * @param build the build whose image it runs
 * @param architecture that of its node, where that is seen
 * @param addresses where its containers say how they do
 */
record MeasuredPod(
    String uid,
    String name,
    String build,
    Optional<Architecture> architecture,
    List<URI> addresses) {

  /** How the names of such ports begin. */
  static final String PORT = Measuring.PORT;

  MeasuredPod {
    addresses = List.copyOf(addresses);
  }

  /**
   * Those pods that run and have such ports; by turns of each architecture, in the order of their
   * names. So the first few tell of all architectures, also of one that only a few run on.
   */
  static List<MeasuredPod> of(Running running) {
    Map<Optional<Architecture>, Integer> turns = new HashMap<>();
    Map<MeasuredPod, Integer> turnOf = new LinkedHashMap<>();
    running.pods().stream()
        .flatMap(pod -> of(pod, running).stream())
        .sorted(Comparator.comparing(MeasuredPod::name))
        .forEach(pod -> turnOf.put(pod, turns.merge(pod.architecture(), 1, Integer::sum)));
    return turnOf.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Optional<MeasuredPod> of(Pod pod, Running running) {
    String ip = pod.getStatus().getPodIP();
    Optional<String> build =
        Optional.ofNullable(pod.getMetadata().getAnnotations())
            .map(annotations -> annotations.get(ServingDecisions.BUILD_ANNOTATION));
    List<Integer> ports = ports(pod);
    return ip == null || ports.isEmpty() || !"Running".equals(pod.getStatus().getPhase())
        ? Optional.empty()
        : build.map(name ->
            new MeasuredPod(
                pod.getMetadata().getUid(),
                pod.getMetadata().getName(),
                name,
                Optional.ofNullable(running.architectures().get(pod.getMetadata().getName())),
                ports.stream().map(port -> address(ip, port)).toList()));
  }

  private static List<Integer> ports(Pod pod) {
    return Stream.concat(
            pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
        .map(Container::getPorts)
        .flatMap(Collection::stream)
        .filter(port -> port.getName() != null && port.getName().startsWith(PORT))
        .map(ContainerPort::getContainerPort)
        .toList();
  }

  /** IPv6 addresses stand in brackets (RFC 3986, section 3.2.2). */
  private static URI address(String ip, int port) {
    return URI.create(
        "http://%s:%d/metrics".formatted(ip.contains(":") ? "[" + ip + "]" : ip, port));
  }
}
