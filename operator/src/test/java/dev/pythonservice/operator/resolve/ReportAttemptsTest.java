package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.operator.plan.Attempt;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Held;
import dev.pythonservice.operator.plan.Attempt.Prepared;
import dev.pythonservice.operator.plan.Attempt.Reported;
import dev.pythonservice.operator.plan.Attempt.Runs;
import dev.pythonservice.operator.plan.TestReport;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A report of tests, read from the Job that takes it to the registry,")
final class ReportAttemptsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @Test
  @DisplayName("has counts, and the first tests that failed")
  void isReported() {
    String said =
        "{\"tests\": 5, \"failed\": 2, \"skipped\": 1, \"newFailures\": 1, \"report\": \"%s\", \"failures\": [\"t::a: it broke\"]}"
            .formatted(DIGEST);

    assertThat(attempt("", ended(0, said)))
        .isEqualTo(
            new Reported(
                NOW.minusSeconds(5),
                new TestReport(new TestResults(5, 2, 1, DIGEST), 1, List.of("t::a: it broke"))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          the builder's words        | 2 | {"failure": "INPUT", "message": "The tests' report cannot be read"} | The tests' report is not beside the image: The tests' report cannot be read
          those of a builder that is older | 2 | Unmatched argument                                            | The tests' report is not beside the image: The builder ended with exit code 2 and said: Unmatched argument
          that nothing can be read   | 0 | {"tests": 5}                                                        | The tests' report is not beside the image: The builder ended well, but its result cannot be read
          """)
  @DisplayName("is not there, and tells")
  void isNotThere(String sentence, int exitCode, String said, String words) {
    Attempt.State state = attempt("", ended(exitCode, said));

    assertThat(state).as(sentence).isInstanceOf(Failed.class);
    assertThat(((Failed) state).failure().message()).startsWith(words);
  }

  @Test
  @DisplayName("is not waited for longer than its Job")
  void isNotWaitedFor() {
    Attempt.State state =
        attempt(
            "conditions: [{type: Failed, status: 'True', reason: DeadlineExceeded,"
                + " lastTransitionTime: '2026-11-23T01:59:55Z'}]",
            "{containerStatuses: [{name: build, state: {waiting: {reason: ErrImagePull}}}]}");

    assertThat(((Failed) state).failure().message())
        .isEqualTo(
            "The tests' report is not beside the image: the pod that takes it there did not end in"
                + " time");
  }

  @Test
  @DisplayName("is on its way")
  void isOnItsWay() {
    assertThat(attempt("", "{}")).isEqualTo(new Runs());
    assertThat(
            attempt(
                "",
                "{containerStatuses: [{name: build, state: {waiting: {reason: ErrImagePull}}}]}"))
        .isInstanceOf(Held.class);
    assertThat(BuildAttempts.latestReport(List.of(job("", true)), List.of(), NOW))
        .map(Attempt::state)
        .contains(new Prepared());
  }

  private static String ended(int exitCode, String said) {
    return "{containerStatuses: [{name: build, state: {terminated: {exitCode: %d, finishedAt: '2026-11-23T01:59:55Z', message: '%s'}}}]}"
        .formatted(exitCode, said.replace("'", "''"));
  }

  private static Attempt.State attempt(String jobStatus, String podStatus) {
    Pod pod =
        Yaml.object(
            """
            metadata:
              name: orders-report-1-x
              namespace: builds
              creationTimestamp: "2026-11-23T01:58:01Z"
              labels: {batch.kubernetes.io/job-name: orders-report-1}
            spec: {containers: [{name: build, image: "registry.example/builder:1"}]}
            status: %s
            """
                .formatted(podStatus),
            Pod.class);
    return BuildAttempts.latestReport(List.of(job(jobStatus, false)), List.of(pod), NOW)
        .orElseThrow()
        .state();
  }

  private static Job job(String status, boolean isSuspended) {
    return Yaml.object(
        """
        metadata:
          name: orders-report-1
          namespace: builds
          creationTimestamp: "2026-11-23T01:58:00Z"
          labels: {app.kubernetes.io/component: test-report, pythonservice.dev/attempt: "1"}
        spec: {activeDeadlineSeconds: 300, suspend: %s}
        status: {%s}
        """
            .formatted(isSuspended, status),
        Job.class);
  }
}
