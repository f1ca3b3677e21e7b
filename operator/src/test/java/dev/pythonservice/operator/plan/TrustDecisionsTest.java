package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where only signed images are served,")
final class TrustDecisionsTest {

  private static final String WHY = "nobody signed it; build it again";

  private final ReleaseScene scene = new ReleaseScene();
  private final String first = scene.finished();
  private final String second;

  TrustDecisionsTest() {
    scene.source(ReleaseScene.found("2222"));
    second = scene.finished();
    scene.status(servedBy(first));
  }

  @Test
  @DisplayName("a new build that is signed is served")
  void servesTheSigned() {
    ReleasePlan plan = scene.trust(trusted(first, second)).plan();

    assertThat(serving(plan)).contains(second);
    assertThat(plan.objection()).isEmpty();
    assertThat(verified(plan))
        .hasValueSatisfying(aspect -> assertThat(aspect.status()).isEqualTo(Status.True));
  }

  @Test
  @DisplayName("a new build that is not signed is refused with its image and the reason")
  void refusesTheUnsigned() {
    ReleasePlan plan = scene.trust(trusted(first)).plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection())
        .contains(
            Verdict.stalled(
                "SignatureNotVerified",
                "%s is not served: of its image %s, %s; %s goes on serving"
                    .formatted(second, image(second), WHY, first)));
    assertThat(verified(plan))
        .hasValueSatisfying(aspect -> assertThat(aspect.status()).isEqualTo(Status.True));
  }

  @Test
  @DisplayName("a new build whose provenance names another commit is refused with both")
  void refusesAnotherCommit() {
    String commit = scene.named(second).orElseThrow().getSpec().revision();

    ReleasePlan plan = scene.trust(builtFrom("6666")).plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection().orElseThrow().reason()).isEqualTo("SignatureNotVerified");
    assertThat(plan.objection().orElseThrow().message())
        .contains(
            image(second),
            "its signed provenance says that it was built from revision 6666, and the build is of "
                + commit);
    assertThat(serving(scene.trust(builtFrom(commit)).plan())).contains(second);
  }

  private Lookup<ImageTrust.Answer> builtFrom(String revision) {
    return new Lookup.Found<>(
        new ImageTrust.Answer(
            Set.of(image(first), image(second)), Map.of(), Map.of(image(second), revision)),
        ReleaseScene.NOW);
  }

  @Test
  @DisplayName("a rollback to a build that is not signed is refused")
  void refusesARollback() {
    scene.status(servedBy(second));
    ReleasePlan plan =
        scene
            .spec("python: '3.12'\nrollback: {build: %s}".formatted(first))
            .trust(trusted(second))
            .plan();

    assertThat(serving(plan)).contains(second);
    assertThat(plan.objection().map(Verdict::reason)).contains("SignatureNotVerified");
    assertThat(plan.objection().orElseThrow().message()).contains(first + " is not served");
  }

  @Test
  @DisplayName("what serves already goes on when its key is not trusted any more, and says so")
  void keepsWhatServes() {
    scene.status(servedBy(second));

    ReleasePlan plan = scene.trust(trusted()).plan();

    assertThat(serving(plan)).contains(second);
    assertThat(plan.objection()).isEmpty();
    assertThat(verified(plan))
        .contains(
            new Aspect(
                "Verified",
                Status.False,
                "SignatureNotVerified",
                "%s serves since before, and would not be served anew: of its image %s, %s"
                    .formatted(second, image(second), WHY)));
  }

  @Test
  @DisplayName("a new build is not served while the registry does not answer")
  void waitsForTheRegistry() {
    ReleasePlan plan =
        scene
            .trust(
                new Lookup.Failed<>(
                    Optional.empty(), "SignatureUnreachable", "it is away", ReleaseScene.NOW))
            .plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection())
        .contains(
            Verdict.stalled(
                "SignatureUnreachable",
                "%s is not served: it is away; %s goes on serving".formatted(second, first)));
    assertThat(verified(plan))
        .hasValueSatisfying(aspect -> assertThat(aspect.status()).isEqualTo(Status.Unknown));
  }

  @Test
  @DisplayName("a service that serves nothing yet serves no build that is not signed")
  void servesNothingUnsigned() {
    ReleasePlan plan = scene.status("{}").trust(trusted()).plan();

    assertThat(plan.serving()).isEmpty();
    assertThat(plan.objection().map(Verdict::reason)).contains("SignatureNotVerified");
    assertThat(verified(plan)).isEmpty();
  }

  @Test
  @DisplayName("a service that serves nothing yet serves the newest build that is signed")
  void servesTheNewestSigned() {
    ReleasePlan plan = scene.status("{}").spec("python: '3.12'").trust(trusted(second)).plan();

    assertThat(serving(plan)).contains(second);
  }

  @Test
  @DisplayName("signatures of those builds are looked up that may have to be served")
  void looksAtCandidates() {
    scene.source(ReleaseScene.found("3333"));
    String third = scene.finished();
    scene.source(ReleaseScene.found("4444"));

    assertThat(candidates()).containsExactlyInAnyOrder(first, third);

    scene.spec("python: '3.12'\nrollback: {build: %s}".formatted(second));
    assertThat(candidates()).containsExactlyInAnyOrder(first, second, third);
  }

  @Test
  @DisplayName("and elsewhere nothing is said of signatures")
  void saysNothingElsewhere() {
    ReleasePlan plan = scene.plan();

    assertThat(serving(plan)).contains(second);
    assertThat(verified(plan)).isEmpty();
  }

  private List<String> candidates() {
    return ReleaseDecisions.candidates(scene.inputs()).stream().map(BuildStatus::name).toList();
  }

  private Lookup<ImageTrust.Answer> trusted(String... names) {
    Set<String> trusted = Stream.of(names).map(this::image).collect(Collectors.toSet());
    Map<String, String> others = new HashMap<>();
    Stream.of(first, second)
        .map(this::image)
        .filter(image -> !trusted.contains(image))
        .forEach(image -> others.put(image, WHY));
    return new Lookup.Found<>(new ImageTrust.Answer(trusted, others), ReleaseScene.NOW);
  }

  private String image(String name) {
    return scene.named(name).flatMap(ImageTrust::image).orElseThrow();
  }

  private Optional<Aspect> verified(ReleasePlan plan) {
    return TrustDecisions.verified(scene.inputs(), plan.serving());
  }

  private static Optional<String> serving(ReleasePlan plan) {
    return plan.serving().map((PythonBuild build) -> BuildStatus.name(build));
  }

  private static String servedBy(String build) {
    return "release: {build: %s, image: any, revision: any, since: \"2026-11-23T01:00:00Z\"}"
        .formatted(build);
  }
}
