package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.operator.plan.Running;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Pods that are asked how they do")
final class MeasuredPodTest {

  @Test
  @DisplayName("come by turns of their architectures, so that the first few tell of all")
  void takeTurns() {
    List<Pod> pods = Stream.of("d", "c", "b", "a").map(MeasuredPodTest::pod).toList();
    Map<String, Architecture> architectures =
        Map.of(
            "a", Architecture.AMD64,
            "b", Architecture.AMD64,
            "c", Architecture.AMD64,
            "d", Architecture.ARM64);

    assertThat(
            MeasuredPod.of(new Running(Optional.empty(), pods, List.of(), Map.of(), architectures)))
        .extracting(MeasuredPod::name)
        .containsExactly("a", "d", "b", "c");
  }

  private static Pod pod(String name) {
    return Yaml.object(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, uid: %s, annotations: {pythonservice.dev/build: orders-1}}
        spec: {containers: [{name: http, ports: [{name: measure-9464, containerPort: 9464}]}]}
        status: {phase: Running, podIP: 10.0.0.1}
        """
            .formatted(name, name),
        Pod.class);
  }
}
