package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.stage.GitRepository;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
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
    stage.clear();
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
    assertThat(results(tested))
        .as(Objects.requireNonNull(tested.tests()).toString())
        .extracting(TestResults::run, TestResults::failed, TestResults::skipped)
        .containsExactly(4, 0, 0);
    assertThat(reportOf(tested))
        .startsWith("<?xml")
        .contains("name=\"test_the_pod_has_nothing_of_the_service\"");
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
        .contains(
            "exit code 1; 1 failed of 4 tests: ",
            "tests.test_web::test_tax_is_rounded_once_for_each_rate: AssertionError");
    assertThat(Objects.requireNonNull(failed.release()).build()).isEqualTo(good);
    assertThat(stage.requests().get("http://invoices/healthz").status()).isEqualTo(200);
    PythonBuildStatus stopped = build(failing);
    assertThat(stopped.phase()).isEqualTo(Phase.Failed);
    assertThat(Objects.requireNonNull(stopped.failure()).reason()).isEqualTo(Reason.Checks);
    assertThat(stopped.attempts()).isEqualTo(1);
    assertThat(stopped.nextAttemptAt()).isNull();
    assertThat(results(stopped).failed()).isEqualTo(1);
    assertThat(reportOf(stopped)).contains("<failure");

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

  @Test
  @DisplayName("tells by their reports a test that failed before from one that is new")
  void tellsTestsApart() throws IOException {
    // given
    stage.clear();
    GitRepository repository = stage.repository("invoices");
    repository.replace(TESTS, "\"gross\": \"455.14\"", "\"gross\": \"455.15\"");
    String failing = repository.commit("Expect another sum");

    // when
    stage.apply(
        stage.example("invoices")
            + "\n  checks: {tests: {command: [pytest, -q], mode: Ratchet}}\n");

    // then
    PythonServiceStatus serving = stage.serving("invoices", failing);
    assertThat(checked(serving).reason()).isEqualTo("PassedWithDebt");
    assertThat(tests(build(failing)))
        .extracting(CheckResult::findings, CheckResult::newFindings)
        .containsExactly(1, 0);

    // when
    repository.replace(TESTS, "There is no invoice 7", "There is an invoice 7");
    String worse = repository.commit("Expect another answer, too");
    stage.refresh("invoices");

    // then
    PythonServiceStatus stopped =
        stage.when("invoices", status -> isStopped(status, "2 failed of 3 tests, 1 of them new"));
    assertThat(checked(stopped).message())
        .containsSubsequence("test_an_unknown_invoice_is_named", "test_tax_is_rounded");
    assertThat(tests(build(worse)))
        .extracting(CheckResult::findings, CheckResult::newFindings)
        .containsExactly(2, 1);

    // when
    repository.replace(TESTS, "There is an invoice 7", "There is no invoice 7");
    String asBefore = repository.commit("Expect what is answered");
    stage.refresh("invoices");

    // then
    stage.serving("invoices", asBefore);
    assertThat(tests(build(asBefore)))
        .extracting(CheckResult::findings, CheckResult::newFindings)
        .containsExactly(1, 0);
  }

  private static TestResults results(PythonBuildStatus build) {
    return Objects.requireNonNull(Objects.requireNonNull(build.tests()).results());
  }

  /** The report that refers to the image, as the registry has it. */
  private static String reportOf(PythonBuildStatus build) throws IOException {
    String image = Objects.requireNonNull(build.image());
    String repository = image.substring(0, image.indexOf('@')).replaceFirst("/", "/v2/");
    JsonNode artifact =
        new ObjectMapper()
            .readTree(get(repository + "/manifests/" + results(build).reportDigest()));
    assertThat(artifact.at("/subject/digest").asText()).isEqualTo(build.digest());
    assertThat(artifact.path("artifactType").asText())
        .isEqualTo("application/vnd.pythonservice.tests.junit.v1+xml");
    return get(repository + "/blobs/" + artifact.at("/layers/0/digest").asText());
  }

  private static String get(String address) throws IOException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://" + address))
                  .header("Accept", "application/vnd.oci.image.manifest.v1+json")
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException(exception);
    }
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
