package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.servers.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project with an old lock, updated with packages as they are published. */
@InWorkshop
class UpdateIT {

  private static final Login LOGIN = new Login("robot", "s3cret/+:");
  private static final String BRANCH = "updates/python";
  private static final String REPOSITORY = "updates/old";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** It has a version of Jinja2 with a known vulnerability. */
  private static final Path PROJECT =
      Path.of("src/test/resources/projects/updates").toAbsolutePath();

  private final Workshop workshop;

  @TempDir private Path folder;

  UpdateIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @Test
  void aVulnerabilityIsFixedInACandidateThatIsBuiltAndPushedToABranch() throws IOException {
    BareRepository repository = BareRepository.of(PROJECT, "old", folder);
    String commit = repository.commit();
    OsvData.write(folder.resolve("osv/PyPI/all.zip"), OsvData.jinja2(Instant.now()));
    try (GitServer server = GitServer.start(repository.served(), LOGIN)) {
      String url = server.address() + "/old.git";
      String[] source = {
        "--git",
        url,
        "--ref",
        "main",
        "--credentials",
        server.address().getAuthority() + "=" + LOGIN.mountedIn(folder.resolve("login"))
      };
      String[] wish = {
        "--scope",
        "security",
        "--vulnerabilities",
        folder.resolve("osv").toString(),
        "--push-lock",
        authority() + "/" + REPOSITORY,
        "--push-branch",
        BRANCH
      };

      JsonNode summary = update(source, wish);
      String pushed = repository.git("rev-parse", BRANCH);
      JsonNode again = update(source, wish);

      assertThat(summary.path("revision").asText()).isEqualTo(commit);
      assertThat(summary.path("packages").path(0).asText()).isEqualTo("jinja2 2.11.2 → 2.11.3");
      assertThat(summary.path("changed").asInt()).isEqualTo(1);
      assertThat(summary.at("/fixes/0/id").asText()).isEqualTo("GHSA-g3rq-g295-4j3m");
      assertThat(summary.path("branch").asText()).isEqualTo(BRANCH);
      // The same lock is the same artifact, and a branch that has it stays as it is.
      assertThat(again).isEqualTo(summary);
      assertThat(repository.git("rev-parse", BRANCH)).isEqualTo(pushed);
      assertThat(repository.git("show", "--stat", "--format=%P", BRANCH))
          .startsWith(commit)
          .contains("uv.lock", "1 file changed");

      String lock = summary.path("lock").asText();
      BuildOrder order = workshop.order(Example.INVOICES).from(List.of(source)).to(REPOSITORY);
      BuiltImage candidate = workshop.build(order.with("--lock-artifact", lock));
      BuiltImage own = workshop.build(order);

      assertThat(jinja2In(candidate, "candidate")).isEqualTo("2.11.3");
      assertThat(jinja2In(own, "own")).isEqualTo("2.11.2");
      JsonNode index = workshop.content().manifest(REPOSITORY, candidate.digest());
      assertThat(index.at("/annotations/dev.pythonservice.lock").asText()).isEqualTo(lock);
      assertThat(index.at("/annotations/org.opencontainers.image.revision").asText())
          .isEqualTo(commit);
      assertThat(
              workshop
                  .content()
                  .referrers(REPOSITORY, candidate.digest(), "application/vnd.in-toto+json"))
          .singleElement()
          .satisfies(statement ->
              assertThat(statement.toString()).contains("\"artifact\":\"" + lock + "\""));
    }
  }

  @Test
  void aLaptopGetsANewLockThatBuildsTakeAndThatIsNotUpdatedAgain() throws IOException {
    Path project = ExampleProject.copy(PROJECT, folder.resolve("project")).folder();
    String[] source = {"--source", project.toString()};
    String before = Files.readString(project.resolve("pyproject.toml"));

    JsonNode first = update(source, "--scope", "minor", "--minimum-age-days", "30", "--write");
    JsonNode second = update(source, "--scope", "minor", "--minimum-age-days", "30", "--write");

    assertThat(first.path("changed").asInt()).isPositive();
    assertThat(second.path("changed").asInt()).isZero();
    assertThat(project.resolve("pyproject.toml")).hasContent(before);
    Command.Outcome built =
        workshop.attempt(
            workshop.order(Example.INVOICES).of(project).to("updates/laptop").with("--dry-run"));
    assertThat(built.exitCode()).as(built.error()).isZero();
    assertThat(built.error()).doesNotContain("was compared");
  }

  @Test
  void aBranchThatMayNotBePushedIsAWarning() throws IOException {
    BareRepository repository = BareRepository.of(PROJECT, "old", folder);
    repository.git("config", "http.receivepack", "false");
    try (GitServer server = GitServer.start(repository.served(), LOGIN)) {
      String[] source = {
        "--git",
        server.address() + "/old.git",
        "--ref",
        "main",
        "--credentials",
        server.address().getAuthority() + "=" + LOGIN.mountedIn(folder.resolve("login"))
      };

      JsonNode summary = update(source, "--scope", "minor", "--push-branch", BRANCH);

      assertThat(summary.path("changed").asInt()).isPositive();
      assertThat(summary.path("branch").asText()).isEmpty();
      assertThat(summary.path("warning").asText())
          .contains("was not pushed", "credentials that may write", BRANCH)
          .doesNotContain(LOGIN.password());
    }
  }

  private JsonNode update(String[] source, String... options) throws IOException {
    Path summary = folder.resolve("summary.json");
    Command.Outcome outcome =
        workshop
            .program()
            .run(
                Stream.of(
                        Stream.of("update"),
                        Stream.of(source),
                        Stream.of("--base", authority() + "/" + Workshop.BASE),
                        Stream.of("--layer-repository", authority() + "/examples/layers"),
                        Stream.of("--plain-http", authority()),
                        Stream.of("--cache", workshop.folder().resolve("cache").toString()),
                        Stream.of("--uv", workshop.runtime().uv().toString()),
                        BuildArguments.interpreters(workshop.runtime()),
                        Stream.of("--summary", summary.toString()),
                        Stream.of(options))
                    .flatMap(words -> words)
                    .toList());
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(outcome.error() + outcome.output()).doesNotContain(LOGIN.password());
    return JSON.readTree(Files.readString(summary));
  }

  private String authority() {
    return workshop.registry().authority();
  }

  private String jinja2In(BuiltImage built, String name) throws IOException {
    try (UnpackedImage image =
        workshop.unpack(built.reference(), Platform.AMD64, folder.resolve(name))) {
      return image
          .run(
              "/venv/bin/python",
              "-c",
              "import importlib.metadata; print(importlib.metadata.version('jinja2'))")
          .strip();
    }
  }
}
