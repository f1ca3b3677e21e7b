package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Reason;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A release")
final class ReleaseDecisionsTest {

  private static final String FAILED =
      """
      phase: Failed
      conditions:
      - {type: Ready, status: "False", reason: Input, message: "uv.lock is stale", lastTransitionTime: "2026-11-23T02:00:00Z"}
      """;

  @Test
  @DisplayName("of a new service is built for the first time, and nothing serves meanwhile")
  void isBuiltForTheFirstTime() {
    ReleasePlan plan = new ReleaseScene().plan();

    assertThat(reasons(plan)).containsExactly("FirstBuild");
    assertThat(plan.serving()).isEmpty();
    assertThat(plan.objection().map(Verdict::outlook)).contains(Outlook.RECONCILING);
    assertThat(plan.wanted().orElseThrow().spec().platforms())
        .containsExactly("linux/amd64", "linux/arm64");
    assertThat(plan.wanted().orElseThrow().spec().repository())
        .isEqualTo("registry.example/python/shop/orders");
  }

  static Stream<Arguments> changes() {
    return Stream.of(
        change(
            "a new revision", scene -> scene.source(ReleaseScene.found("2222")), "RevisionChanged"),
        change(
            "another path",
            scene ->
                scene.spec(
                    "python: '3.12'\nsource: {git: {url: 'https://git.example/a/b', path: api}}"),
            "PathChanged"),
        change(
            "another group of dependencies",
            scene -> scene.spec("python: '3.12'\nlock: {groups: [gpu]}"),
            "LockOptionsChanged"),
        change("another Python", scene -> scene.spec("python: '3.9'"), "PythonChanged"),
        change(
            "a new base image",
            scene -> scene.base(new Lookup.Found<>(ReleaseScene.image(2), ReleaseScene.NOW)),
            "BaseImageChanged"),
        change(
            "other architectures",
            scene -> scene.spec("python: '3.12'\narchitectures: {policy: Pinned, pinned: [arm64]}"),
            "PlatformsChanged"),
        change(
            "another registry",
            scene -> scene.platform("registry: {repository: other.example/python}"),
            "RepositoryChanged"));
  }

  @ParameterizedTest(name = "is built anew after {0}")
  @MethodSource("changes")
  void isBuiltAnew(String name, Consumer<ReleaseScene> change, String reason) {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();

    change.accept(scene);
    ReleasePlan plan = scene.plan();

    assertThat(reasons(plan)).containsExactly(reason);
    assertThat(plan.wanted().orElseThrow().name()).isNotEqualTo(first).startsWith("orders-");
    assertThat(serving(plan)).as("the build before goes on serving").contains(first);
  }

  static Stream<Arguments> noChanges() {
    return Stream.of(
        change("nothing changed", _ -> {}, ""),
        change(
            "the same commit is found under another address",
            scene ->
                scene.spec("python: '3.12'\nsource: {git: {url: 'https://mirror.example/a/b'}}"),
            ""),
        change(
            "a default is spelled out",
            scene -> scene.spec("python: '3.12'\nlock: {file: uv.lock, extras: []}"),
            ""),
        change(
            "what runs changes, but not what is in the image",
            scene -> scene.spec("python: '3.12'\nscaling: {replicas: 3}"),
            ""));
  }

  @ParameterizedTest(name = "is not built anew when {0}")
  @MethodSource("noChanges")
  void isNotBuiltAnew(String name, Consumer<ReleaseScene> change, String reason) {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();

    change.accept(scene);
    ReleasePlan plan = scene.plan();

    assertThat(plan.wanted()).isEmpty();
    assertThat(plan.objection()).isEmpty();
    assertThat(plan.built().map(Verdict::reason)).contains("UpToDate");
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("goes back to an earlier build when the inputs do, without building")
  void goesBack() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene.source(ReleaseScene.found("2222"));
    scene.finished();

    ReleasePlan plan = scene.source(ReleaseScene.found("1111")).plan();

    assertThat(plan.wanted()).isEmpty();
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("whose build failed quotes the cause, and the build before goes on serving")
  void quotesTheCause() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene.source(ReleaseScene.found("2222"));
    String second = scene.build(FAILED);
    scene.status(servedBy(first));

    ReleasePlan plan = scene.plan();

    assertThat(plan.objection())
        .contains(
            Verdict.stalled(
                "Input", second + " failed: uv.lock is stale; " + first + " goes on serving"));
    assertThat(serving(plan)).contains(first);
    assertThat(plan.wanted()).isEmpty();
  }

