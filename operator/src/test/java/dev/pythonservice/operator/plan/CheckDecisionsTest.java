package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The checks of a service")
final class CheckDecisionsTest {

  private static final String SERVICE = "python: '3.12'\nchecks: {%s}";

  /** Its image is there, and nobody knows yet whether it may serve. */
  private static final String TESTING =
      """
      phase: Checking
      attempts: 1
      image: "registry.example/python/shop/orders@sha256:9"
      digest: "sha256:9"
      tests: {image: "registry.example/python/shop/orders@sha256:8", platforms: [linux/amd64]}
      conditions:
      - {type: Ready, status: "False", reason: Testing, message: "the project's tests run", lastTransitionTime: "2026-11-23T02:00:00Z"}
      - {type: Checked, status: "Unknown", reason: Testing, message: "they have not ended", lastTransitionTime: "2026-11-23T02:00:00Z"}
      """;

  /** Its image is there, and nobody may serve it. */
  private static final String STOPPED =
      """
      phase: Failed
      attempts: 1
      image: "registry.example/python/shop/orders@sha256:9"
      digest: "sha256:9"
      failure: {reason: Checks, message: "Lint: a.py:1:1 F401"}
      conditions:
      - {type: Ready, status: "False", reason: ChecksFailed, message: "Lint: a.py:1:1 F401", lastTransitionTime: "2026-11-23T02:00:00Z"}
      - {type: Checked, status: "False", reason: Findings, message: "Lint: a.py:1:1 F401", lastTransitionTime: "2026-11-23T02:00:00Z"}
      """;

  @ParameterizedTest(name = "asking for {0} where the platform requires {1} are {2}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lint: {}                                        |                              | Lint=Enforce
          lint: {mode: Report}                            |                              | Lint=Report
          lint: {mode: Report}                            | {name: Lint}                 | Lint=Enforce
          lint: {mode: Report}                            | {name: Lint, mode: Ratchet}  | Lint=Ratchet
          lint: {mode: Enforce}                           | {name: Lint, mode: Ratchet}  | Lint=Enforce
                                                          | {name: Types, mode: Ratchet} | Types=Ratchet:Ty
          tests: {command: [pytest], mode: Report}        | {name: Tests}                | Tests=Enforce:[pytest] [] 0
          tests: {command: [a], resources: {limits: {memory: 2Gi}}} |                    | Tests=Enforce:[a] [] 0 {} {memory=2Gi}
          types: {checkers: [Pyrefly, Ty], mode: Ratchet} | {name: Types, mode: Report}  | Types=Ratchet:Ty,Pyrefly
          """)
  void areTheStronger(String asked, String required, String together) {
    ReleaseScene scene = scene(Optional.ofNullable(asked), Optional.ofNullable(required));

    assertThat(CheckDecisions.effective(scene.inputs()).map(CheckDecisions::modes))
        .contains(List.of(together));
  }

  @Test
  @DisplayName("are none, and its build is what it was before there were checks, when nobody asks")
  void areNone() {
    ReleaseScene scene = new ReleaseScene();
    scene.finished();

    scene.spec("python: '3.12'\nchecks: {}");

    assertThat(scene.plan().wanted()).isEmpty();
    assertThat(scene.plan().checked()).isEmpty();
  }

  @Test
  @DisplayName("make another build when they change, with that as its reason")
  void decideTheBuild() {
    ReleaseScene scene = new ReleaseScene();
    scene.finished();

    scene.spec(SERVICE.formatted("lint: {mode: Ratchet}"));

    ReleasePlan plan = scene.plan();
    assertThat(plan.wanted().orElseThrow().spec().reasons())
        .extracting("reason")
        .containsExactly("ChecksChanged");
    assertThat(plan.wanted().orElseThrow().spec().checks())
        .isEqualTo(new Checks(new Checks.Lint(Checks.Mode.Ratchet), null, null, null));
    assertThat(plan.checked().map(Aspect::status)).contains(Status.Unknown);
  }

  @Test
  @DisplayName("that stop a build leave the one before serving, and say what they found")
  void keepWhatServes() {
    ReleaseScene scene = new ReleaseScene();
    String before = scene.finished();
    scene.spec(SERVICE.formatted("lint: {mode: Report}")).platform(required("{name: Lint}"));
    String stopped = scene.build(STOPPED);

    ReleasePlan plan = scene.plan();

    assertThat(plan.serving().map(BuildStatus::name)).contains(before);
    assertThat(plan.latest()).contains(stopped);
    assertThat(plan.built().map(Verdict::outlook)).contains(Outlook.READY);
    assertThat(plan.objection().orElseThrow().outlook()).isEqualTo(Outlook.STALLED);
    assertThat(plan.objection().orElseThrow().message())
        .contains("a.py:1:1 F401", before + " goes on serving");
    Aspect checked = plan.checked().orElseThrow();
    assertThat(checked.status()).isEqualTo(Status.False);
    assertThat(checked.message())
        .contains("a.py:1:1 F401")
        .contains(
            "spec.checks asks for Report of Lint, but the PythonPlatform default requires Enforce");
  }

  @Test
  @DisplayName("that have not ended leave the build before serving, and say that tests run")
  void serveNothingUntested() {
    ReleaseScene scene = new ReleaseScene();
    String before = scene.finished();
    scene.spec(SERVICE.formatted("tests: {command: [pytest]}"));
    scene.build(TESTING);

    ReleasePlan plan = scene.plan();

    assertThat(plan.serving().map(BuildStatus::name)).contains(before);
    assertThat(plan.built().map(Verdict::reason)).contains("Testing");
    assertThat(plan.built().orElseThrow().message()).contains("the project's tests run");
    assertThat(plan.checked().map(Aspect::status)).contains(Status.Unknown);
  }

  @Test
  @DisplayName("that stop a build make a rollback to it impossible")
  void forbidRollback() {
    ReleaseScene scene = new ReleaseScene();
    scene.finished();
    scene.spec(SERVICE.formatted("lint: {}"));
    String stopped = scene.build(STOPPED);

    scene.spec(SERVICE.formatted("lint: {}") + "\nrollback: {build: %s}".formatted(stopped));

    assertThat(scene.plan().objection().map(Verdict::reason)).contains("RollbackNotPossible");
  }

  @Test
  @DisplayName("are not run again by themselves, but when somebody asks for it")
  void rest() {
    ReleaseScene scene = new ReleaseScene();
    scene.spec(SERVICE.formatted("lint: {}"));
    PythonBuild stopped = scene.named(scene.build(STOPPED)).orElseThrow();
    BuildHistory history = BuildHistory.of(stopped);
    BuildHistory.Trigger nothing = history.trigger();

    assertThat(history.isStopped()).isTrue();
    assertThat(history.isDue(ReleaseScene.NOW.plusSeconds(1_000_000), nothing)).isFalse();
    assertThat(
            history.isDue(
                ReleaseScene.NOW,
                new BuildHistory.Trigger(Optional.of("again"), nothing.platformGeneration())))
        .isTrue();
  }

  private static ReleaseScene scene(Optional<String> asked, Optional<String> required) {
    ReleaseScene scene = new ReleaseScene();
    asked.ifPresent(checks -> scene.spec(SERVICE.formatted(checks)));
    required.ifPresent(check -> scene.platform(required(check)));
    return scene;
  }

  private static String required(String check) {
    return "policy: {requiredChecks: [%s]}".formatted(check);
  }
}
