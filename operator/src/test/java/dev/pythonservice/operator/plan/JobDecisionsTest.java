package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.operator.plan.JobDecisions.RunRequest;
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
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A job of a service")
final class JobDecisionsTest {

  private static final String SUCCEEDED =
      """
      {startTime: "2026-11-23T02:00:01Z", completionTime: "2026-11-23T02:00:09Z",
       conditions: [{type: Complete, status: "True"}]}
      """;

  private static final String FAILED =
      """
      {startTime: "2026-11-24T02:00:01Z", conditions: [{type: Failed, status: "True",
        reason: BackoffLimitExceeded, message: Job has reached the specified backoff limit,
        lastTransitionTime: "2026-11-24T02:00:30Z"}]}
      """;

  @Test
  @DisplayName("that never ran says so, and the service's jobs are fine")
  void neverRan() {
    List<JobState> states = JobDecisions.states(service("", ""), running());

    assertThat(states).extracting(JobState::result).containsExactly((Result) null);
    assertThat(JobDecisions.verdict(service("", ""), states))
        .contains(Verdict.ready("NoRunYet", "No job has run yet"));
  }

  @Test
  @DisplayName("that succeeded has its times")
  void succeeded() {
    List<JobState> states =
        JobDecisions.states(service("", ""), running(run("a", "2026-11-23", SUCCEEDED)));

    assertThat(states)
        .containsExactly(
            new JobState(
                "report",
                Result.Succeeded,
                "a",
                null,
                Instant.parse("2026-11-23T02:00:01Z"),
                Instant.parse("2026-11-23T02:00:09Z"),
                Instant.parse("2026-11-23T02:00:09Z"),
                null,
                null));
  }

  @Test
  @DisplayName("whose last run failed quotes its pod, and remembers when it last succeeded")
  void failed() {
    Pod pod =
        Yaml.object(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: b-1, ownerReferences: [{kind: Job, name: b, uid: b, apiVersion: batch/v1}]}
            status: {containerStatuses: [{name: report, ready: false, restartCount: 0,
              state: {terminated: {exitCode: 1, message: "ValueError: no rows"}}}]}
            """,
            Pod.class);
    Running running =
        new Running(
            Optional.empty(),
            List.of(pod),
            List.of(run("a", "2026-11-23", SUCCEEDED), run("b", "2026-11-24", FAILED)));

    List<JobState> states = JobDecisions.states(service("", ""), running);

    assertThat(states.getFirst().result()).isEqualTo(Result.Failed);
    assertThat(states.getFirst().lastSuccessAt()).isEqualTo(Instant.parse("2026-11-23T02:00:09Z"));
    assertThat(JobDecisions.verdict(service("", ""), states))
        .contains(
            Verdict.stalled(
                "LastRunFailed",
                "The last run failed of report: container report ended with exit code 1; its last"
                    + " words: ValueError: no rows; BackoffLimitExceeded: Job has reached the"
                    + " specified backoff limit"));
  }

  @Test
  @DisplayName("keeps what is known of its last run when the run is cleaned away")
  void keepsWhatIsKnown() {
    PythonService service =
        service("", "jobs: [{name: report, result: Succeeded, lastRun: a, requested: '1'}]");

    assertThat(JobDecisions.states(service, running()))
        .extracting(JobState::lastRun)
        .containsExactly("a");
  }

  static Stream<Arguments> requests() {
    return Stream.of(
        arguments("asked for with a new value is run", "report=1", "", List.of("1")),
        arguments(
            "asked for with the value that was honoured is not run again",
            "report=1",
            "jobs: [{name: report, requested: '1'}]",
            List.of()),
        arguments(
            "asked for with another value is run again",
            " report = 2 ",
            "jobs: [{name: report, requested: '1'}]",
            List.of("2")),
        arguments("that nobody asked for is not run", "", "", List.of()),
        arguments("of another name is not run", "cleanup=1", "", List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("requests")
  void isAskedFor(String name, String annotation, String status, List<String> tokens) {
    PythonService service = service(annotation, status);

    assertThat(JobDecisions.requested(service)).extracting(RunRequest::token).isEqualTo(tokens);
    if (!tokens.isEmpty()) {
      assertThat(JobDecisions.states(service, running()).getFirst().requested())
          .isEqualTo(tokens.getFirst());
    }
  }

  static Stream<Arguments> wrongRequests() {
    return Stream.of(
        arguments("that does not exist", "cleanup=1", "'cleanup=1'"),
        arguments("without a value", "report", "'report'"),
        arguments("with an empty value", "report=", "'report='"),
        arguments("beside a right one", "report=1,x", "'x'"));
  }

  @ParameterizedTest(name = "{0} that is asked for is said to be wrong")
  @MethodSource("wrongRequests")
  void isWronglyAskedFor(String name, String annotation, String part) {
    PythonService service = service(annotation, "");

    Verdict verdict =
        JobDecisions.verdict(service, JobDecisions.states(service, running())).orElseThrow();

    assertThat(verdict.reason()).isEqualTo("RunRequestNotUnderstood");
    assertThat(verdict.message()).contains(part, "one of the jobs report");
  }

  private static Running running(Job... runs) {
    return new Running(Optional.empty(), List.of(), List.of(runs));
  }

  private static Job run(String name, String day, String status) {
    return Yaml.object(
        """
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: %s
          uid: %s
          creationTimestamp: "%sT02:00:00Z"
          ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: orders-report, uid: c}]
        status: %s
        """
            .formatted(name, name, day, status),
        Job.class);
  }

  private static PythonService service(String annotation, String status) {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonService
        metadata: {name: orders, namespace: shop, annotations: {pythonservice.dev/run-jobs: "%s"}}
        spec:
          source: {git: {url: "https://git.example/shop/orders.git"}}
          jobs: [{name: report, schedule: "0 2 * * *", command: [python, -m, orders.report]}]
        status: {%s}
        """
            .formatted(annotation, status.replaceFirst("^\\{", "")),
        PythonService.class);
  }
}
