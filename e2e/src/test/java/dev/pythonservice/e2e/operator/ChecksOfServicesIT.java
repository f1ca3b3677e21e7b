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
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus.PreviewState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.stage.GitRepository;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Checks of builds, from the commit to what serves. */
@OnStage
@DisplayName("A service with checks")
class ChecksOfServicesIT {

  private static final String MODULE = "invoices/web.py";

  /** The last version of Ruff before its default rules became more. */
  private static final String DECIDES = "0.15.22";

  private static final String FINDS_MORE = "0.17.5";

  private final KubernetesClient client;
  private final ServiceStage stage;

  ChecksOfServicesIT(ServiceStage stage, KubernetesClient client) {
    this.stage = stage;
    this.client = client;
  }

  @Test
  @DisplayName(
      "serves with old findings, goes on when its platform tries a checker that finds more, is kept"
          + " from new findings while the pods before go on serving, and gets no less than its"
          + " platform requires")
  void servesOnlyWhatPasses() throws IOException {
    // given
    setRuff("{\"version\": \"%s\"}".formatted(DECIDES));
    GitRepository repository = stage.repository("invoices");
    repository.replace(MODULE, "from flask import Flask", "import os\nfrom flask import Flask");
    String first = repository.commit("Import what nobody needs");

    // when
    stage.apply(stage.example("invoices") + "\n  checks: {lint: {mode: Ratchet}}\n");

    // then
    PythonServiceStatus serving = stage.serving("invoices", first);
    assertThat(checked(serving).reason()).isEqualTo("PassedWithDebt");
    String good = Objects.requireNonNull(serving.release()).build();
    triesAnotherVersion(good);

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

  /** The fleet is one service, which goes on as if nobody had looked. */
  private void triesAnotherVersion(String serving) {
    // given
    long generation = generation();

    // when
    setRuff("{\"preview\": \"%s\"}".formatted(FINDS_MORE));

    // then
    PreviewState state = previews(states -> states.size() == 1 && states.getFirst().pending() == 0);
    assertThat(state.version()).isEqualTo(FINDS_MORE);
    assertThat(state.looked()).isEqualTo(1);
    assertThat(state.failing()).isEqualTo(1);
    assertThat(state.failingServices()).containsExactly(stage.namespace() + "/invoices");
    assertThat(looks())
        .singleElement()
        .satisfies(look -> assertThat(look.image()).isNull())
        .satisfies(look -> assertThat(look.previews().getFirst().newFindings()).isPositive())
        .satisfies(look -> assertThat(look.previews().getFirst().message()).contains("I001"));
    stage.await(
        "the service that would be stopped is in the metrics",
        () ->
            stage.operator().metric("pythonservice_checker_preview_services", "result=\"failed\"")
                == 1);
    PythonServiceStatus now = stage.when("invoices", ServiceStage::isReady);
    assertThat(Objects.requireNonNull(now.release()).build()).isEqualTo(serving);
    assertThat(generation()).isEqualTo(generation);

    // when
    setRuff("{\"preview\": null}");

    // then
    stage.await("the look is gone", () -> looks().isEmpty());
    stage.await("the platform tells nothing of it any more", () -> states().isEmpty());
  }

  private long generation() {
    return stage.deployment("invoices").orElseThrow().getMetadata().getGeneration();
  }

  private void setRuff(String versions) {
    stage
        .kubectl()
        .run(
            "patch",
            "pyplat",
            stage.namespace(),
            "--type=merge",
            "--patch={\"spec\": {\"policy\": {\"checkers\": {\"ruff\": %s}}}}".formatted(versions));
  }

  private PreviewState previews(Predicate<List<PreviewState>> wanted) {
    stage.await(
        "the platform knows what would become of its services", () -> wanted.test(states()));
    return states().getFirst();
  }

  private List<PreviewState> states() {
    return Optional.ofNullable(
            client.resources(PythonPlatform.class).withName(stage.namespace()).get().getStatus())
        .map(PythonPlatformStatus::checkerPreviews)
        .orElse(List.of());
  }

  private List<PythonBuildStatus> looks() {
    return stage.builds("invoices").stream()
        .filter(build -> build.getSpec().preview() != null)
        .map(build -> Objects.requireNonNull(build.getStatus()))
        .toList();
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
