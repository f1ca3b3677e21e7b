package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A rollout")
final class ServingDecisionsTest {

  private static final String COMPLETE =
      "{observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2,"
          + " readyReplicas: 2}";

  private static final String HALF =
      "{observedGeneration: 2, replicas: 3, updatedReplicas: 1, availableReplicas: 2,"
          + " readyReplicas: 2}";

  private static final String FIRST = "{observedGeneration: 2, replicas: 2, updatedReplicas: 2}";

  private static final String LATE =
      """
      {observedGeneration: 2, replicas: 3, updatedReplicas: 1, availableReplicas: 2, conditions: [
        {type: Progressing, status: "False", reason: ProgressDeadlineExceeded}]}
      """;

  static Stream<Arguments> rollouts() {
    return Stream.of(
        arguments(
            "with all pods of the build serves",
            COMPLETE,
            "",
            Outlook.READY,
            "Serving",
            "b2 serves"),
        arguments(
            "that the controller has not seen yet goes on",
            COMPLETE.replace("observedGeneration: 2", "observedGeneration: 1"),
            "",
            Outlook.RECONCILING,
            "RollingOut",
            "The pods of b2 are starting; the release before goes on serving"),
        arguments(
            "whose old pods have not ended goes on",
            COMPLETE.replace("replicas: 2, updated", "replicas: 3, updated"),
            "",
            Outlook.RECONCILING,
            "RollingOut",
            ""),
        arguments(
            "of a first release does not speak of one before",
            FIRST,
            "",
            Outlook.RECONCILING,
            "RollingOut",
            "The pods of b2 are starting"),
        arguments(
            "whose container ended once waits: it may have been bad luck",
            HALF,
            container(
                "restartCount: 1, state: {running: {}}, lastState: {terminated: {exitCode: 1}}"),
            Outlook.RECONCILING,
            "RollingOut",
            "The pods of b2 are starting: container http ended with exit code 1; the release"
                + " before goes on serving"),
        arguments(
            "whose container crashes again and again quotes its last words",
            HALF,
            container(
                "restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState:"
                    + " {terminated: {exitCode: 1, message: \"Traceback\\nModuleNotFoundError: No"
                    + " module named 'pricing'\\n\"}}"),
            Outlook.STALLED,
            "ContainerCrashed",
            "The pods of b2 do not become ready: container http ended with exit code 1; its last"
                + " words: Traceback | ModuleNotFoundError: No module named 'pricing'; the release"
                + " before goes on serving"),
        arguments(
            "whose container crashes again and again says the same while it runs once more",
            HALF,
            container(
                "restartCount: 3, state: {running: {}}, lastState: {terminated: {exitCode: 1,"
                    + " message: \"Traceback\\n    ~~~~^^^^\\nModuleNotFoundError: No module named"
                    + " 'pricing'\\n\"}}"),
            Outlook.STALLED,
            "ContainerCrashed",
            "its last words: Traceback | ModuleNotFoundError: No module named 'pricing'"),
        arguments(
            "whose container is killed for its memory says so by name",
            HALF,
            container(
                "restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState:"
                    + " {terminated: {exitCode: 137, reason: OOMKilled}}"),
            Outlook.STALLED,
            "OOMKilled",
            "container http used more memory than its limit allows; raise resources.limits.memory"),
        arguments(
            "whose container is killed for its memory says at which limit",
            HALF,
            "spec: {containers: [{name: http, resources: {limits: {memory: 512Mi}}}]}\n"
                + container(
                    "restartCount: 2, state: {waiting: {reason: CrashLoopBackOff}}, lastState:"
                        + " {terminated: {exitCode: 137, reason: OOMKilled}}"),
            Outlook.STALLED,
            "OOMKilled",
            "container http used more memory than its limit of 512Mi allows; raise"),
        arguments(
            "whose image cannot be pulled quotes the kubelet",
            HALF,
            container(
                "restartCount: 0, state: {waiting: {reason: ErrImagePull, message: \"manifest"
                    + " unknown\"}}"),
            Outlook.STALLED,
            "ImagePullFailed",
            "container http cannot start: manifest unknown"),
        arguments(
            "whose image cannot be pulled says the same between two tries",
            HALF,
            container(
                "restartCount: 0, state: {waiting: {reason: ImagePullBackOff, message: \"Back-off"
                    + " pulling image x: ErrImagePull: manifest unknown\"}}"),
            Outlook.STALLED,
            "ImagePullFailed",
            "container http cannot start: manifest unknown"),
        arguments(
            "that has no room waits for it",
            HALF,
            "status: {conditions: [{type: PodScheduled, status: \"False\", reason: Unschedulable,"
                + " message: 0/1 nodes are available}]}",
            Outlook.RECONCILING,
            "RollingOut",
            "no node has room: 0/1 nodes are available"),
        arguments(
            "whose probe does not succeed in time names it",
            LATE,
            container("restartCount: 0, state: {running: {}}"),
            Outlook.STALLED,
            "NotReady",
            "container http runs, but its probe does not succeed; the release before goes on"
                + " serving"),
        arguments(
            "that is late for an unknown reason says so",
            LATE,
            "",
            Outlook.STALLED,
            "ProgressDeadlineExceeded",
            "they did not in the time that startupSeconds allows"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rollouts")
  void isDecidedOn(
      String name, String status, String pod, Outlook outlook, String reason, String message) {
    List<Pod> pods = pod.isEmpty() ? List.of() : List.of(pod("b2", pod));

    Verdict verdict =
        ServingDecisions.decide(
            "b2", new Running(Optional.of(deployment("b2", status)), pods, List.of()));

    assertThat(verdict.message()).contains(message);
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.outlook()).isEqualTo(outlook);
  }

  @Test
  @DisplayName("does not blame a pod of the release before")
  void blamesOwnPods() {
    Pod old = pod("b1", container("restartCount: 9, state: {waiting: {reason: CrashLoopBackOff}}"));

    Verdict verdict =
        ServingDecisions.decide(
            "b2", new Running(Optional.of(deployment("b2", HALF)), List.of(old), List.of()));

    assertThat(verdict.outlook()).isEqualTo(Outlook.RECONCILING);
  }

  @Test
  @DisplayName("does not blame a pod that explores an architecture")
  void blamesNoExplorer() {
    Pod explorer =
        pod("b2", container("restartCount: 9, state: {waiting: {reason: CrashLoopBackOff}}"));
    explorer.getMetadata().setLabels(Map.of("pythonservice.dev/exploring", "arm64"));

    Verdict verdict =
        ServingDecisions.decide(
            "b2", new Running(Optional.of(deployment("b2", HALF)), List.of(explorer), List.of()));

    assertThat(verdict.outlook()).isEqualTo(Outlook.RECONCILING);
  }

  @Test
  @DisplayName("of another build than the Deployment has is still to come")
  void isToCome() {
    Verdict verdict =
        ServingDecisions.decide(
            "b2", new Running(Optional.of(deployment("b1", COMPLETE)), List.of(), List.of()));

    assertThat(verdict.reason()).isEqualTo("RollingOut");
  }

  private static String container(String fields) {
    return "status: {containerStatuses: [{name: http, ready: false, %s}]}".formatted(fields);
  }

  private static Deployment deployment(String build, String status) {
    return Yaml.object(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: orders, generation: 2}
        spec:
          replicas: 2
          template: {metadata: {annotations: {pythonservice.dev/build: %s}}}
        status: %s
        """
            .formatted(build, status),
        Deployment.class);
  }

  private static Pod pod(String build, String status) {
    return Yaml.object(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: orders-1, annotations: {pythonservice.dev/build: %s}}
        %s
        """
            .formatted(build, status),
        Pod.class);
  }
}
