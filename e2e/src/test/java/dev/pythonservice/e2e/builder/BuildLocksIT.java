package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every kind of lock, and what is chosen of it; and what owners of other locks are told to do,
 * done.
 */
@InWorkshop
class BuildLocksIT {

  private static final Path PROJECTS = Path.of("src/test/resources/projects").toAbsolutePath();
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Pattern COMMAND = Pattern.compile("run '([^']+)' there");

  private final Workshop workshop;

  @TempDir private Path folder;

  BuildLocksIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @ParameterizedTest(name = "{0} of {1} gives the layers that uv.lock gives, for both platforms")
  @CsvSource({"requirements.txt, ORDERS", "pylock.toml, ORDERS"})
  void anotherLockOfTheSamePackagesGivesTheSameLayers(String lock, Example example)
      throws IOException {
    BuiltImage expected = workshop.built(example);
    Path project =
        ExampleProject.copy(Workshop.folderOf(example), folder.resolve("project")).folder();
    uv(project, "export", "--frozen", "--no-dev", "--no-emit-project", "--output-file=" + lock);
    Files.delete(project.resolve("uv.lock"));
    String repository = "locks/" + lock.replace('.', '-');

    BuiltImage built =
        workshop.build(workshop.order(example).of(project).to(repository).with("--lock", lock));

    for (Platform platform : Platform.values()) {
      List<String> layers = layers(repository, built, platform);
      assertThat(layers)
          .as(platform.toString())
          .hasSizeGreaterThan(10)
          .isEqualTo(layers(Workshop.repository(example), expected, platform));
    }
    try (UnpackedImage image =
        workshop.unpack(built.reference(), Platform.AMD64, folder.resolve("image"))) {
      image.run("/venv/bin/python", "-c", example.statement());
    }
  }

  @Test
  void extrasAndGroupsAreInTheImageWhereTheyAreAskedForAndElseNot() throws IOException {
    Path project = tickets();
    uv(project, "lock");
    BuildOrder order = workshop.order(Example.INVOICES).of(project);

    BuiltImage plain = workshop.build(order.to("locks/plain"));
    BuiltImage more =
        workshop.build(order.to("locks/more").with("--extra", "pages", "--group", "signing"));

    assertThat(packages("plain", plain)).containsExactly("idna-3.7");
    assertThat(packages("more", more))
        .containsExactly("MarkupSafe-3.0.2", "idna-3.7", "itsdangerous-2.2.0");
  }

  @Test
  void aMemberIsBuiltFromTheRootOfItsWorkspace() throws IOException {
    BuiltImage expected = workshop.built(Example.CATALOG);
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .of(Workshop.folderOf(Example.CATALOG))
            .to("locks/member")
            .with("--member", "catalog");

    BuiltImage built = workshop.build(order);

    for (Platform platform : Platform.values()) {
      assertThat(layers("locks/member", built, platform))
          .isEqualTo(layers(Workshop.repository(Example.CATALOG), expected, platform));
    }
    try (UnpackedImage image =
        workshop.unpack(built.reference(), Platform.AMD64, folder.resolve("image"))) {
      String said =
          image.run(
              "/venv/bin/python",
              "-c",
              """
              import catalog, importlib.util
              print(catalog.__name__, importlib.util.find_spec("shop"))
              """);
      assertThat(said.strip()).isEqualTo("catalog None");
    }
  }

  /** Tools whose lock this project has; each has idna 3.7, which was not the newest for long. */
  enum OtherTool {
    POETRY("uv.lock"),
    PIPENV("uv.lock"),
    PDM("requirements.txt");

    private final String lock;

    OtherTool(String lock) {
      this.lock = lock;
    }
  }

  @ParameterizedTest
  @EnumSource
  void theCommandThatAnOwnerIsToldMakesALockOfTheSameVersions(OtherTool tool) throws IOException {
    String name = tool.name().toLowerCase(java.util.Locale.ROOT);
    Path project = ExampleProject.copy(PROJECTS.resolve(name), folder.resolve("project")).folder();
    BuildOrder order = workshop.order(Example.INVOICES).of(project).to("migrated/" + name);

    migrate(order, project);

    BuiltImage built = workshop.build(order.with("--lock", tool.lock));
    assertThat(packages(name, built)).containsExactly("idna-3.7");
  }

