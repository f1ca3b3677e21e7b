package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where somebody approves what serves,")
final class PromotionDecisionsTest {

  private static final String MANUAL = "python: '3.12'\npromotion: {mode: Manual}";
  private static final String COMMAND =
      "kubectl annotate pysvc/orders --namespace=shop --overwrite pythonservice.dev/approved=";

  private final ReleaseScene scene = new ReleaseScene();
  private final String first = scene.finished();
  private final String second;

  PromotionDecisionsTest() {
    scene.source(ReleaseScene.found("2222"));
    second = scene.finished();
    scene.spec(MANUAL).status(servedBy(first));
  }

  @Test
  @DisplayName("a newer build waits, and the service is ready with what serves")
  void waits() {
    ReleasePlan plan = scene.plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection()).as("nothing stands in the way of being ready").isEmpty();
    assertThat(plan.promoted())
        .contains(
            new Aspect(
                "Promoted",
                Status.False,
                "WaitsForApproval",
                "%s waits for approval of its image sha256:1; to approve it: %ssha256:1; %s goes on serving"
                    .formatted(second, COMMAND, first)));
  }

  @Test
  @DisplayName("an annotation approves a build, which then serves")
  void servesWhatAnAnnotationApproves() {
    ReleasePlan plan = scene.metadata(approving("sha256:1", "jane")).plan();

    assertThat(serving(plan)).contains(second);
    assertThat(plan.objection()).isEmpty();
    assertThat(plan.promoted())
        .contains(
            new Aspect(
                "Promoted",
                Status.True,
                "Approved",
                "%s has the image sha256:1, which was approved by jane".formatted(second)));
  }

  @Test
  @DisplayName("the field approves a build, and wins over the annotation")
  void prefersTheField() {
    ReleasePlan plan =
        scene
            .spec("python: '3.12'\npromotion: {mode: Manual, approved: 'sha256:0'}")
            .metadata(approving("sha256:1", "jane"))
            .plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.promoted().orElseThrow().message())
        .contains("--patch='{\"spec\": {\"promotion\": {\"approved\": \"sha256:1\"}}}'")
        .doesNotContain("kubectl annotate");
  }

  @Test
  @DisplayName("an earlier image that is approved serves, though a newer one is there")
  void servesAnEarlierOne() {
    scene.status(servedBy(second));

    ReleasePlan plan = scene.metadata(approving("sha256:0", "jane")).plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.promoted().map(Aspect::reason)).contains("WaitsForApproval");
  }

  @Test
  @DisplayName("the first build does not serve, which is neither trouble nor progress")
  void doesNotServeTheFirst() {
    ReleasePlan plan = scene.status("{}").plan();

    assertThat(plan.serving()).isEmpty();
    assertThat(plan.objection())
        .contains(
            Verdict.waiting(
                "WaitsForApproval",
                "%s waits for approval of its image sha256:1; to approve it: %ssha256:1"
                    .formatted(second, COMMAND)));
  }

  @Test
  @DisplayName("what no build has is named with what there is, and what serves goes on")
  void namesWhatThereIs() {
    ReleasePlan plan = scene.metadata(approving("latest", "jane")).plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection())
        .contains(
            Verdict.stalled(
                "ApprovedImageNotFound",
                "the annotation pythonservice.dev/approved is latest, and no finished build of this service has such an image; approve one of sha256:1 (%s), sha256:0 (%s); %s goes on serving"
                    .formatted(second, first, first)));
    assertThat(plan.promoted().map(Aspect::status)).contains(Status.False);
  }

  @Test
  @DisplayName("an image that is approved before it is built is waited for")
  void waitsForTheBuild() {
    scene.source(ReleaseScene.found("3333"));
    scene.build("phase: Building");

    ReleasePlan plan = scene.metadata(approving("sha256:2", "jane")).plan();

    assertThat(plan.objection().map(Verdict::outlook)).contains(Outlook.RECONCILING);
    assertThat(serving(plan)).contains(first);
  }

  @Test
  @DisplayName("spec.rollback still wins")
  void rollsBack() {
    scene.status(servedBy(second));

    ReleasePlan plan =
        scene
            .spec(MANUAL + "\nrollback: {build: %s}".formatted(first))
            .metadata(approving("sha256:1", "jane"))
            .plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection()).isEmpty();
    assertThat(plan.promoted().map(Aspect::reason)).contains("RolledBack");
  }

  @Test
  @DisplayName("an approved image that is not signed does not serve where signatures are asked for")
  void asksForSignatures() {
    ReleasePlan plan =
        scene
            .metadata(approving("sha256:1", "jane"))
            .trust(
                new Lookup.Found<>(
                    new ImageTrust.Answer(
                        Set.of(), Map.of(image(second), "nobody signed it; build it again")),
                    ReleaseScene.NOW))
            .plan();

    assertThat(serving(plan)).contains(first);
    assertThat(plan.objection().map(Verdict::reason)).contains("SignatureNotVerified");
  }

  @Test
  @DisplayName("what passed is said before anybody approves")
  void saysWhatPassed() {
    scene.trust(
        new Lookup.Found<>(
            new ImageTrust.Answer(Set.of(image(second)), Map.of()), ReleaseScene.NOW));

    assertThat(scene.plan().promoted().orElseThrow().message())
        .contains("of its image sha256:1 (Signature Verified)");
    assertThat(ReleaseDecisions.candidates(scene.inputs()).stream().map(BuildStatus::name))
        .as("signatures are looked up of what waits, too")
        .contains(second);
  }

  @Test
  @DisplayName("what served before stays without approval")
  void keepsWhatServed() {
    ReleasePlan plan = scene.status(servedBy(second)).plan();

    assertThat(serving(plan)).contains(second);
    assertThat(plan.promoted().map(Aspect::reason)).contains("ServesSinceBefore");
  }

  @Test
  @DisplayName("an approved build is kept, however many newer ones there are")
  void keepsTheApproved() {
    scene
        .status(servedBy(second))
        .platform("builds: {historyLimit: 1}")
        .metadata(approving("sha256:0", "jane"));

    assertThat(scene.plan().surplus()).isEmpty();
    assertThat(scene.metadata("").plan().surplus().stream().map(BuildStatus::name))
        .containsExactly(first);
  }

  @Test
  @DisplayName("and elsewhere nothing is said of approval")
  void saysNothingElsewhere() {
    ReleasePlan plan = scene.spec("python: '3.12'").plan();

    assertThat(serving(plan)).contains(second);
    assertThat(plan.promoted()).isEmpty();
  }

  @Test
  @DisplayName("it is recorded who approved, through what, and what was known")
  void recordsApproval() {
    scene
        .metadata(
            approving("sha256:1", "jane")
                + """
                managedFields:
                - manager: argocd-controller
                  operation: Apply
                  apiVersion: pythonservice.dev/v1alpha1
                  time: "2026-11-23T01:00:00Z"
                  fieldsType: FieldsV1
                  fieldsV1: {"f:spec": {"f:source": {}}}
                - manager: kubectl-annotate
                  operation: Update
                  apiVersion: pythonservice.dev/v1alpha1
                  time: "2026-11-23T02:00:00Z"
                  fieldsType: FieldsV1
                  fieldsV1: {"f:metadata": {"f:annotations": {"f:pythonservice.dev/approved": {}}}}
                """)
        .trust(
            new Lookup.Found<>(
                new ImageTrust.Answer(Set.of(image(second)), Map.of()), ReleaseScene.NOW));

    assertThat(record())
        .hasValueSatisfying(record -> {
          assertThat(record.promoted().how()).hasToString("Approved");
          assertThat(record.promoted().by()).isEqualTo("jane");
          assertThat(record.promoted().manager()).isEqualTo("kubectl-annotate");
          assertThat(record.promoted().at()).isEqualTo(ReleaseScene.NOW);
          assertThat(record.news().message())
              .isEqualTo(
                  "%s with the image sha256:1 came to serve: it was approved by jane; Signature Verified"
                      .formatted(second));
        });
  }

  @Test
  @DisplayName("what serves since before there were records is recorded with its own time")
  void recordsWhatServes() {
    assertThat(record())
        .hasValueSatisfying(record -> {
          assertThat(record.promoted().how()).hasToString("Automatic");
          assertThat(record.promoted().by()).isNull();
          assertThat(record.promoted().at()).isEqualTo(Instant.parse("2026-11-23T01:00:00Z"));
        });
  }

  @Test
  @DisplayName("a rollback is recorded as one")
  void recordsARollback() {
    scene.spec(MANUAL + "\nrollback: {build: %s}".formatted(second));

    assertThat(record().orElseThrow().promoted().how()).hasToString("Rollback");
  }

  @Test
  @DisplayName("nothing is recorded twice, or while vulnerabilities are being looked up")
  void recordsOnce() {
    assertThat(
            PromotionRecord.of(
                scene.inputs(),
                scene.plan().serving(),
                Optional.of(Lookup.pending()),
                ReleaseScene.NOW))
        .isEmpty();

    scene.source(ReleaseScene.found("3333"));
    String third =
        scene.build(
            "phase: Succeeded\n"
                + "image: any\n"
                + "digest: 'sha256:2'\n"
                + "promotion: {at: '2026-11-23T01:00:00Z', how: Approved}");
    scene.status(servedBy(third));

    assertThat(record()).isEmpty();
  }

  private Optional<PromotionRecord> record() {
    return PromotionRecord.of(
        scene.inputs(), scene.plan().serving(), Optional.empty(), ReleaseScene.NOW);
  }

  private String image(String build) {
    return scene.named(build).flatMap(ImageTrust::image).orElseThrow();
  }

  private static Optional<String> serving(ReleasePlan plan) {
    return plan.serving().map(BuildStatus::name);
  }

  private static String approving(String digest, String by) {
    return """
    annotations: {pythonservice.dev/approved: '%s', pythonservice.dev/approved-by: '%s'}
    """
        .formatted(digest, by);
  }

  private static String servedBy(String build) {
    return "release: {build: %s, image: any, revision: any, since: \"2026-11-23T01:00:00Z\"}"
        .formatted(build);
  }
}
