package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Updates of a service's lock")
final class UpdateDecisionsTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");
  private static final String SPEC =
      "python: '3.12'\nupdates: {scope: Patch, schedule: '0 5 * * 1'}";
  private static final String BY_HAND = "python: '3.12'\nupdates: {scope: Patch}";
  private static final String ASKED = "annotations: {pythonservice.dev/update: one}\n";
  private static final String NOTHING =
      "phase: Succeeded\nupdate: {scope: Patch, changed: 0, fixed: 0, introduced: 0}";
  private static final String LOCK = "registry.example/python/shop/orders@sha256:%064d";

  private final ReleaseScene scene = new ReleaseScene().spec(SPEC);

  @Test
  @DisplayName("are looked for by nobody where the spec does not say so")
  void areNotLookedFor() {
    scene.spec("python: '3.12'").metadata(ASKED);

    UpdatePlan plan = scene.updates(NOW);

    assertThat(plan)
        .isEqualTo(
            new UpdatePlan(
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty()));
  }

  @Test
  @DisplayName("wait for their time, and know it")
  void waitForTheirTime() {
    UpdatePlan plan = scene.updates(NOW);

    assertThat(plan.wanted()).isEmpty();
    assertThat(plan.lookAgainAt()).contains(Instant.parse("2026-11-23T05:00:00Z"));
    assertThat(plan.state().orElseThrow().nextRunAt())
        .isEqualTo(Instant.parse("2026-11-23T05:00:00Z"));
    assertThat(plan.aspect().orElseThrow().reason()).isEqualTo("NotLookedYet");
  }

  @Test
  @DisplayName("are looked for when it is time, and then wait for the next")
  void areLookedForInTime() {
    scene.status("updates: {schedule: '0 5 * * 1 Etc/UTC', nextRunAt: '2026-11-23T05:00:00Z'}");

    UpdatePlan plan = scene.updates(Instant.parse("2026-11-23T05:00:01Z"));

    assertThat(plan.wanted())
        .singleElement()
        .satisfies(look -> {
          assertThat(Objects.requireNonNull(look.spec().update()).trigger())
              .isEqualTo("2026-11-23T05:00:00Z");
          assertThat(look.spec().candidate()).isNull();
        });
    assertThat(plan.state().orElseThrow().nextRunAt())
        .isEqualTo(Instant.parse("2026-11-30T05:00:00Z"));
    assertThat(plan.state().orElseThrow().run()).isEqualTo(plan.wanted().getFirst().name());
  }

  @Test
  @DisplayName("are not looked for at once when the schedule changes")
  void forgetAnOldSchedule() {
    scene.status("updates: {schedule: '0 1 * * 1 Etc/UTC', nextRunAt: '2026-11-23T01:00:00Z'}");

    assertThat(scene.updates(NOW).wanted()).isEmpty();
    assertThat(scene.updates(NOW).lookAgainAt()).contains(Instant.parse("2026-11-23T05:00:00Z"));
  }

  @Test
  @DisplayName("are looked for once for each value of the annotation")
  void areLookedForOnce() {
    scene.spec(BY_HAND).metadata(ASKED);
    UpdatePlan first = scene.updates(NOW);
    WantedBuild look = first.wanted().getFirst();
    scene.status(
        "updates: {requested: one, run: %s, lastRunAt: '2026-11-23T02:00:00Z'}"
            .formatted(look.name()));
    scene.has(look, NOTHING);

    UpdatePlan second = scene.updates(NOW.plusSeconds(60));

    assertThat(first.state().orElseThrow().requested()).isEqualTo("one");
    assertThat(second.wanted()).isEmpty();
    assertThat(second.state().orElseThrow().candidate()).isNull();
    assertThat(second.aspect().orElseThrow().status()).isEqualTo(Status.True);
    assertThat(second.aspect().orElseThrow().reason()).isEqualTo("NothingToUpdate");
  }

  @Test
  @DisplayName("are no builds of the service: a look has no image, and takes no place among them")
  void areNoBuilds() {
    scene.spec(BY_HAND).metadata(ASKED);
    String own = scene.finished();
    look(0);

    assertThat(scene.plan().serving().map(BuildStatus::name)).contains(own);
    assertThat(scene.plan().latest()).contains(own);
    assertThat(scene.plan().surplus()).isEmpty();
  }

  @Test
  @DisplayName("become a candidate that is built and does not serve until it is approved")
  void becomeACandidate() {
    scene.spec(BY_HAND).metadata(ASKED);
    String own = scene.finished();
    look(1);

    WantedBuild candidate = scene.updates(NOW).wanted().getFirst();
    assertThat(Objects.requireNonNull(candidate.spec().candidate()).lock())
        .isEqualTo(LOCK.formatted(1));
    assertThat(candidate.name()).isNotEqualTo(own);
    scene.has(candidate, "phase: Building");
    assertThat(scene.plan().surplus()).as("it is not in anybody's way").isEmpty();
    scene.has(candidate, finished(7));

    UpdatePlan available = scene.updates(NOW);
    assertThat(available.wanted()).isEmpty();
    assertThat(available.aspect().orElseThrow().status()).isEqualTo(Status.False);
    assertThat(available.aspect().orElseThrow().reason()).isEqualTo("UpdateAvailable");
    assertThat(available.aspect().orElseThrow().message())
        .contains(
            "1 package (jinja2 3.1.2 → 3.1.6), fixes GHSA-1 in jinja2 (high), gains linux/arm64",
            "kubectl annotate pysvc/orders --namespace=shop --overwrite"
                + " pythonservice.dev/approved=sha256:7");
    assertThat(available.news()).hasSize(1);
    assertThat(scene.plan().serving().map(BuildStatus::name)).contains(own);
    assertThat(scene.plan().objection()).as("it waits for nobody").isEmpty();

    scene.metadata(
        "annotations: {pythonservice.dev/update: one, pythonservice.dev/approved: 'sha256:7'}\n");
    assertThat(scene.plan().serving().map(BuildStatus::name)).contains(candidate.name());
    assertThat(scene.plan().latest()).contains(candidate.name());
    assertThat(scene.plan().wanted()).isEmpty();
    assertThat(scene.updates(NOW).aspect().orElseThrow().reason()).isEqualTo("Promoted");
  }

  @Test
  @DisplayName("that were found stay while somebody looks again")
  void stayWhileSomebodyLooks() {
    scene.spec(BY_HAND).metadata(ASKED);
    scene.finished();
    look(1);
    WantedBuild candidate = scene.updates(NOW).wanted().getFirst();
    scene.has(candidate, "phase: Building");

    scene.metadata("annotations: {pythonservice.dev/update: two}\n");
    UpdatePlan asked = scene.updates(NOW);
    scene.has(asked.wanted().getFirst(), "phase: Building");
    UpdatePlan looking = scene.updates(NOW);

    assertThat(asked.aspect().orElseThrow().reason()).isEqualTo("Looking");
    assertThat(looking.surplus()).isEmpty();
    assertThat(looking.wanted()).isEmpty();
    assertThat(looking.state().orElseThrow().candidate()).isEqualTo(candidate.name());
    assertThat(scene.plan().surplus()).isEmpty();

    scene.has(asked.wanted().getFirst(), NOTHING);
    UpdatePlan nothing = scene.updates(NOW);

    assertThat(nothing.surplus()).hasSize(1);
    assertThat(nothing.state().orElseThrow().candidate()).isNull();
    assertThat(scene.plan().surplus())
        .as("nobody waits for the candidate any more")
        .extracting(BuildStatus::name)
        .containsExactly(candidate.name());
  }

  @Test
  @DisplayName("serve by themselves where nobody has to approve them")
  void serveByThemselves() {
    scene.spec("python: '3.12'\nupdates: {scope: Patch, promotion: Automatic}").metadata(ASKED);
    scene.finished();
    look(1);
    WantedBuild candidate = scene.updates(NOW).wanted().getFirst();
    scene.has(candidate, finished(7));

    assertThat(scene.plan().serving().map(BuildStatus::name)).contains(candidate.name());
  }

  @Test
  @DisplayName("stay in force when the base image changes, and end with the revision")
  void endWithTheRevision() {
    scene.spec("python: '3.12'\nupdates: {scope: Patch, promotion: Automatic}").metadata(ASKED);
    scene.finished();
    look(1);
    scene.has(scene.updates(NOW).wanted().getFirst(), finished(7));

    scene.base(new Lookup.Found<>(ReleaseScene.image(2), NOW));
    WantedBuild onNewBase = scene.plan().wanted().orElseThrow();
    scene.source(ReleaseScene.found("2222"));
    WantedBuild ofNewRevision = scene.plan().wanted().orElseThrow();

    assertThat(Objects.requireNonNull(onNewBase.spec().candidate()).lock())
        .isEqualTo(LOCK.formatted(1));
    assertThat(ofNewRevision.spec().candidate()).isNull();
    assertThat(ofNewRevision.spec().reasons())
        .extracting("reason")
        .contains("RevisionChanged", "CandidateChanged");
    assertThat(scene.updates(NOW).aspect().orElseThrow().reason()).isEqualTo("RevisionChanged");
  }

  @Test
  @DisplayName("that cannot be looked for say why")
  void sayWhyNot() {
    scene.spec(BY_HAND).metadata(ASKED);
    WantedBuild look = scene.updates(NOW).wanted().getFirst();
    scene.has(
        look,
        """
        phase: Failed
        failure: {reason: Input, message: No wheels.}
        conditions:
        - {type: Ready, status: "False", reason: InputFailure, message: No wheels., lastTransitionTime: "2026-11-23T02:00:00Z"}
        """);
    scene.status("updates: {requested: one, run: %s}".formatted(look.name()));

    Aspect aspect = scene.updates(NOW).aspect().orElseThrow();

    assertThat(aspect.reason()).isEqualTo("UpdateFailed");
    assertThat(aspect.message()).contains("No wheels.");
  }

  @Test
  @DisplayName("stay as they were said while the source is not known")
  void stayWhileNothingIsKnown() {
    scene
        .spec(BY_HAND)
        .source(Lookup.pending())
        .status(
            """
            observedGeneration: 0
            updates: {requested: one, run: orders-1, candidate: orders-2}
            conditions:
            - {type: Updated, status: "False", reason: UpdateAvailable, message: Some., lastTransitionTime: "2026-11-23T02:00:00Z"}
            """);

    UpdatePlan plan = scene.updates(NOW);

    assertThat(plan.aspect())
        .contains(new Aspect("Updated", Status.False, "UpdateAvailable", "Some."));
    assertThat(plan.state().orElseThrow().candidate()).isEqualTo("orders-2");
    assertThat(plan.news()).isEmpty();
  }

  @Test
  @DisplayName("in a time zone that nobody knows say so")
  void needAZone() {
    scene.spec(
        "python: '3.12'\n"
            + "updates: {scope: Patch, schedule: '@daily', timeZone: Europe/Nowhere}");

    assertThat(scene.updates(NOW).aspect().orElseThrow().reason()).isEqualTo("TimeZoneUnknown");
  }

  /** A look that was asked for and has found the lock of that number, or nothing for 0. */
  private void look(int number) {
    WantedBuild look = scene.updates(NOW).wanted().getFirst();
    scene.status(
        "updates: {requested: one, run: %s, lastRunAt: '2026-11-23T02:00:00Z'}"
            .formatted(look.name()));
    scene.has(
        look,
        number == 0
            ? NOTHING
            : """
            phase: Succeeded
            update:
              lock: "%s"
              scope: Patch
              changed: 1
              packages: [jinja2 3.1.2 → 3.1.6]
              gained: [linux/arm64]
              fixed: 1
              fixes: [GHSA-1 in jinja2 (high)]
              introduced: 0
            """
                .formatted(LOCK.formatted(number)));
  }

  private static String finished(int digest) {
    return """
    phase: Succeeded
    image: "registry.example/python/shop/orders@sha256:%1$d"
    digest: "sha256:%1$d"
    platforms:
    - {platform: linux/amd64, digest: "sha256:a"}
    """
        .formatted(digest);
  }
}