  @ParameterizedTest
  @ValueSource(strings = {"requirements.txt", "setup.py", "pyproject.toml"})
  void theCommandThatPinsRequirementsMakesALock(String file) throws IOException {
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(
        project.resolve(file),
        switch (file) {
          case "setup.py" ->
              "from setuptools import setup\n"
                  + "setup(name='tickets', version='1', py_modules=[],"
                  + " install_requires=['idna==3.7'])\n";
          case "pyproject.toml" ->
              "[build-system]\nrequires = ['setuptools']\n[project]\nname = 'tickets'\n"
                  + "version = '1'\ndependencies = ['idna==3.7']\n";
          default -> "idna==3.7\n";
        });
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .of(project)
            .to("pinned/" + file.replace('.', '-').replace("--", "-"));

    migrate(order, project);

    String lock = file.equals("pyproject.toml") ? "uv.lock" : "requirements.txt";
    BuiltImage built = workshop.build(order.with("--lock", lock));
    assertThat(packages(file, built)).containsExactly("idna-3.7");
  }

  /** Builds, is refused, and runs the command that the refusal names. */
  private void migrate(BuildOrder order, Path project) {
    Command.Outcome refused = workshop.attempt(order);
    assertThat(refused.exitCode()).as(refused.error()).isEqualTo(2);
    Matcher command = COMMAND.matcher(refused.error());
    assertThat(command.find()).as(refused.error()).isTrue();
    Command.of("sh", "-c", command.group(1)).in(project).within(DEADLINE).run();
  }

  private Path tickets() throws IOException {
    Path project = Files.createDirectories(folder.resolve("tickets"));
    Files.writeString(
        project.resolve("pyproject.toml"),
        """
        [project]
        name = "tickets"
        version = "1.0.0"
        requires-python = ">=3.9"
        dependencies = ["idna==3.7"]

        [project.optional-dependencies]
        pages = ["markupsafe==3.0.2"]
        mail = ["six==1.17.0"]

        [dependency-groups]
        dev = ["iniconfig==2.0.0"]
        signing = ["itsdangerous==2.2.0"]
        """);
    Files.writeString(project.resolve("tickets.py"), "import idna\n");
    return project;
  }

  private static void uv(Path project, String... words) {
    List<String> line = new ArrayList<>(List.of("uv"));
    line.addAll(List.of(words));
    line.addAll(List.of("--quiet", "--project=" + project));
    Command.of(line).in(project).within(DEADLINE).run();
  }

  /** The digests of all layers but the last, which is the application. */
  private List<String> layers(String repository, BuiltImage built, Platform platform)
      throws IOException {
    List<String> digests =
        workshop
            .content()
            .platform(repository, built.digest(), platform.architecture())
            .path("layers")
            .valueStream()
            .map(layer -> layer.path("digest").asText())
            .toList();
    return digests.subList(0, digests.size() - 1);
  }

  /** What is installed beside the project itself, in the images of both platforms. */
  private List<String> packages(String name, BuiltImage built) throws IOException {
    List<String> all = new ArrayList<>();
    for (JsonNode platform : built.report().path("platforms")) {
      assertThat(platform.path("feasible").asBoolean()).isTrue();
    }
    for (Platform platform : Platform.values()) {
      Path target = folder.resolve("%s-%s".formatted(name, platform));
      try (UnpackedImage image = workshop.unpack(built.reference(), platform, target)) {
        List<String> found =
            InstalledSet.of(image.root().resolve("venv")).distributions().stream()
                .filter(each -> !each.matches("(tickets|app)-.*"))
                .toList();
        assertThat(all.isEmpty() || all.equals(found)).as(all + " and " + found).isTrue();
        all = found;
      }
    }
    return all;
  }
}
