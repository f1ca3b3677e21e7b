package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static dev.pythonservice.e2e.support.Conditions.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.LockChange;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.stage.GitRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A project with an old lock, updated for real: uv, the public index, git, builds, approval. */
@OnStage
@DisplayName("A service with an old lock")
class UpdatesIT {

  private static final String SERVICE = "old";
  private static final String BRANCH = "updates/python";
  private static final String UPDATE = "pythonservice.dev/update";
  private static final Path PROJECT = Path.of("src/test/resources/projects/updates");

  /** It has no server: the version of a package is all that matters of it. */
  private static final String MANIFEST =
      """
      apiVersion: pythonservice.dev/v1alpha1
      kind: PythonService
      metadata: {name: old}
      spec:
        source: {git: {url: "%s", ref: main}}
        python: "3.13"
        jobs:
        - name: tell
          schedule: "@yearly"
          command: [python, -c, "import importlib.metadata; print(importlib.metadata.version('jinja2'))"]
        updates: {scope: Minor, minimumAgeDays: 30, branch: updates/python}
      """;

  private final ServiceStage stage;

  UpdatesIT(ServiceStage stage) {
    this.stage = stage;
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @Test
  @DisplayName(
      "gets a candidate that shows what differs, on a branch too, and serves it once it is"
          + " approved")
  void servesWhatIsApproved() throws IOException {
    // given
    GitRepository repository = stage.repository(SERVICE, PROJECT);
    stage.apply(MANIFEST.formatted(stage.addressOf(SERVICE)));
    PythonServiceStatus own = stage.serving(SERVICE, repository.head());
    assertThat(condition("Updated", own).reason()).isEqualTo("NotLookedYet");
    assertThat(stage.builds(SERVICE)).hasSize(1);

    // when
    stage.annotate(SERVICE, UPDATE + "=first");

    // then there is a candidate, and what served goes on serving
    PythonServiceStatus available =
        updated(status -> reason("Updated", status).equals("UpdateAvailable"));
    assertThat(release(available)).isEqualTo(release(own));
    assertThat(ServiceStage.isReady(available)).isTrue();
    PythonBuild candidate = build(Objects.requireNonNull(available.updates()).candidate());
    LockChange change = Objects.requireNonNull(candidate.getSpec().candidate());
    assertThat(change.packages()).contains("jinja2 2.11.2 → 2.11.3", "six 1.16.0 → 1.17.0");
    assertThat(change.bytesAfter()).isPositive();
    assertThat(change.branch()).isEqualTo(BRANCH);
    assertThat(candidate.getMetadata().getLabels()).containsEntry(UPDATE, "candidate");
    String digest = Objects.requireNonNull(candidate.getStatus()).digest();
    assertThat(condition("Updated", available).message())
        .contains("jinja2 2.11.2 → 2.11.3", "pythonservice.dev/approved=" + digest, BRANCH);
    assertThat(stage.toldNotes(SERVICE, "UpdateAvailable"))
        .anyMatch(note -> note.contains("jinja2 2.11.2 → 2.11.3"));

    // then the branch has one commit on top of what is built
    assertThat(repository.git("ls-remote", repository.remote(), "refs/heads/" + BRANCH))
        .isNotEmpty();
    repository.git("fetch", "--quiet", repository.remote(), "refs/heads/" + BRANCH);
    assertThat(repository.git("rev-parse", "FETCH_HEAD^")).isEqualTo(repository.head());
    assertThat(repository.git("diff", "--name-only", "HEAD", "FETCH_HEAD")).isEqualTo("uv.lock");

    // then looking again finds the same, and nothing is written at rest
    stage.annotate(SERVICE, UPDATE + "=second");
    PythonServiceStatus again =
        updated(status ->
            reason("Updated", status).equals("UpdateAvailable")
                && "second".equals(Objects.requireNonNull(status.updates()).requested()));
    assertThat(Objects.requireNonNull(again.updates()).candidate())
        .isEqualTo(candidate.getMetadata().getName());
    stage.writesAtRest(SERVICE);

    // when
    stage.annotate(SERVICE, "pythonservice.dev/approved=" + digest);

    // then
    PythonServiceStatus promoted = updated(status -> reason("Updated", status).equals("Promoted"));
    assertThat(promoted).isNotNull();
    stage.when(
        SERVICE,
        status ->
            ServiceStage.isReady(status)
                && release(status).equals(candidate.getMetadata().getName()));
    stage
        .kubectl()
        .run(
            "create", "job", "told", "--from=cronjob/old-tell", "--namespace=" + stage.namespace());
    stage.await("the job tells the version", () -> tells("2.11.3"));

    // when a new revision comes
    repository.replace("pyproject.toml", "version = \"1.0\"", "version = \"1.0\" # again");
    String later = repository.commit("Change something");
    stage.refresh(SERVICE);

    // then its own lock is built with
    stage.serving(SERVICE, later);
    stage.when(SERVICE, status -> reason("Updated", status).equals("RevisionChanged"));
  }

  private boolean tells(String version) {
    return stage
        .kubectl()
        .attempt("logs", "job/told", "--namespace=" + stage.namespace())
        .output()
        .contains(version);
  }

  private PythonServiceStatus updated(Predicate<PythonServiceStatus> wanted) {
    return stage.when(SERVICE, status -> status.updates() != null && wanted.test(status));
  }

  private PythonBuild build(@org.jspecify.annotations.Nullable String name) {
    return stage.builds(SERVICE).stream()
        .filter(build -> build.getMetadata().getName().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no build %s".formatted(name)));
  }

  private static String release(PythonServiceStatus status) {
    return Objects.requireNonNull(status.release()).build();
  }
}
