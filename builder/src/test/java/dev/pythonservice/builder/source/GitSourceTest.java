package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A source in git")
final class GitSourceTest {

  @TempDir Path folder;

  private Fetching fetching;
  private GitFixture repository;

  @BeforeEach
  void makeRepository() {
    fetching = new Fetching(folder);
    repository = GitFixture.in(folder.resolve("orders"));
    repository.write("pyproject.toml", "[project]\n").write("src/orders.py", "one = 1\n");
  }

  @AfterEach
  void closeRepository() {
    repository.close();
  }

  @Test
  @DisplayName("is found by branch, with the commit as revision and its time")
  void byBranch() {
    String commit = repository.commit();

    Source source = fetching.fetch(repository.url(), "main", ".");

    assertThat(source.revision()).isEqualTo(commit);
    assertThat(source.time()).contains(Instant.ofEpochSecond(1_700_000_000L));
    assertThat(source.files())
        .extracting(SourceFile::path)
        .containsExactly("pyproject.toml", "src/orders.py");
    assertThat(source.project().resolve("src/orders.py")).hasContent("one = 1\n");
  }

  @Test
  @DisplayName("is found by tag, annotated or not, with the commit as revision and not the tag")
  void byTag() throws Exception {
    String commit = repository.commit();
    repository.git().tag().setName("light").setAnnotated(false).call();
    repository
        .git()
        .tag()
        .setName("v1")
        .setAnnotated(true)
        .setMessage("one")
        .setSigned(false)
        .call();
    repository.write("later.py", "").commit();

    assertThat(fetching.fetch(repository.url(), "light", ".").revision()).isEqualTo(commit);
    assertThat(fetching.fetch(repository.url(), "v1", ".").revision()).isEqualTo(commit);
    assertThat(fetching.fetch(repository.url(), "refs/tags/v1", ".").revision()).isEqualTo(commit);
  }

  @Test
  @DisplayName("is found by a commit that no name stands for")
  void byCommit() {
    String first = repository.commit();
    repository.write("later.py", "").commit();

    Source source = fetching.fetch(repository.url(), first, ".");

    assertThat(source.revision()).isEqualTo(first);
    assertThat(source.files()).extracting(SourceFile::path).doesNotContain("later.py");
  }

  @ParameterizedTest(name = "is refused by name when there is no such ref: {0}")
  @CsvSource({"gone", "0123456789012345678901234567890123456789"})
  void unknownRef(String ref) {
    repository.commit();

    fetching
        .assertFails(
            Fetching.sources(Fetching.access(Map.of())),
            Fetching.git(repository.url(), ref, "."),
            ExitCode.INPUT)
        .hasMessageContaining("has no branch, tag or commit " + ref);
  }

  @ParameterizedTest(name = "is refused when {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "ssh://git@git.example/orders|main|the address is for SSH|https://, http:// or file://",
        "git@git.example:orders|main|the address is for SSH in its short form|https://, http:// or"
            + " file://",
        "https://robot:s3cret@git.example/o|main|the address has a password|has a user in it",
        "https://git.example/orders|a..b|the ref cannot be one|ref a..b cannot be a branch",
        "https://git.example/orders|'  '|the ref is blank|cannot be a branch",
      })
  void refusedRequests(String url, String ref, String why, String message) {
    fetching
        .assertFails(
            Fetching.sources(Fetching.access(Map.of())),
            Fetching.git(url, ref, "."),
            ExitCode.INPUT)
        .as(why)
        .hasMessageContaining(message)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  @DisplayName("with a submodule is refused, unless .dockerignore leaves it out")
  void submodules() throws IOException {
    repository.commitEntry("vendor/fast", FileMode.GITLINK, "");

    fetching
        .assertFails(
            Fetching.sources(Fetching.access(Map.of())),
            Fetching.git(repository.url(), "main", "."),
            ExitCode.INPUT)
        .hasMessageContaining("vendor/fast is a git submodule");
  }

  @Test
  @DisplayName("with a file that git lets nobody check out writes nothing out of the tree")
  void escapingNames() throws IOException {
    repository.commitEntry("link", FileMode.SYMLINK, "../../outside");

    fetching
        .assertFails(
            Fetching.sources(Fetching.access(Map.of())),
            Fetching.git(repository.url(), "main", "."),
            ExitCode.INPUT)
        .hasMessageContaining("link is a symbolic link to ../../outside");
  }

  @Test
  @DisplayName("may be larger than the limit by what .dockerignore leaves out")
  void leavesOutBeforeItCounts() {
    repository.write(".dockerignore", "data\n").write("data/large", "x".repeat(10_000)).commit();
    Access access = Fetching.access(Map.of());
    Sources sources =
        new Sources(
            access,
            ProxySettings.of(Map.of()),
            Registry.of(access, Map.of()),
            new Limits(5_000, 4, 1, 1, 60));

    Source source = sources.fetch(Fetching.git(repository.url(), "main", "."), fetching.work());

    assertThat(source.files())
        .extracting(SourceFile::path)
        .containsExactly("pyproject.toml", "src/orders.py");
  }

  @Test
  @DisplayName("has the line ends that .gitattributes wants, as in a work tree")
  void lineEnds() {
    repository.write(".gitattributes", "*.bat text eol=crlf\n").write("run.bat", "one\ntwo\n");
    repository.commit();

    Source source = fetching.fetch(repository.url(), "main", ".");

    assertThat(source.tree().resolve("run.bat")).hasContent("one\r\ntwo\r\n");
    assertThat(source.tree().resolve("run.bat")).hasSize(10);
  }

  @Test
  @DisplayName("is read without the settings of this machine and of who uses it")
  void isolated() throws Exception {
    SystemReader reader = SystemReader.getInstance();

    assertThat(reader.getUserConfig().getSections()).isEmpty();
    assertThat(reader.getSystemConfig().getSections()).isEmpty();
  }
}
