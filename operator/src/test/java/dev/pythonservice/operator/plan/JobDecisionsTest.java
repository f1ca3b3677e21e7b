package dev.pythonservice.operator.plan;

import static dev.pythonservice.api.v1alpha1.Architecture.AMD64;
import static dev.pythonservice.api.v1alpha1.Architecture.ARM64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Run;
import dev.pythonservice.operator.plan.JobDecisions.RunRequest;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
                List.of(
                    new Run(
                        "a",
                        Result.Succeeded,
                        Instant.parse("2026-11-23T02:00:09Z"),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)),
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
  @DisplayName("that was measured has what its run took, the sum of its partitions")
  void measured() {
    Running running =
        new Running(
            Optional.empty(),
            List.of(
                pod("a-0", "0", "02:00:03", "exitCode: 1, reason: Error"),
                pod("a-1", "0", "02:00:05", "exitCode: 0"),
                pod("a-2", "1", "02:00:06", "exitCode: 0")),
            List.of(run("a", "2026-11-23", SUCCEEDED)),
            Map.of(
                "a-0", record(9000, Optional.of(9L), false),
                "a-1", record(3000, Optional.of(1L), false),
                "a-2", record(4000, Optional.of(2L), false)),
            Map.of("a-0", AMD64, "a-1", ARM64, "a-2", ARM64));

    assertThat(JobDecisions.states(service("", ""), running).getFirst().runs())
        .containsExactly(
            new Run(
                "a",
                Result.Succeeded,
                Instant.parse("2026-11-23T02:00:09Z"),
                ARM64,
                4000L,
                200L,
                1024L,
                3L,
                null));
  }

  @Test
  @DisplayName("says by name why a run ended, also where only the run itself saw it")
  void namesTheExit() {
    Running byRuntime = failed("exitCode: 137, reason: OOMKilled", false);
    Running byRun = failed("exitCode: 1, reason: Error", true);
    Running byCode = failed("exitCode: 3, reason: Error", false);

    assertThat(List.of(byRuntime, byRun, byCode))
        .extracting(running ->
            JobDecisions.states(service("", ""), running).getFirst().runs().getFirst().exit())
        .containsExactly("OOMKilled", "OOMKilled", "ExitCode3");
  }

  @Test
  @DisplayName(
      "keeps its last five runs on each architecture, and what it knew of those whose pods are"
          + " gone")
  void keepsFiveRuns() {
    PythonService service =
        service(
            "",
            "jobs: [{name: report, runs: ["
                + IntStream.rangeClosed(1, 5)
                    .mapToObj(day ->
                        "{name: r%d, result: Succeeded, finishedAt: '2026-11-%02dT00:00:00Z', milliseconds: %d}"
                            .formatted(day, day, day))
                    .collect(Collectors.joining(", "))
                + ", {name: a, result: Succeeded, finishedAt: '2026-11-23T02:00:09Z',"
                + " milliseconds: 77}, {name: b, result: Succeeded, finishedAt:"
                + " '2026-11-01T12:00:00Z', architecture: arm64}]}]");

    List<Run> runs =
        JobDecisions.states(service, running(run("a", "2026-11-23", SUCCEEDED))).getFirst().runs();

    assertThat(runs).extracting(Run::name).containsExactly("a", "r5", "r4", "r3", "r2", "b");
    assertThat(runs.getFirst().milliseconds()).isEqualTo(77);
  }

  private static Running failed(String end, boolean outOfMemory) {
    return new Running(
        Optional.empty(),
        List.of(pod("a-0", "0", "02:00:03", end)),
        List.of(run("a", "2026-11-24", FAILED)),
        Map.of("a-0", record(1, Optional.empty(), outOfMemory)),
        Map.of());
  }

  private static RunRecord record(long milliseconds, Optional<Long> rows, boolean outOfMemory) {
    return new RunRecord(milliseconds, 100, 1024, rows, Optional.empty(), outOfMemory);
  }

  private static Pod pod(String name, String index, String finishedAt, String end) {
    return Yaml.object(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          annotations: {batch.kubernetes.io/job-completion-index: "%s"}
          ownerReferences: [{kind: Job, name: a, uid: a, apiVersion: batch/v1}]
        status: {containerStatuses: [{name: report, ready: false, restartCount: 0,
          state: {terminated: {finishedAt: "2026-11-23T%sZ", %s}}}]}
        """
            .formatted(name, index, finishedAt, end),
        Pod.class);
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
