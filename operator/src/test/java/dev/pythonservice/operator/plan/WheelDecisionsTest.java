package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Failure.Reason;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Unbuilt;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Wheels;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.operator.plan.Attempt.Failed;
import dev.pythonservice.operator.plan.Attempt.Serves;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A build whose image lacks wheels")
final class WheelDecisionsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
  private static final OperatorScope SCOPE =
      new OperatorScope("operators", new TreeSet<>(Set.of("python-builds")));
  private static final BuilderImage BUILDER =
      new BuilderImage(
          Optional.of("registry.example/builder:0.1.0"),
          Optional.of("registry.example/builder-native:0.1.0"));
  private static final BuilderImage WITHOUT_COMPILERS =
      new BuilderImage(Optional.of("registry.example/builder:0.1.0"), Optional.empty());

  private static final String LACKS =
      "wheels: {python: 3.13.5, libc: 'glibc:2.41', platforms: [linux/amd64], own: [pricing],"
          + " others: [crcmod]}";
  private static final String OWN_ONLY = LACKS.replace("crcmod", "");
  private static final String UNDER_WAY =
      "{attempts: 2, startedAt: '2026-11-23T01:59:00Z', platformGeneration: 2, %s}";
  private static final String SUCCEEDED =
      "{attempts: 2, image: 'r/a@sha256:1', digest: 'sha256:1', %s}";
  private static final String FAILED =
      "{attempts: 2, failure: {reason: %s, message: no}, nextAttemptAt: '2026-11-23T02:20:00Z',"
          + " platformGeneration: 2, %s}";
  private static final String RESTED =
      "{attempts: 2, failure: {reason: Registry, message: no}, nextAttemptAt:"
          + " '2026-11-23T01:59:00Z', platformGeneration: 2, %s}";

  private static final Serves SERVES =
      new Serves("http://10.1.2.3:8751/#sha256=ab", List.of(new Unbuilt("linux/arm64", "crcmod")));
  private static final Wheels WHEELS =
      new Wheels(
          "3.13.5",
          "glibc:2.41",
          List.of("linux/amd64"),
          List.of("pricing"),
          List.of("crcmod"),
          null,
          List.of());

  static Stream<Arguments> steps() {
    return Stream.of(
        arguments(
            "that says so for the first time goes on at once, with its second attempt",
            seen(
                build("{attempts: 1, startedAt: '2026-11-23T01:59:00Z', platformGeneration: 2}"),
                new Attempt(1, NOW, lacking())),
            Phase.Building,
            "BuildingWheels",
            Step.START_WHEELS,
            2),
        arguments(
            "and whose Job is being made is made to the end",
            withWheels(build(UNDER_WAY.formatted(LACKS)), 2, new Attempt.Prepared()),
            Phase.Building,
            "BuildingWheels",
            Step.START_WHEELS,
            2),
        arguments(
            "and whose Job builds them is left alone",
            withWheels(build(UNDER_WAY.formatted(LACKS)), 2, new Attempt.Runs()),
            Phase.Building,
            "BuildingWheels",
            Step.REST,
            2),
        arguments(
            "and whose pod cannot start says why",
            withWheels(
                build(UNDER_WAY.formatted(LACKS)),
                2,
                new Attempt.Held("BuilderImageNotPulled", "")),
            Phase.Building,
            "BuilderImageNotPulled",
            Step.REST,
            2),
        arguments(
            "and whose Job somebody deleted gets the same Job again",
            build(UNDER_WAY.formatted(LACKS)),
            Phase.Building,
            "BuildingWheels",
            Step.START_WHEELS,
            2),
        arguments(
            "and has them starts to build the image",
            withWheels(build(UNDER_WAY.formatted(LACKS)), 2, SERVES),
            Phase.Building,
            "Building",
            Step.START,
            2),
        arguments(
            "and cannot have them fails",
            withWheels(build(UNDER_WAY.formatted(LACKS)), 2, failed(Reason.Input)),
            Phase.Failed,
            "InputFailure",
            Step.REST,
            2),
        arguments(
            "and whose image builds keeps the wheels until it has them",
            seen(
                withWheels(build(UNDER_WAY.formatted(LACKS)), 2, SERVES),
                new Attempt(2, NOW, new Attempt.Runs())),
            Phase.Building,
            "Building",
            Step.REST,
            2),
        arguments(
            "and has its image gives no wheels away any more",
            withWheels(build(SUCCEEDED.formatted(LACKS)), 2, SERVES),
            Phase.Succeeded,
            "Built",
            Step.END_WHEELS,
            2),
        arguments(
            "and fails for good gives no wheels away any more",
            withWheels(build(FAILED.formatted("Input", LACKS)), 2, SERVES),
            Phase.Failed,
            "InputFailure",
            Step.END_WHEELS,
            2),
        arguments(
            "and whose registry failed keeps the wheels for its next attempt",
            withWheels(build(FAILED.formatted("Registry", LACKS)), 2, SERVES),
            Phase.Failed,
            "RegistryFailure",
            Step.REST,
            2),
        arguments(
            "takes the wheels of an earlier attempt while they are there",
            withWheels(build(RESTED.formatted(LACKS)), 2, SERVES),
            Phase.Building,
            "Building",
            Step.START,
            3),
        arguments(
            "builds them again when those of an earlier attempt are gone",
            withWheels(build(RESTED.formatted(LACKS)), 2, failed(Reason.Evicted)),
            Phase.Building,
            "BuildingWheels",
            Step.START_WHEELS,
            3),
        arguments(
            "keeps the log of what could not build them",
            withWheels(build(FAILED.formatted("Input", LACKS)), 2, failed(Reason.Input)),
            Phase.Failed,
            "InputFailure",
            Step.REST,
            2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("steps")
  @DisplayName("goes on step by step: one")
  void goesOn(
      String sentence, BuildInputs inputs, Phase phase, String reason, Step step, int attempts) {
    BuildPlan plan = BuildDecisions.plan(inputs);

    assertThat(plan.verdict().reason()).as(sentence).isEqualTo(reason);
    assertThat(plan.phase()).isEqualTo(phase);
    assertThat(plan.step()).isEqualTo(step);
    assertThat(plan.history().attempts()).isEqualTo(attempts);
  }

  static Stream<Arguments> rules() {
    return Stream.of(
        arguments("builds its own where the platform says nothing", OWN_ONLY, "", Optional.empty()),
        arguments(
            "is told of others' packages where the platform says nothing",
            LACKS,
            "",
            Optional.of(
                "There is no wheel of crcmod, and the PythonPlatform default does not allow"
                    + " building one: without spec.policy.sourceBuilds only packages of the project"
                    + " itself are built; lock a version that has a wheel, or have the platform"
                    + " team set spec.policy.sourceBuilds to {mode: Listed, packages: [crcmod]}")),
        arguments(
            "builds others' packages that are listed, and its own",
            LACKS,
            "{mode: Listed, packages: [crcmod]}",
            Optional.empty()),
        arguments(
            "is told of others' packages that are not listed",
            LACKS,
            "{mode: Listed, packages: [docopt]}",
            Optional.of("packages does not name it")),
        arguments(
            "builds whatever it needs where that is allowed",
            LACKS,
            "{mode: Always}",
            Optional.empty()),
        arguments(
            "is told even of its own where nothing may be built",
            OWN_ONLY,
            "{mode: Never}",
            Optional.of("There is no wheel of pricing")),
        arguments(
            "is told that nothing may be built where a rule has no mode",
            OWN_ONLY,
            "{}",
            Optional.of("spec.policy.sourceBuilds.mode is Never")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  @DisplayName("keeps to the rule: one")
  void keepsToTheRule(String sentence, String lacking, String rule, Optional<String> words) {
    BuildInputs inputs = on(platform(rule), build(RESTED.formatted(lacking)));

    BuildPlan plan = BuildDecisions.plan(inputs);

    assertThat(plan.step()).as(sentence).isEqualTo(words.isEmpty() ? Step.START_WHEELS : Step.REST);
    assertThat(plan.history().failure().map(Failure::reason))
        .isEqualTo(words.map(_ -> Reason.Policy));
    words.ifPresent(expected -> assertThat(plan.verdict().message()).contains(expected));
  }

  @Test
  @DisplayName("that is refused is not asked again before a rest, and again when the rule changes")
  void restsWhenRefused() {
    BuildPlan refused =
        BuildDecisions.plan(on(platform("{mode: Never}"), build(RESTED.formatted(LACKS))));

    assertThat(refused.history().nextAttemptAt()).contains(NOW.plusSeconds(1800));
    assertThat(refused.history().isDue(NOW, trigger(2))).isFalse();
    assertThat(refused.history().isDue(NOW, trigger(3))).isTrue();
    assertThat(refused.history().attempts()).as("nothing was tried").isEqualTo(2);
  }

  @Test
  @DisplayName("is told which setting is missing where there are no compilers")
  void lacksCompilers() {
    BuildInputs inputs = build(RESTED.formatted(OWN_ONLY));

    BuildPlan plan =
        BuildDecisions.plan(
            new BuildInputs(
                inputs.build(),
                inputs.platform(),
                SCOPE,
                WITHOUT_COMPILERS,
                Optional.empty(),
                Optional.empty(),
                inputs.line(),
                NOW));

    assertThat(plan.phase()).isEqualTo(Phase.Failed);
    assertThat(plan.verdict().message())
        .contains("There is no wheel of pricing")
        .contains("PYTHONSERVICE_WHEEL_BUILDER_IMAGE");
  }

  @Test
  @DisplayName("remembers which Job builds them, and for which platforms it could not")
  void remembers() {
    Wheels known =
        BuildDecisions.plan(withWheels(build(UNDER_WAY.formatted(LACKS)), 2, SERVES))
            .history()
            .wheels()
            .orElseThrow();

    assertThat(known.job()).isEqualTo("pricing-4fzq8k2m1x-0c7d8e52-wheels-2");
    assertThat(known.unbuilt()).extracting(Unbuilt::platform).containsExactly("linux/arm64");
  }

  @Test
  @DisplayName("has the builder itself keep to the rule, however many packages there are")
  void tellsTheBuilder() {
    assertThat(WheelDecisions.allowed(platform("{mode: Always}"), WHEELS)).isEmpty();
    assertThat(WheelDecisions.allowed(platform(""), WHEELS)).contains(List.of("crcmod"));
  }

  private static BuildHistory.Trigger trigger(long generation) {
    return new BuildHistory.Trigger(Optional.empty(), Optional.of(generation));
  }

  private static Failed lacking() {
    return new Failed(
        NOW, new Failure(Reason.Input, "no wheel"), List.of(), Optional.of(OWN_WHEELS));
  }

  private static final Wheels OWN_WHEELS =
      new Wheels(
          "3.13.5",
          "glibc:2.41",
          List.of("linux/amd64"),
          List.of("pricing"),
          List.of(),
          null,
          List.of());

  private static Failed failed(Reason reason) {
    return new Failed(NOW, new Failure(reason, "error[E0425]"));
  }

  private static BuildInputs build(String status) {
    PythonBuild build =
        Yaml.object(
            """
            metadata: {name: pricing-4fzq8k2m1x, namespace: shop, uid: 0c7d8e52, generation: 1}
            spec:
              service: pricing
              platform: default
              source: {git: {url: "https://git.example/shop/pricing.git"}}
              revision: 8c1f2d7b9e0a4c5d6f7a8b9c0d1e2f3a4b5c6d7e
            """
                + "status: "
                + status,
            PythonBuild.class);
    return new BuildInputs(
        build,
        Optional.of(platform("{mode: Always}")),
        SCOPE,
        BUILDER,
        Optional.empty(),
        Optional.empty(),
        new BuildLine(0, 0),
        NOW);
  }

  private static BuildInputs seen(BuildInputs inputs, Attempt attempt) {
    return new BuildInputs(
        inputs.build(),
        inputs.platform(),
        SCOPE,
        BUILDER,
        Optional.of(attempt),
        inputs.wheels(),
        inputs.line(),
        NOW);
  }

  private static BuildInputs withWheels(BuildInputs inputs, int attempt, Attempt.State state) {
    return new BuildInputs(
        inputs.build(),
        inputs.platform(),
        SCOPE,
        BUILDER,
        inputs.attempt(),
        Optional.of(new Attempt(attempt, NOW.minusSeconds(60), state)),
        inputs.line(),
        NOW);
  }

  private static BuildInputs on(PythonPlatform platform, BuildInputs inputs) {
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

  private static PythonPlatform platform(String rule) {
    return Yaml.object(
        """
        metadata: {name: default, generation: 2}
        spec:
          runtimes: [{python: "3.13", libc: Glibc, image: "registry.example/python:3.13"}]
          registry: {repository: registry.example/python}
          %s
        status:
          observedGeneration: 2
          conditions:
          - {type: Ready, status: "True", reason: ReferencesFound, message: "", lastTransitionTime: "2026-11-20T00:00:00Z"}
        """
            .formatted(rule.isEmpty() ? "" : "policy: {sourceBuilds: " + rule + "}"),
        PythonPlatform.class);
  }
}
