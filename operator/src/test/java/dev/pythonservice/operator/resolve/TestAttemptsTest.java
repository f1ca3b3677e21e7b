package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Ending;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Runs;
import dev.pythonservice.operator.plan.Attempt.Tested;
import dev.pythonservice.operator.plan.TestDebt;
import dev.pythonservice.operator.plan.TestReport.InLog;
import dev.pythonservice.operator.plan.TestReport.Missing;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Tests, read from their Job and pod,")
final class TestAttemptsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  static Stream<Arguments> verdicts() {
    return Stream.of(
        arguments("that ended with 0 have passed", terminated("exitCode: 0"), Verdict.Passed, ""),
        arguments(
            "that ended with another code have failed, with their last words",
            terminated("exitCode: 1, reason: Error, message: '1 failed, 3 passed'"),
            Verdict.Failed,
            "exit code 1; their last words: 1 failed, 3 passed"),
        arguments(
            "that found nothing to run have failed",
            terminated("exitCode: 5, reason: Error, message: no tests ran in 0.01s"),
            Verdict.Failed,
            "exit code 5; their last words: no tests ran"),
        arguments(
            "that said nothing have failed all the same",
            terminated("exitCode: 1, reason: Error"),
            Verdict.Failed,
            "exit code 1"),
        arguments(
            "that say much are quoted from the end",
            terminated("exitCode: 1, message: '%s1 failed'".formatted("x".repeat(4000))),
            Verdict.Failed,
            "xxx1 failed"),
        arguments(
            "that needed too much memory name the limit and where it stands",
            terminated("exitCode: 137, reason: OOMKilled"),
            Verdict.Error,
            "more memory than their limit of 1Gi; raise spec.checks.tests.resources"),
        arguments(
            "that hang name their time and where it stands",
            "{phase: Failed, reason: DeadlineExceeded, containerStatuses: [{name: tests, state:"
                + " {terminated: {exitCode: 137, reason: Error, message: test_waits}}}]}",
            Verdict.Error,
            "did not end within 300 s; correct what hangs, or raise"
                + " spec.checks.tests.deadlineSeconds of the PythonService; their last words:"
                + " test_waits"),
        arguments(
            "whose program is not there name the field",
            terminated(
                "exitCode: 128, reason: StartError, message: 'exec: \"pytest\": executable file not"
                    + " found in $PATH'"),
            Verdict.Error,
            "is the program of spec.checks.tests.command in the lock"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verdicts")
  @DisplayName("are a verdict on the project:")
  void areAVerdict(String sentence, String pod, Verdict verdict, String words) {
    Attempt.State state = attempt("", pod);

    assertThat(state).as(sentence).isInstanceOf(Tested.class);
    assertThat(((Tested) state).verdict()).isEqualTo(verdict);
    assertThat(((Tested) state).words()).contains(words).hasSizeLessThan(1900);
    assertThat(((Tested) state).debt().isPossible()).isTrue();
    assertThat(((Tested) state).report()).isEqualTo(new Missing(Optional.empty()));
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        arguments(
            "whose node evicted them",
            "{phase: Failed, reason: Evicted, message: low on memory, containerStatuses: [{name:"
                + " tests, state: {terminated: {exitCode: 137, reason: Error}}}]}",
            Reason.Evicted,
            "its node evicted it: low on memory; they are run again"),
        arguments(
            "whose node does not know how they ended",
            terminated("exitCode: 137, reason: ContainerStatusUnknown"),
            Reason.Evicted,
            "does not know how it ended"),
        arguments(
            "whose files could not be copied",
            "{initContainerStatuses: [{name: files, state: {terminated: {exitCode: 1, reason:"
                + " Error, message: 'OSError: No space left on device'}}}]}",
            Reason.Machine,
            "No space left on device"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  @DisplayName("are none:")
  void areNone(String sentence, String pod, Reason reason, String words) {
    Attempt.State state = attempt("", pod);

    assertThat(state).as(sentence).isInstanceOf(Failed.class);
    assertThat(((Failed) state).failure().reason()).isEqualTo(reason);
    assertThat(((Failed) state).failure().message()).contains(words);
  }

  @Test
  @DisplayName("whose pod no node ever took end with their Job")
  void endWithTheJob() {
    Attempt.State state =
        attempt(
            "conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded,"
                + " lastTransitionTime: '2026-11-23T01:59:55Z'}]",
            "{conditions: [{type: PodScheduled, status: 'False'}]}");

    assertThat(state).isInstanceOf(Failed.class);
    assertThat(((Failed) state).failure().reason()).isEqualTo(Reason.Deadline);
    assertThat(((Failed) state).failure().message())
        .contains("The tests' pod had not ended 900 seconds after it was made");
  }

  @Test
  @DisplayName("that cannot start say what holds them up")
  void areHeld() {
    assertThat(attempt("", "{conditions: [{type: PodScheduled, status: 'False'}]}"))
        .isInstanceOfSatisfying(
            Held.class, held -> assertThat(held.reason()).isEqualTo("TestsNotScheduled"));
    assertThat(
            attempt(
                "",
                "{initContainerStatuses: [{name: files, state: {waiting: {reason:"
                    + " ErrImagePull}}}]}"))
        .isInstanceOfSatisfying(
            Held.class,
            held -> assertThat(held.message()).contains("registry.example/orders@sha256:2"));
    assertThat(attempt("", "{}")).isEqualTo(new Runs());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          where the container beside them says its digest | sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 | true  | ``
          nowhere where they wrote none                   | ``                                                                       | false | ``
          nowhere where it is too large                   | their report is larger than 8 MiB                                        | false | There are no results of single tests: their report is larger than 8 MiB
          nowhere where something else is said            | sha256:e3b0                                                              | false | There are no results of single tests: sha256:e3b0
          """)
  @DisplayName("have a report")
  void haveAReport(String sentence, String said, boolean isLogged, String why) {
    Attempt.State state =
        attempt("", beside("terminated: {exitCode: 0, message: '%s'}".formatted(said)));

    assertThat(((Tested) state).report())
        .as(sentence)
        .isEqualTo(
            isLogged
                ? new InLog("orders-tests-1-x", said)
                : new Missing(Optional.of(why).filter(words -> !words.isEmpty())));
  }

  @Test
  @DisplayName("wait for what is said of their report, but not for long")
  void waitForTheirReport() {
    String running = "running: {startedAt: '2026-11-23T01:58:02Z'}";

    assertThat(attempt("", beside(running)))
        .isEqualTo(new Ending(Instant.parse("2026-11-23T02:00:25Z")));
    assertThat(attempt("", beside(running).replace("01:59:55", "01:59:20")))
        .isInstanceOf(Tested.class);
  }

  @Test
  @DisplayName("compare with what served when they began")
  void compareWithWhatServed() {
    assertThat(((Tested) attempt("", terminated("exitCode: 1"))).debt())
        .isEqualTo(new TestDebt.Everything());
    assertThat(TestDebt.of(true, Optional.of("r/a@sha256:1")))
        .isEqualTo(new TestDebt.ByName("r/a@sha256:1"));
    assertThat(TestDebt.of(false, Optional.of("r/a@sha256:1"))).isEqualTo(new TestDebt.Nothing());
  }

  private static String beside(String report) {
    return "{initContainerStatuses: [{name: report, state: {%s}}], containerStatuses: [{name: tests, state: {terminated: {exitCode: 0, finishedAt: '2026-11-23T01:59:55Z'}}}]}"
        .formatted(report);
  }

  private static String terminated(String end) {
    return "{containerStatuses: [{name: tests, state: {terminated: {%s}}}]}".formatted(end);
  }

  private static Attempt.State attempt(String jobStatus, String podStatus) {
    Job job =
        Yaml.object(
            """
            metadata:
              name: orders-tests-1
              namespace: shop
              creationTimestamp: "2026-11-23T01:58:00Z"
              labels: {app.kubernetes.io/component: tests, pythonservice.dev/attempt: "1"}
              annotations: {pythonservice.dev/failed-tests-are-debt: "true"}
            spec: {activeDeadlineSeconds: 900}
            status: {%s}
            """
                .formatted(jobStatus),
            Job.class);
    Pod pod =
        Yaml.object(
            """
            metadata:
              name: orders-tests-1-x
              namespace: shop
              creationTimestamp: "2026-11-23T01:58:01Z"
              labels: {batch.kubernetes.io/job-name: orders-tests-1}
            spec:
              activeDeadlineSeconds: 300
              initContainers: [{name: files, image: "registry.example/orders@sha256:2"}]
              containers:
              - {name: tests, image: "registry.example/orders@sha256:2", resources: {limits: {memory: 1Gi}}}
            status: %s
            """
                .formatted(podStatus),
            Pod.class);
    return BuildAttempts.latestTests(List.of(job), List.of(pod), NOW).orElseThrow().state();
  }
}
