package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A branch with a change, on a git server")
final class GitBranchesTest {

  private static final String BRANCH = "updates/python";

  @TempDir private Path folder;
  private GitFixture repository;
  private GitServer server;

  @BeforeEach
  void start() throws IOException {
    repository = GitFixture.in(folder.resolve("orders"));
    repository.write("app/uv.lock", "one").write("app/main.py", "one = 1\n").commit();
    repository.write("app/main.py", "one = 2\n").commit();
    server = GitServer.guarded(folder, "robot", "s3cret");
    receives(true);
  }

  @AfterEach
  void stop() {
    server.close();
    repository.close();
  }

  @Test
  @DisplayName("has one commit on top of the revision, with that one file changed")
  void isPushed() throws IOException {
    String base = head("main");

    String commit = push("main", "two", "2026-06-15T12:00:00Z");

    assertThat(head(BRANCH)).isEqualTo(commit);
    assertThat(parent(commit)).isEqualTo(base);
    assertThat(content(commit, "app/uv.lock")).isEqualTo("two");
    assertThat(content(commit, "app/main.py")).isEqualTo("one = 2\n");
  }

  @Test
  @DisplayName("stays as it is while nothing changes, and follows what it is based on")
  void follows() throws IOException {
    String first = push("main", "two", "2026-06-15T12:00:00Z");

    String again = push("main", "two", "2026-06-16T12:00:00Z");
    String other = push("main", "three", "2026-06-16T12:00:00Z");
    String newer = repository.write("app/main.py", "one = 3\n").commit();
    String rebased = push("main", "three", "2026-06-16T12:00:00Z");

    assertThat(again).isEqualTo(first);
    assertThat(parent(other)).isEqualTo(parent(first));
    assertThat(parent(rebased)).isEqualTo(newer);
    assertThat(head(BRANCH)).isEqualTo(rebased);
  }

  @Test
  @DisplayName("is left alone when somebody else has the last commit")
  void isLeftAlone() throws IOException, GitAPIException {
    push("main", "two", "2026-06-15T12:00:00Z");
    repository.git().checkout().setName(BRANCH).call();
    String theirs = repository.write("app/main.py", "one = 7\n").commit();

    assertThatThrownBy(() -> push("main", "three", "2026-06-16T12:00:00Z"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("has commits of others and was left as it is");
    assertThat(head(BRANCH)).isEqualTo(theirs);
  }

  @Test
  @DisplayName("is refused where the user may not push, with what to check")
  void isRefused() throws IOException {
    receives(false);

    assertThatThrownBy(() -> push("main", "two", "2026-06-15T12:00:00Z"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("credentials that may write")
        .hasMessageContaining(server.url("orders"))
        .hasMessageNotContaining("s3cret");
  }

  @Test
  @DisplayName("must have a name that git takes")
  void hasAName() {
    assertThatThrownBy(() -> push("main", "..", "two", "2026-06-15T12:00:00Z"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("'..' cannot be the name of a branch");
  }

  private String push(String ref, String content, String time) throws IOException {
    return push(ref, BRANCH, content, time);
  }

  private String push(String ref, String branch, String content, String time) throws IOException {
    Access access = Fetching.access(Map.of(server.host(), new Credentials("robot", "s3cret")));
    return new GitBranches(access, ProxySettings.of(Map.of()), Limits.USUAL)
        .push(
            new SourceRequest.Git(server.url("orders"), ref, "."),
            new GitBranches.Change(
                branch,
                "app/uv.lock",
                content.getBytes(StandardCharsets.UTF_8),
                "Update",
                Instant.parse(time)),
            Files.createTempDirectory(folder, "work"));
  }

  private void receives(boolean allowed) throws IOException {
    StoredConfig config = repository.git().getRepository().getConfig();
    config.setBoolean("http", null, "receivepack", allowed);
    config.save();
  }

  private String head(String branch) throws IOException {
    ObjectId id = repository.git().getRepository().resolve("refs/heads/" + branch);
    return String.valueOf(id == null ? null : id.name());
  }

  private String parent(String commit) throws IOException {
    return commit(commit).getParent(0).name();
  }

  private RevCommit commit(String commit) throws IOException {
    Repository database = repository.git().getRepository();
    try (RevWalk walk = new RevWalk(database)) {
      return walk.parseCommit(ObjectId.fromString(commit));
    }
  }

  private String content(String commit, String path) throws IOException {
    Repository database = repository.git().getRepository();
    try (TreeWalk walk = TreeWalk.forPath(database, path, commit(commit).getTree())) {
      return new String(database.open(walk.getObjectId(0)).getBytes(), StandardCharsets.UTF_8);
    }
  }
}