  @Test
  @DisplayName("that has replaced a failed build has that one told, once")
  void tellsReplacedBuilds() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.build(FAILED);

    assertThat(scene.plan().superseded()).isEmpty();

    scene.source(ReleaseScene.found("2222"));
    ReleasePlan plan = scene.plan();
    assertThat(plan.superseded()).extracting(BuildStatus::name).containsExactly(first);

    plan.superseded()
        .getFirst()
        .getMetadata()
        .setAnnotations(Map.of(BuildHistory.SUPERSEDED_BY, plan.latest().orElseThrow()));
    assertThat(scene.plan().superseded()).isEmpty();
  }

  @Test
  @DisplayName("that is being built says why, and the build before goes on serving")
  void saysWhy() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene.source(ReleaseScene.found("2222"));
    String second = scene.build("phase: Building");
    scene.status(servedBy(first));

    ReleasePlan plan = scene.plan();

    assertThat(plan.built())
        .contains(
            Verdict.reconciling(
                "Building", second + " is being built: The service has no build that is kept"));
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("that is rolled back serves the named build, whatever is newest")
  void isRolledBack() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene.source(ReleaseScene.found("2222"));
    String second = scene.finished();
    scene.status(servedBy(second));

    ReleasePlan plan = scene.spec("python: '3.12'\nrollback: {build: %s}".formatted(first)).plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection()).isEmpty();
  }

  @Test
  @DisplayName("that is rolled back to what is not there stays, and is told what is there")
  void cannotBeRolledBack() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene.status(servedBy(first));

    ReleasePlan plan = scene.spec("python: '3.12'\nrollback: {build: orders-0}").plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection())
        .contains(
            Verdict.stalled(
                "RollbackNotPossible",
                "spec.rollback.build names orders-0, which is no finished build of this service;"
                    + " name one of "
                    + first
                    + ", or remove spec.rollback"));
  }

  @Test
  @DisplayName("whose source cannot be reached goes on with the last revision, and says so")
  void goesOnWithoutItsSource() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene.source(
        new Lookup.Failed<>(
            Optional.of(
                new Lookup.Found<>(new Revision("1111", Optional.empty()), ReleaseScene.NOW)),
            "SourceUnreachable",
            "git is away",
            ReleaseScene.NOW));

    ReleasePlan plan = scene.plan();

    assertThat(plan.objection()).isEmpty();
    assertThat(plan.wanted()).isEmpty();
    assertThat(plan.found()).contains(Verdict.stalled("SourceUnreachable", "git is away"));
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("whose source was never found is told why")
  void isToldWhyItsSourceIsUnknown() {
    ReleasePlan plan =
        new ReleaseScene()
            .source(
                new Lookup.Failed<>(
                    Optional.empty(), "SourceNotFound", "no branch main", ReleaseScene.NOW))
            .plan();

    assertThat(plan.objection()).contains(Verdict.stalled("SourceNotFound", "no branch main"));
    assertThat(plan.wanted()).isEmpty();
  }

  @Test
  @DisplayName("that was stalled stays so after a start of the operator, until it is known better")
  void staysStalledAfterAStart() {
    ReleaseScene scene =
        new ReleaseScene()
            .base(new Lookup.Pending<>())
            .source(new Lookup.Pending<>())
            .status(
                """
                observedGeneration: 1
                conditions:
                - {type: Stalled, status: "True", reason: SourceNotFound, message: "no branch main"}
                - {type: Built, status: "False", reason: SourceNotFound, message: "no branch main"}
                """);

    assertThat(scene.plan().objection())
        .contains(Verdict.stalled("SourceNotFound", "no branch main"));
  }

  @Test
  @DisplayName("whose spec was changed is looked at anew, whatever was said of the one before")
  void isLookedAtAnew() {
    ReleaseScene scene =
        new ReleaseScene()
            .base(new Lookup.Pending<>())
            .source(new Lookup.Pending<>())
            .status(
                """
                observedGeneration: 0
                conditions:
                - {type: Stalled, status: "True", reason: SourceNotFound, message: "no branch main"}
                - {type: Built, status: "False", reason: SourceNotFound, message: "no branch main"}
                """);

    assertThat(scene.plan().objection())
        .contains(Verdict.reconciling("BaseImagePending", "The base image is being looked up"));
  }

  @Test
  @DisplayName("right after a start of the operator goes on with what the status says")
  void goesOnAfterAStart() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene
        .base(new Lookup.Pending<>())
        .source(new Lookup.Pending<>())
        .status(
            servedBy(first)
                + """
                observedGeneration: 1
                source: {revision: "1111"}
                resolved: {baseImage: "%s"}
                """
                    .formatted(ReleaseScene.image(1).reference()));

    ReleasePlan plan = scene.plan();

    assertThat(plan.objection()).isEmpty();
    assertThat(plan.wanted()).isEmpty();
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("of a spec that changed while the operator was away waits for the look-up")
  void waitsForTheLookup() {
    ReleaseScene scene = new ReleaseScene();
    String first = scene.finished();
    scene
        .source(new Lookup.Pending<>())
        .status(servedBy(first) + "observedGeneration: 0\nsource: {revision: \"1111\"}\n");

    ReleasePlan plan = scene.plan();

    assertThat(plan.objection().map(Verdict::reason)).contains("SourcePending");
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("on a base image for none of the allowed architectures is told so")
  void hasNoArchitecture() {
    ReleasePlan plan =
        new ReleaseScene()
            .spec("python: '3.12'\narchitectures: {policy: Pinned, pinned: [arm64]}")
            .base(
                new Lookup.Found<>(
                    new BaseImage(ReleaseScene.image(1).reference(), Set.of(Architecture.AMD64)),
                    ReleaseScene.NOW))
            .plan();

    assertThat(plan.objection().map(Verdict::reason)).contains("NoArchitecture");
    assertThat(plan.wanted()).isEmpty();
  }

  @Test
  @DisplayName("keeps as many builds as the platform says, and those in use")
  void keepsBuilds() {
    ReleaseScene scene = new ReleaseScene().platform("builds: {historyLimit: 2}\n");
    String oldest = scene.finished();
    String old = scene.source(ReleaseScene.found("2222")).finished();
    scene.source(ReleaseScene.found("3333")).finished();
    scene.source(ReleaseScene.found("4444")).finished();
    scene.spec("python: '3.12'\nrollback: {build: %s}".formatted(oldest));

    assertThat(names(scene.plan().surplus())).containsExactly(old);
  }

  @Test
  @DisplayName("drops an unfinished build that nobody waits for any more")
  void dropsUnfinishedBuilds() {
    ReleaseScene scene = new ReleaseScene();
    String unfinished = scene.build("phase: Building");
    scene.source(ReleaseScene.found("2222"));

    ReleasePlan plan = scene.plan();

    assertThat(names(plan.surplus())).containsExactly(unfinished);
    assertThat(plan.wanted()).isPresent();
  }

  private static Arguments change(String name, Consumer<ReleaseScene> change, String reason) {
    return arguments(name, change, reason);
  }

  private static String servedBy(String build) {
    return "release: {build: %s, image: 'registry.example/python/shop/orders@sha256:0'}\n"
        .formatted(build);
  }

  private static List<String> reasons(ReleasePlan plan) {
    return plan.wanted().orElseThrow().spec().reasons().stream().map(Reason::reason).toList();
  }

  private static Optional<String> serving(ReleasePlan plan) {
    return plan.serving().map(build -> build.getMetadata().getName());
  }

  private static List<String> names(List<PythonBuild> builds) {
    return builds.stream().map(build -> build.getMetadata().getName()).toList();
  }
}
