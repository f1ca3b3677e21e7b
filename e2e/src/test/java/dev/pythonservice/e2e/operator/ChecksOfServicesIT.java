package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Condition;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.stage.GitRepository;
import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Checks of builds, from the commit to what serves. */
@OnStage
@DisplayName("A service with checks")
class ChecksOfServicesIT {

  private static final String MODULE = "invoices/web.py";

  private final ServiceStage stage;

  ChecksOfServicesIT(ServiceStage stage) {
    this.stage = stage;
  }

  @Test
  @DisplayName(
      "serves with old findings, is kept from new ones while the pods before go on serving, and"
          + " gets no less than its platform requires")
  void servesOnlyWhatPasses() throws IOException {
    // given
    GitRepository repository = stage.repository("invoices");
    repository.replace(MODULE, "from flask import Flask", "import os\nfrom flask import Flask");
    String first = repository.commit("Import what nobody needs");

    // when
    stage.apply(stage.example("invoices") + "\n  checks: {lint: {mode: Ratchet}}\n");

    // then
    PythonServiceStatus serving = stage.serving("invoices", first);
    assertThat(checked(serving).reason()).isEqualTo("PassedWithDebt");
    String good = Objects.requireNonNull(serving.release()).build();

    // when
    repository.replace(MODULE, "import os\n", "\n\nimport os\nimport re\n");
    repository.commit("Import something else that nobody needs");
    stage.refresh("invoices");

    // then
    PythonServiceStatus stopped = stage.when("invoices", status -> isStopped(status, "`re`"));
    assertThat(checked(stopped).message()).doesNotContain("`os`");
    assertThat(Objects.requireNonNull(stopped.release()).build()).isEqualTo(good);
    assertThat(stage.requests().get("http://invoices/healthz").status()).isEqualTo(200);
    PythonBuildStatus build = Objects.requireNonNull(newest().getStatus());
    assertThat(build.phase()).isEqualTo(Phase.Failed);
    assertThat(Objects.requireNonNull(build.failure()).reason()).isEqualTo(Reason.Checks);
    assertThat(build.image()).contains("@sha256:");
    assertThat(build.nextAttemptAt()).isNull();
    assertThat(build.checks())
        .singleElement()
        .satisfies(result -> assertThat(result.name()).isEqualTo(Checks.Name.Lint))
        .satisfies(result -> assertThat(result.verdict()).isEqualTo(CheckResult.Verdict.Failed))
        .satisfies(result -> assertThat(result.newFindings()).isEqualTo(1));
    stage.await(
        "the new finding is in the metrics",
        () -> stage.operator().metric("pythonservice_check_findings", "kind=\"new\"") == 1);

    // when
    repository.replace(MODULE, "import re\n", "");
    String corrected = repository.commit("Take it out again");
    stage.refresh("invoices");

    // then
    stage.serving("invoices", corrected);

    // when
    stage
        .kubectl()
        .run(
            "patch",
            "pyplat",
            stage.namespace(),
            "--type=merge",
            "--patch={\"spec\": {\"policy\": {\"requiredChecks\": [{\"name\": \"Lint\"}]}}}");

    // then
    PythonServiceStatus required = stage.when("invoices", status -> isStopped(status, "`os`"));
    assertThat(checked(required).message())
        .contains("requires Enforce", "asks for Ratchet of Lint");
    assertThat(stage.requests().get("http://invoices/healthz").status()).isEqualTo(200);
  }

  private static boolean isStopped(PythonServiceStatus status, String finding) {
    return status.conditions().stream()
        .anyMatch(condition ->
            condition.type().equals("Checked")
                && condition.status() == Status.False
                && condition.message().contains(finding));
  }

  private static Condition checked(PythonServiceStatus status) {
    return condition("Checked", status);
  }

  private PythonBuild newest() {
    return stage.builds("invoices").stream()
        .max((one, other) ->
            one.getMetadata()
                .getCreationTimestamp()
                .compareTo(other.getMetadata().getCreationTimestamp()))
        .orElseThrow();
  }
}
