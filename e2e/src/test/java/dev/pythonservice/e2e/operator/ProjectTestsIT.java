package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.stage.GitRepository;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A project's own tests, from the commit to what serves. */
@OnStage
@DisplayName("A service with tests of its own")
class ProjectTestsIT {

  private static final String TESTS = "tests/test_web.py";

  private static final String LOOKS_AROUND =
      """
      import os
      import pathlib
      import time

      import pytest


      def test_the_pod_has_nothing_of_the_service() -> None:
          assert "DATABASE_PASSWORD" not in os.environ
          assert not pathlib.Path("/var/run/secrets").exists()
          with pytest.raises(OSError):
              pathlib.Path("/written").write_text("")
          pathlib.Path("written").write_text("")


      """;

  private final ServiceStage stage;

  ProjectTestsIT(ServiceStage stage) {
    this.stage = stage;
  }

  @Test
  @DisplayName(
      "serves what passes them, and goes on with it when they fail, with their last words, or when"
          + " they hang, until their deadline, though the operator restarts")
  void servesWhatPasses() throws IOException {
    // given
    GitRepository repository = stage.repository("invoices");
    repository.replace(TESTS, "import pytest\n", LOOKS_AROUND);
    String first = repository.commit("Look around in the pod of the tests");

    // when
    stage.apply(
        stage.example("invoices")
            + "\n  checks: {tests: {command: [pytest, -v], deadlineSeconds: 90}}"
            + "\n  env: [{name: DATABASE_PASSWORD, value: s3cret}]\n");

    // then
    PythonServiceStatus serving = stage.serving("invoices", first);
    assertThat(checked(serving).status()).isEqualTo(Status.True);
    String good = Objects.requireNonNull(serving.release()).build();
    PythonBuildStatus tested = build(first);
    assertThat(tests(tested).verdict()).isEqualTo(Verdict.Passed);
    assertThat(Objects.requireNonNull(tested.tests()).image())
        .as("never what serves")
        .isNotEqualTo(serving.release().image());
    assertHasNothing(onlyJob(tested));
    assertThat(stage.writesAtRest("invoices")).as("it comes to rest").isNotEmpty();

    // when
    repository.replace(TESTS, "\"gross\": \"455.14\"", "\"gross\": \"455.15\"");
    String failing = repository.commit("Expect another sum");
    stage.refresh("invoices");

    // then
    PythonServiceStatus failed = stage.when("invoices", status -> isStopped(status, "1 failed"));
    assertThat(checked(failed).message())
        .contains("exit code 1", "test_tax_is_rounded_once_for_each_rate");
    assertThat(Objects.requireNonNull(failed.release()).build()).isEqualTo(good);
    assertThat(stage.requests().get("http://invoices/healthz").status()).isEqualTo(200);
    PythonBuildStatus stopped = build(failing);
    assertThat(stopped.phase()).isEqualTo(Phase.Failed);
    assertThat(Objects.requireNonNull(stopped.failure()).reason()).isEqualTo(Reason.Checks);
    assertThat(stopped.attempts()).isEqualTo(1);
    assertThat(stopped.nextAttemptAt()).isNull();

    // when
    repository.replace(TESTS, "\"gross\": \"455.15\"", "\"gross\": \"455.14\"");
    repository.replace(
        TESTS,
        "def test_the_pod",
        "def test_hangs() -> None:\n    time.sleep(3600)\n\n\ndef test_the_pod");
    String hanging = repository.commit("Wait for an hour");
    stage.refresh("invoices");
    stage.await(
        "the tests that hang run",
        () -> stage.testJobs().stream().anyMatch(job -> isActive(job, hanging)));
    stage.restartOperator();

    // then
    PythonServiceStatus late =
        stage.when("invoices", status -> isStopped(status, "did not end within 90 s"));
    assertThat(checked(late).message()).contains("spec.checks.tests.deadlineSeconds", "test_hangs");
    assertThat(Objects.requireNonNull(late.release()).build()).isEqualTo(good);
    assertThat(stage.requests().get("http://invoices/healthz").status()).isEqualTo(200);
    PythonBuildStatus ended = build(hanging);
    assertThat(tests(ended).verdict()).isEqualTo(Verdict.Error);
    onlyJob(ended);
  }

  /** As its pod is made; what the tests see in it they say themselves. */
  private static void assertHasNothing(Job job) {
    PodSpec pod = job.getSpec().getTemplate().getSpec();
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getServiceAccountName()).isNull();
    assertThat(pod.getVolumes()).allSatisfy(volume -> assertThat(volume.getEmptyDir()).isNotNull());
    assertThat(pod.getContainers().getFirst().getEnvFrom()).isEmpty();
    assertThat(pod.getContainers().getFirst().getEnv())
        .allSatisfy(variable -> assertThat(variable.getValueFrom()).isNull());
  }

  /** There is one for each build, whoever was there to look after it. */
  private Job onlyJob(PythonBuildStatus build) {
    String name = Objects.requireNonNull(Objects.requireNonNull(build.tests()).job());
    List<Job> jobs =
        stage.testJobs().stream()
            .filter(
                job -> job.getMetadata().getName().startsWith(name.replaceFirst("-[0-9]+$", "")))
            .toList();
    assertThat(jobs).hasSize(1);
    return jobs.getFirst();
  }

  private boolean isActive(Job job, String revision) {
    return Integer.valueOf(1).equals(job.getStatus().getReady())
        && stage.builds("invoices").stream()
            .filter(build -> build.getSpec().revision().equals(revision))
            .anyMatch(build ->
                build
                    .getMetadata()
                    .getUid()
                    .equals(job.getMetadata().getLabels().get("pythonservice.dev/build-uid")));
  }

  private static boolean isStopped(PythonServiceStatus status, String words) {
    return status.conditions().stream()
        .anyMatch(condition ->
            condition.type().equals("Checked")
                && condition.status() == Status.False
                && condition.message().contains(words));
  }

  private static Condition checked(PythonServiceStatus status) {
    return condition("Checked", status);
  }

  private static CheckResult tests(PythonBuildStatus status) {
    return status.checks().stream()
        .filter(check -> check.name() == Checks.Name.Tests)
        .findFirst()
        .orElseThrow();
  }

  private PythonBuildStatus build(String revision) {
    return stage.builds("invoices").stream()
        .filter(build -> build.getSpec().revision().equals(revision))
        .map(build -> Objects.requireNonNull(build.getStatus()))
        .findFirst()
        .orElseThrow();
  }
}
