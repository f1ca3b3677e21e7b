package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A build")
final class BuildDecisionsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
  private static final OperatorScope SCOPE =
      new OperatorScope("operators", new TreeSet<>(Set.of("python-builds")));
  private static final BuilderImage BUILDER =
      new BuilderImage(
          Optional.of("registry.example/builder:0.1.0"),
          Optional.of("registry.example/builder-native:0.1.0"));
  private static final BuildLine FREE = new BuildLine(0, 0);

  private static final String NEVER = "";
  private static final String RUNS =
      "{attempts: 1, startedAt: '2026-11-23T01:59:00Z', platformGeneration: 2}";

  private static final BuildResult RESULT =
      new BuildResult(
          "registry.example/python/shop/orders@sha256:1",
          "sha256:1",
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  static Stream<Arguments> verdicts() {
    return Stream.of(
        arguments(
            "that was never tried starts",
            inputs(NEVER),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "without a platform is told what to apply, and its Job goes",
            withoutPlatform(inputs(RUNS)),
            Phase.Pending,
            Outlook.STALLED,
            "PlatformNotFound",
            Step.STOP),
        arguments(
            "without a builder's image is told which setting is missing",
            withoutBuilder(inputs(NEVER)),
            Phase.Pending,
            Outlook.STALLED,
            "BuilderImageNotSet",
            Step.REST),
        arguments(
            "on a platform that builds where the operator does not work is told so",
            onPlatform(inputs(NEVER), platform("builds: {namespace: elsewhere}", 2)),
            Phase.Pending,
            Outlook.STALLED,
            "BuildNamespaceNotServed",
            Step.REST),
        arguments(
            "on a platform that was changed waits until that was looked at",
            onPlatform(inputs(NEVER), platform("", 3)),
            Phase.Pending,
            Outlook.RECONCILING,
            "PlatformReconciling",
            Step.REST),
        arguments(
            "that has older ones before it waits for its turn",
            inLine(inputs(NEVER), new BuildLine(3, 1)),
            Phase.Pending,
            Outlook.RECONCILING,
            "WaitsForItsTurn",
            Step.REST),
        arguments(
            "for which there is just room starts",
            inLine(inputs(NEVER), new BuildLine(2, 1)),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "whose Job runs is left alone, however long the line",
            inLine(seen(inputs(RUNS), 1, new Attempt.Runs()), new BuildLine(9, 9)),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.REST),
        arguments(
            "whose Job is there without what it mounts is started to the end",
            seen(inputs(RUNS), 1, new Attempt.Prepared()),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "whose Job somebody deleted gets the same Job again",
            inputs(RUNS),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "whose Job was made by an operator that did not come to write it down goes on with it",
            seen(inputs(NEVER), 1, new Attempt.Runs()),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.REST),
        arguments(
            "whose pod cannot start says why",
            seen(inputs(RUNS), 1, new Attempt.Held("BuilderImageNotPulled", "no such image")),
            Phase.Building,
            Outlook.RECONCILING,
            "BuilderImageNotPulled",
            Step.REST),
        arguments(
            "that brought an image is ready",
            seen(inputs(RUNS), 1, new Attempt.Succeeded(NOW, RESULT)),
            Phase.Succeeded,
            Outlook.READY,
            "Built",
            Step.REST),
        arguments(
            "that brought an image is ready for ever, also without platform, builder and Job",
            withoutPlatform(
                withoutBuilder(
                    inputs(
                        "{attempts: 1, image: 'r.example/a/b@sha256:1', digest: 'sha256:1',"
                            + " platformGeneration: 1}"))),
            Phase.Succeeded,
            Outlook.READY,
            "Built",
            Step.REST),
        arguments(
            "with a stale lock is stalled",
            seen(inputs(RUNS), 1, failed(Reason.Input)),
            Phase.Failed,
            Outlook.STALLED,
            "InputFailure",
            Step.REST),
        arguments(
            "that the network failed goes on by itself",
            seen(inputs(RUNS), 1, failed(Reason.Network)),
            Phase.Failed,
            Outlook.RECONCILING,
            "NetworkFailure",
            Step.REST),
        arguments(
            "that the network failed five times in a row is stalled",
            seen(inputs("{attempts: 5, platformGeneration: 2}"), 5, failed(Reason.Network)),
            Phase.Failed,
            Outlook.STALLED,
            "NetworkFailure",
            Step.REST),
        arguments(
            "that rests keeps the words of its failure, whatever its old Job shows",
            seen(inputs(rests("2026-11-23T02:00:01Z")), 1, failed(Reason.Evicted)),
            Phase.Failed,
            Outlook.RECONCILING,
            "RegistryFailure",
            Step.REST),
        arguments(
            "that has rested starts again",
            inputs(rests("2026-11-23T02:00:00Z")),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "that has rested waits for its turn like others",
            inLine(inputs(rests("2026-11-23T02:00:00Z")), new BuildLine(4, 0)),
            Phase.Failed,
            Outlook.RECONCILING,
            "WaitsForItsTurn",
            Step.REST),
        arguments(
            "that rests starts again at once when its platform was changed",
            onPlatform(
                inputs(rests("2026-11-23T02:30:00Z").replace("Generation: 2", "Generation: 1")),
                platform("", 2)),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "that rests starts again at once when somebody asks for it",
            asked(inputs(rests("2026-11-23T02:30:00Z")), "now"),
            Phase.Building,
            Outlook.RECONCILING,
            "Building",
            Step.START),
        arguments(
            "that was tried again on request is not asked twice",
            asked(
                inputs(rests("2026-11-23T02:30:00Z").replace("attempts", "retry: now, attempts")),
                "now"),
            Phase.Failed,
            Outlook.RECONCILING,
            "RegistryFailure",
            Step.REST));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("verdicts")
  @DisplayName("is decided on:")
  void isDecidedOn(
      String sentence, BuildInputs inputs, Phase phase, Outlook outlook, String reason, Step step) {
    BuildPlan plan = BuildDecisions.plan(inputs);

    assertThat(plan.verdict().reason()).as(sentence).isEqualTo(reason);
    assertThat(plan.verdict().outlook()).isEqualTo(outlook);
    assertThat(plan.phase()).isEqualTo(phase);
    assertThat(plan.step()).isEqualTo(step);
  }

  @Test
  @DisplayName("that fails is counted, and says when it is tried again")
  void remembersFailures() {
    BuildPlan plan = BuildDecisions.plan(seen(inputs(RUNS), 1, failed(Reason.Registry)));

    assertThat(plan.history().attempts()).isEqualTo(1);
    assertThat(plan.history().nextAttemptAt()).contains(NOW.plusSeconds(10));
    assertThat(plan.lookAgainAt()).contains(NOW.plusSeconds(10));
    assertThat(plan.verdict().message()).isEqualTo("the words of Registry");
  }

  @Test
  @DisplayName("that another one has replaced is not tried again by itself, and says so")
  void restsForGood() {
    BuildPlan plan = BuildDecisions.plan(replaced(inputs(rests("2026-11-23T02:00:00Z"))));

    assertThat(plan.phase()).isEqualTo(Phase.Failed);
    assertThat(plan.step()).isEqualTo(Step.REST);
    assertThat(plan.history().nextAttemptAt()).isEmpty();
    assertThat(plan.lookAgainAt()).isEmpty();
    assertThat(plan.verdict())
        .isEqualTo(
            Verdict.stalled(
                "RegistryFailure",
                "503 (orders-8 has replaced it, so it is not tried again by itself)"));
  }

  @Test
  @DisplayName("that another one has replaced is tried again when somebody asks for it")
  void isTriedAgainOnRequest() {
    BuildInputs inputs = replaced(inputs(rests("2026-11-23T02:30:00Z")));
    inputs.build().getMetadata().getAnnotations().put(BuildHistory.RETRY, "now");

    assertThat(BuildDecisions.plan(inputs).step()).isEqualTo(Step.START);
  }

  @Test
  @DisplayName("that another one had replaced, and that is wanted again, is due at once")
  void isWantedAgain() {
    String restingForGood = rests("").replace("nextAttemptAt: '', ", "");

    assertThat(BuildDecisions.plan(inputs(restingForGood)).step()).isEqualTo(Step.START);
  }

  @Test
  @DisplayName("that starts again forgets its failure and remembers what made it start")
  void startsAfresh() {
    BuildPlan plan = BuildDecisions.plan(asked(inputs(rests("2026-11-23T02:30:00Z")), "now"));

    assertThat(plan.history().attempts()).isEqualTo(2);
    assertThat(plan.history().failure()).isEmpty();
    assertThat(plan.history().nextAttemptAt()).isEmpty();
    assertThat(plan.history().trigger().retry()).contains("now");
    assertThat(plan.history().trigger().platformGeneration()).contains(2L);
    assertThat(plan.history().startedAt()).contains(NOW);
  }

  @Test
  @DisplayName("that cannot start is a failed attempt, and what is left of it goes")
  void failsToStart() {
    BuildPlan plan =
        BuildDecisions.plan(inputs(NEVER)).failed(new Failure(Reason.Input, "no Secret"), NOW);

    assertThat(plan.phase()).isEqualTo(Phase.Failed);
    assertThat(plan.step()).isEqualTo(Step.STOP);
    assertThat(plan.history().attempts()).isEqualTo(1);
    assertThat(plan.lookAgainAt()).contains(NOW.plusSeconds(1800));
  }

  @Test
  @DisplayName("whose Job has ended is looked at again when its pod's words are overdue")
  void waitsForWords() {
    Instant until = NOW.plusSeconds(7);

    BuildPlan plan = BuildDecisions.plan(seen(inputs(RUNS), 1, new Attempt.Ending(until)));

    assertThat(plan.phase()).isEqualTo(Phase.Building);
    assertThat(plan.lookAgainAt()).contains(until);
  }

  @Test
  @DisplayName("that waits for its turn finds out by itself when an older one only went away")
  void looksAtTheLine() {
    BuildPlan plan = BuildDecisions.plan(inLine(inputs(NEVER), new BuildLine(3, 1)));

    assertThat(plan.lookAgainAt()).contains(NOW.plusSeconds(60));
    assertThat(plan.verdict().message())
        .isEqualTo(
            "Older builds of the PythonPlatform default come first; it runs as many at a time as"
                + " its spec.builds.maxConcurrent says, 4");
  }

  private static Attempt.State failed(Reason reason) {
    return new Attempt.Failed(NOW, new Failure(reason, "the words of " + reason));
  }

  private static String rests(String until) {
    return """
    {attempts: 1, startedAt: '2026-11-23T01:58:00Z', finishedAt: '2026-11-23T01:59:00Z',
     failure: {reason: Registry, message: 503}, nextAttemptAt: '%s', platformGeneration: 2}
    """
        .formatted(until);
  }

  private static BuildInputs inputs(String status) {
    return new BuildInputs(
        build(status),
        Optional.of(platform("", 2)),
        SCOPE,
        BUILDER,
        Optional.empty(),
        Optional.empty(),
        FREE,
        NOW);
  }

  private static BuildInputs withoutPlatform(BuildInputs inputs) {
    return new BuildInputs(
        inputs.build(),
        Optional.empty(),
        SCOPE,
        inputs.builder(),
        inputs.attempt(),
        inputs.wheels(),
        inputs.line(),
        NOW);
  }

  private static BuildInputs withoutBuilder(BuildInputs inputs) {
    return new BuildInputs(
        inputs.build(),
        inputs.platform(),
        SCOPE,
        new BuilderImage(Optional.empty(), Optional.empty()),
        inputs.attempt(),
        inputs.wheels(),
        inputs.line(),
        NOW);
  }

  private static BuildInputs onPlatform(BuildInputs inputs, PythonPlatform platform) {
    return new BuildInputs(
        inputs.build(),
        Optional.of(platform),
        SCOPE,
        BUILDER,
        inputs.attempt(),
        inputs.wheels(),
        inputs.line(),
        NOW);
  }

  private static BuildInputs inLine(BuildInputs inputs, BuildLine line) {
    return new BuildInputs(
        inputs.build(),
        inputs.platform(),
        SCOPE,
        BUILDER,
        inputs.attempt(),
        inputs.wheels(),
        line,
        NOW);
  }

  private static BuildInputs seen(BuildInputs inputs, int attempt, Attempt.State state) {
    return new BuildInputs(
        inputs.build(),
        inputs.platform(),
        SCOPE,
        BUILDER,
        Optional.of(new Attempt(attempt, NOW.minusSeconds(60), state)),
        inputs.wheels(),
        inputs.line(),
        NOW);
  }

  private static BuildInputs asked(BuildInputs inputs, String retry) {
    PythonBuild build = inputs.build();
    build.getMetadata().setAnnotations(Map.of(BuildHistory.RETRY, retry));
    return inputs;
  }

  private static BuildInputs replaced(BuildInputs inputs) {
    inputs
        .build()
        .getMetadata()
        .setAnnotations(new TreeMap<>(Map.of(BuildHistory.SUPERSEDED_BY, "orders-8")));
    return inputs;
  }

  private static PythonPlatform platform(String more, int generation) {
    return Yaml.object(
        """
        metadata: {name: default, generation: %d}
        spec:
          runtimes: [{python: "3.13", libc: Glibc, image: "registry.example/python:3.13"}]
          registry: {repository: registry.example/python}
          %s
        status:
          observedGeneration: 2
          conditions:
          - {type: Ready, status: "True", reason: ReferencesFound, message: "", lastTransitionTime: "2026-11-20T00:00:00Z"}
        """
            .formatted(generation, more),
        PythonPlatform.class);
  }

  private static PythonBuild build(String status) {
    return Yaml.object(
        """
        metadata: {name: orders-4fzq8k2m1x, namespace: shop, uid: 0c7d8e52, generation: 1}
        spec:
          service: orders
          platform: default
          source: {git: {url: "https://git.example/shop/orders.git"}}
          revision: 8c1f2d7b9e0a4c5d6f7a8b9c0d1e2f3a4b5c6d7e
        """
            + (status.isEmpty() ? "" : "status: " + status.replace("\n", " ")),
        PythonBuild.class);
  }
}
