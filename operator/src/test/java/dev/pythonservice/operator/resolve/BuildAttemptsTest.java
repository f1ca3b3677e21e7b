package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Prepared;
import dev.pythonservice.operator.plan.Attempt.Runs;
import dev.pythonservice.operator.plan.Attempt.Succeeded;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("An attempt, read from its Job and pod,")
final class BuildAttemptsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
  private static final String NO_POD = "none";

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(
            "that needed too much memory",
            "",
            "containerStatuses: [{name: build, state: {terminated: {exitCode: 137, reason:"
                + " OOMKilled}}}]",
            Reason.OutOfMemory,
            "The build needed more memory than its limit of 2Gi; raise"
                + " spec.builds.resources.limits.memory of the PythonPlatform"),
        arguments(
            "whose pod was evicted by its node",
            "",
            "{phase: Failed, reason: Evicted, message: 'The node was low on resource:"
                + " ephemeral-storage.', containerStatuses: [{name: build, state: {terminated:"
                + " {exitCode: 137, reason: Error}}}]}",
            Reason.Evicted,
            "its node evicted it: The node was low on resource: ephemeral-storage."),
        arguments(
            "whose pod was taken away by the cluster",
            "",
            "conditions: [{type: DisruptionTarget, status: 'True', reason: PreemptionByScheduler,"
                + " message: a pod of higher priority came}]",
            Reason.Evicted,
            "PreemptionByScheduler: a pod of higher priority came"),
        arguments(
            "whose node is gone",
            "",
            "reason: NodeLost",
            Reason.Evicted,
            "its node does not answer any more"),
        arguments(
            "that took too long, whatever its pod says when it is stopped",
            "conditions: [{type: FailureTarget, status: 'True', reason: DeadlineExceeded}]",
            "containerStatuses: [{name: build, state: {terminated: {exitCode: 143, reason:"
                + " Error}}}]",
            Reason.Deadline,
            "The build did not end within 1800 seconds"),
        arguments(
            "whose pod vanished",
            "conditions: [{type: Failed, status: 'True', reason: BackoffLimitExceeded,"
                + " lastTransitionTime: '2026-11-23T01:59:49Z'}]",
            NO_POD,
            Reason.Evicted,
            "The build's pod was deleted before it could be read how it ended"),
        arguments(
            "that its node could not start",
            "",
            "containerStatuses: [{name: build, state: {terminated: {exitCode: 128, reason:"
                + " StartError, message: no such file}}}]",
            Reason.Machine,
            "The node could not run the builder (StartError): no such file"),
        arguments(
            "that died without a word",
            "",
            "containerStatuses: [{name: build, state: {terminated: {exitCode: 139, reason:"
                + " Error}}}]",
            Reason.Internal,
            "The builder ended with exit code 139 and said nothing"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("failures")
  @DisplayName("has failed with its own words:")
  void hasFailed(String sentence, String job, String pod, Reason reason, String words) {
    Attempt.State state = attempt(job, pod).state();

    assertThat(state).as(sentence).isInstanceOf(Failed.class);
    Failure failure = ((Failed) state).failure();
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.message()).contains(words);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        arguments(
            "with a running pod runs",
            "",
            "containerStatuses: [{name: build, state: {running: {}}}]",
            new Runs()),
        arguments("without a pod runs, as there will be one", "", NO_POD, new Runs()),
        arguments(
            "whose Job has ended a moment ago is not given up before the pod is seen",
            "conditions: [{type: Failed, status: 'True', lastTransitionTime:"
                + " '2026-11-23T01:59:55Z'}]",
            NO_POD,
            new Ending(NOW.plusSeconds(5))),
        arguments(
            "whose pod waits for a node says so",
            "",
            "conditions: [{type: PodScheduled, status: 'False', reason: Unschedulable, message:"
                + " '0/3 nodes'}]",
            new Held("BuildPodNotScheduled", "")),
        arguments(
            "whose image cannot be pulled says so, in both of the kubelet's moods",
            "",
            "containerStatuses: [{name: build, state: {waiting: {reason: ImagePullBackOff}}}]",
            new Held("BuilderImageNotPulled", "")),
        arguments(
            "that is only being created runs",
            "",
            "containerStatuses: [{name: build, state: {waiting: {reason: ContainerCreating}}}]",
            new Runs()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("others")
  @DisplayName("goes on:")
  void goesOn(String sentence, String job, String pod, Attempt.State expected) {
    Attempt.State state = attempt(job, pod).state();

    if (expected instanceof Held held) {
      assertThat(((Held) state).reason()).as(sentence).isEqualTo(held.reason());
    } else {
      assertThat(state).as(sentence).isEqualTo(expected);
    }
  }

  @Test
  @DisplayName("has brought an image as soon as its pod says so, before its Job knows")
  void hasSucceeded() {
    Attempt attempt =
        attempt(
            "",
            "containerStatuses: [{name: build, state: {terminated: {exitCode: 0, finishedAt:"
                + " '2026-11-23T01:59:30Z', message: '{\"image\": \"r/a@sha256:1\", \"digest\":"
                + " \"sha256:1\"}'}}}]");

    assertThat(attempt.state()).isInstanceOf(Succeeded.class);
    assertThat(((Succeeded) attempt.state()).at()).isEqualTo("2026-11-23T01:59:30Z");
  }

  @Test
  @DisplayName("whose Job is suspended lacks what its pod mounts")
  void isPrepared() {
    Job job = job("");
    job.getSpec().setSuspend(true);

    assertThat(BuildAttempts.latest(List.of(job), List.of(), NOW).map(Attempt::state))
        .contains(new Prepared());
  }

  @Test
  @DisplayName("that cannot fetch its wheels names what may keep it from them")
  void explainsUnreachableWheels() {
    Job job =
        new JobBuilder(job(""))
            .editMetadata()
            .addToAnnotations("pythonservice.dev/wheels", "http://10.1.2.3:8751/#sha256=ab")
            .addToLabels("pythonservice.dev/service-namespace", "shop")
            .endMetadata()
            .build();
    Pod pod =
        pod(
            "containerStatuses: [{name: build, state: {terminated: {exitCode: 5, reason: Error,"
                + " message: '{\"failure\":\"NETWORK\",\"message\":\"The wheel server does not give"
                + " http://10.1.2.3:8751/wheels.json (HTTP connect timed out)\"}'}}}]");

    Attempt.State state =
        BuildAttempts.latest(List.of(job), List.of(pod), NOW).orElseThrow().state();

    assertThat(((Failed) state).failure().message())
        .contains("HTTP connect timed out")
        .contains("a pod of namespace shop with the label app.kubernetes.io/component=wheels")
        .contains("where a NetworkPolicy keeps others from it")
        .contains("its TCP port 8751");
  }

  @Test
  @DisplayName("is the latest of several, and none that is going away")
  void isTheLatest() {
    Job second = job("");
    second.getMetadata().getLabels().put("pythonservice.dev/attempt", "2");
    Job third = job("");
    third.getMetadata().getLabels().put("pythonservice.dev/attempt", "3");
    third.getMetadata().setDeletionTimestamp("2026-11-23T01:59:00Z");

    Optional<Attempt> latest =
        BuildAttempts.latest(List.of(job(""), third, second), List.of(), NOW);

    assertThat(latest.map(Attempt::number)).contains(2);
  }

  private static Attempt attempt(String jobStatus, String podStatus) {
    List<Pod> pods = podStatus.equals(NO_POD) ? List.of() : List.of(pod(podStatus));
    return BuildAttempts.latest(List.of(job(jobStatus)), pods, NOW).orElseThrow();
  }

  private static Job job(String status) {
    return Yaml.object(
        """
        metadata:
          name: orders-1
          namespace: builds
          creationTimestamp: "2026-11-23T01:58:00Z"
          labels: {pythonservice.dev/attempt: "1"}
        spec: {activeDeadlineSeconds: 1800}
        status: {%s}
        """
            .formatted(status),
        Job.class);
  }

  private static Pod pod(String status) {
    return Yaml.object(
        """
        metadata:
          name: orders-1-x
          namespace: builds
          creationTimestamp: "2026-11-23T01:58:01Z"
          labels: {batch.kubernetes.io/job-name: orders-1}
        spec:
          containers:
          - {name: build, image: "registry.example/builder", resources: {limits: {memory: 2Gi}}}
        status: %s
        """
            .formatted(status.startsWith("{") ? status : "{" + status + "}"),
        Pod.class);
  }
}
