package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Preview;
import dev.pythonservice.operator.plan.PreviewOutcome.State;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A version of a checker that the platform tries")
final class PreviewDecisionsTest {

  private static final String CHECKS =
      "python: '3.12'\nchecks: {lint: {mode: Ratchet}, types: {checkers: [Pyrefly]}}";
  private static final String TRIED =
      "policy: {checkers: {ruff: {version: 0.17.6, preview: %s}, ty: {preview: 0.0.106}}}";
  private static final CheckerVersion RUFF = new CheckerVersion(Checker.Ruff, "0.17.7");
  private static final String SERVES =
      """
      phase: Succeeded
      image: "registry.example/python/shop/orders@sha256:1"
      digest: "sha256:1"
      platforms: [{platform: linux/amd64, digest: "sha256:a"}]
      previews: [%s]
      """;
  private static final String LOOKED =
      "phase: Succeeded\npreviews: [{checker: Ruff, version: 0.17.7, verdict: %s, newFindings: 3}]";

  private final ReleaseScene scene =
      new ReleaseScene().spec(CHECKS).platform(TRIED.formatted("0.17.7"));

  @Test
  @DisplayName("looks at what serves, once, with the checks of the service that it belongs to")
  void looks() {
    String serving = serves("");

    PreviewPlan plan = plan();

    assertThat(states(plan)).containsExactly(State.PENDING);
    WantedBuild look = plan.wanted().orElseThrow();
    assertThat(look.spec().preview())
        .isEqualTo(new Preview("registry.example/python/shop/orders@sha256:1", List.of(RUFF)));
    assertThat(look.spec().revision())
        .isEqualTo(scene.named(serving).orElseThrow().getSpec().revision());
    assertThat(look.spec().reasons().getFirst().message())
        .isEqualTo("The platform tries Ruff 0.17.7");
    assertThat(look.name()).isNotEqualTo(serving);

    scene.has(look, "phase: Building");
    assertThat(plan().wanted()).isEmpty();
    assertThat(plan().looking()).isTrue();

    scene.has(look, LOOKED.formatted("Failed"));
    assertThat(states(plan())).containsExactly(State.FAILED);
    assertThat(plan().wanted()).isEmpty();
    assertThat(plan().looking()).isFalse();
    assertThat(plan().surplus()).isEmpty();
  }

  @Test
  @DisplayName("is no build of the service, and changes nothing of what is built and served")
  void isNoBuild() {
    serves("");
    ReleasePlan before = scene.plan();
    scene.has(plan().wanted().orElseThrow(), LOOKED.formatted("Failed"));

    assertThat(scene.plan()).isEqualTo(before);
  }

  @Test
  @DisplayName("need not look where the build that serves told already")
  void isKnownByTheBuild() {
    serves("{checker: Ruff, version: 0.17.7, verdict: Passed}");

    assertThat(plan().wanted()).isEmpty();
    assertThat(states(plan())).containsExactly(State.PASSED);
  }

  @Test
  @DisplayName("waits for a build that is under way, and looks when that one fails")
  void waitsForABuild() {
    String serving = serves("");
    scene.source(ReleaseScene.found("2222")).status("release: {build: %s}".formatted(serving));

    assertThat(plan().wanted()).as("it is to be made").isEmpty();
    scene.build("phase: Building");
    assertThat(plan().wanted()).as("it runs").isEmpty();
    scene.build("phase: Failed\nfailure: {reason: Checks, message: no}");

    assertThat(plan().wanted()).isPresent();
    assertThat(states(plan())).containsExactly(State.PENDING);
  }

  @Test
  @DisplayName("looks anew when it is another one, and what it said before goes")
  void isAnotherOne() {
    serves("");
    WantedBuild old = plan().wanted().orElseThrow();
    scene.has(old, LOOKED.formatted("Passed"));

    scene.platform(TRIED.formatted("0.17.8"));

    assertThat(plan().wanted()).isPresent();
    assertThat(plan().surplus())
        .singleElement()
        .satisfies(look -> assertThat(look.getMetadata().getName()).isEqualTo(old.name()));
  }

  @Test
  @DisplayName("leaves nothing behind when it is not tried any more")
  void isOver() {
    serves("");
    scene.has(plan().wanted().orElseThrow(), LOOKED.formatted("Passed"));

    scene.platform("policy: {checkers: {ruff: {version: 0.17.7}}}");

    assertThat(plan().outcomes()).isEmpty();
    assertThat(plan().wanted()).isEmpty();
    assertThat(plan().surplus()).hasSize(1);
  }

  @Test
  @DisplayName("that could not look is an error, with the words of the look")
  void isAnError() {
    serves("");
    scene.has(
        plan().wanted().orElseThrow(),
        "phase: Failed\nfailure: {reason: Network, message: no answer}");

    assertThat(plan().outcomes()).containsExactly(PreviewOutcome.error(RUFF, "no answer"));
    assertThat(plan().wanted()).as("the failed one is tried again").isEmpty();
    assertThat(plan().looking()).isFalse();
  }

  @Test
  @DisplayName(
      "has nothing to do with services without checks by it, and with those that serve nothing")
  void isNotForAll() {
    assertThat(plan().outcomes()).as("nothing serves").isEmpty();

    scene.spec("python: '3.12'");
    serves("");
    assertThat(plan().outcomes()).as("no checks").isEmpty();
    assertThat(plan().wanted()).isEmpty();
  }

  @Test
  @DisplayName("looks with the checks that the platform requires, too")
  void isForRequiredChecks() {
    scene
        .spec("python: '3.12'")
        .platform("policy: {requiredChecks: [{name: Lint}], checkers: {ruff: {preview: 0.17.7}}}");
    serves("");

    assertThat(Objects.requireNonNull(plan().wanted().orElseThrow().spec().checks()).lint())
        .isNotNull();
  }

  @Test
  @DisplayName("comes from the index that lists it, else from the one for all packages")
  void hasAnIndex() {
    scene.platform(
        """
        indexes:
        - {name: mirror, url: "https://mirror.example/simple", mirrorOf: "https://pypi.org/simple"}
        - {name: tools, url: "https://tools.example/simple", packages: [ruff, "ty*"]}
        - {name: all, url: "https://all.example/simple"}
        """);
    var indexes = scene.inputs().platform().getSpec().indexes();

    assertThat(Previews.indexOf("ruff", indexes)).contains("https://tools.example/simple");
    assertThat(Previews.indexOf("ty", indexes)).contains("https://tools.example/simple");
    assertThat(Previews.indexOf("pyrefly", indexes)).contains("https://all.example/simple");
    assertThat(Previews.indexOf("ruff", indexes.subList(0, 1))).as("a mirror").isEmpty();
  }

  private PreviewPlan plan() {
    return PreviewDecisions.plan(scene.inputs(), scene.plan(), ReleaseScene.LAYOUT);
  }

  private String serves(String preview) {
    return scene.build(SERVES.formatted(preview));
  }

  private static List<State> states(PreviewPlan plan) {
    return plan.outcomes().stream().map(PreviewOutcome::state).toList();
  }
}
