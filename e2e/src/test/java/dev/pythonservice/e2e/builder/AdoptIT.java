package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Projects of other tools, adopted with the real migrator, uv and Ruff. */
@InWorkshop
class AdoptIT {

  private static final Path PROJECTS =
      Path.of("../builder/src/test/resources/adopt").toAbsolutePath().normalize();
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Pattern LOCKED =
      Pattern.compile("name = \"([^\"]+)\"\nversion = \"([^\"]+)\"\nsource = \\{ registry");

  /** What each of the projects has locked; Poetry and PDM lock Windows, too. */
  private static final Set<String> EVERYWHERE =
      Set.of(
          "blinker 1.9.0",
          "click 8.5.1",
          "flask 3.0.3",
          "idna 3.7",
          "iniconfig 2.0.0",
          "itsdangerous 2.2.0",
          "jinja2 3.1.6",
          "markupsafe 3.0.4",
          "python-dotenv 1.2.4",
          "werkzeug 3.1.9");

  private final Workshop workshop;

  @TempDir private Path folder;

  AdoptIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @ParameterizedTest
  @ValueSource(strings = {"poetry", "pdm", "pipenv", "pip-tools"})
  void aLockIsAdoptedWithItsVersionsAndNothingElseChanges(String tool) throws IOException {
    Path project = project(tool);
    Set<String> before = names(project);
    String old = Files.readString(project.resolve(lockOf(tool)));

    Command.Outcome shown = adopt(project);
    Set<String> afterShowing = names(project);
    Command.Outcome written = adopt(project, "--write");
    Command.Outcome again = adopt(project, "--check");

    assertThat(shown.exitCode()).as(shown.error()).isEqualTo(2);
    assertThat(shown.error()).contains("Nothing was written");
    assertThat(afterShowing).isEqualTo(before);
    assertThat(written.exitCode()).as(written.error()).isZero();
    assertThat(written.error()).contains("Compared: uv.lock has every package");
    assertThat(locked(project)).containsAll(EVERYWHERE);
    assertThat(locked(project).stream().filter(one -> !one.startsWith("colorama")))
        .hasSameSizeAs(EVERYWHERE);
    assertThat(names(project))
        .isEqualTo(
            Stream.concat(before.stream(), Stream.of("pyproject.toml", "uv.lock"))
                .collect(Collectors.toCollection(TreeSet::new)));
    assertThat(project.resolve(lockOf(tool))).hasContent(old);
    assertThat(project.resolve("pyproject.toml")).content().contains("requires-python = ");
    assertThat(again.exitCode()).as(again.error()).isZero();
    Command.of("uv", "lock", "--check", "--project=" + project).in(project).within(DEADLINE).run();
  }

  @Test
  void aLockThatCannotBeTheSameIsNotWrittenUnlessThatIsAccepted() throws IOException {
    Path project = project("pip-tools");
    Path requirements = project.resolve("requirements.txt");
    Files.writeString(
        requirements, Files.readString(requirements) + "six==1.16.0\n    # via nothing\n");

    Command.Outcome refused = adopt(project, "--write");
    boolean wroteWhenRefused = Files.exists(project.resolve("uv.lock"));
    Command.Outcome accepted = adopt(project, "--write", "--allow-differences");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.error())
        .contains("six: 1.16.0 before, none now", "Nothing was written", "--allow-differences");
    assertThat(wroteWhenRefused).isFalse();
    assertThat(accepted.exitCode()).as(accepted.error()).isZero();
  }

  @Test
  void aLocalPackageOfRequirementsStaysOne() throws IOException {
    Path project = project("pip-tools");
    Files.createDirectories(project.resolve("lib"));
    Files.writeString(
        project.resolve("lib/pyproject.toml"),
        "[project]\nname = \"lib\"\nversion = \"1\"\nrequires-python = \">=3.11\"\n");
    for (String file : List.of("requirements.in", "requirements.txt")) {
      Path requirements = project.resolve(file);
      Files.writeString(requirements, "-e ./lib\n" + Files.readString(requirements));
    }

    Command.Outcome outcome = adopt(project, "--write");

    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(project.resolve("pyproject.toml")).content().contains("\"lib\"");
    assertThat(outcome.error()).contains("lib: comes from ./lib");
  }

  @Test
  void ruffFindsWhatFlake8AndItsPluginsFind() throws IOException {
    Path project = project("linted");

    Command.Outcome outcome = adopt(project, "--write", "--json", "--compare-findings");

    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    assertThat(outcome.error())
        .contains(
            "Ruff finds what Flake8 finds, as often: {B006=1, C419=1, D103=1, F401=1, Q000=1,"
                + " S101=1}");
    JsonNode result = new ObjectMapper().readTree(outcome.output());
    assertThat(result.at("/files/0/file").asText()).isEqualTo("pyproject.toml");
    assertThat(result.at("/notes")).isNotEmpty();
  }

  @Test
  void ruffChangesTheFilesThatBlackIsortAndPyupgradeChange() throws IOException {
    Path project = project("linted");
    Files.writeString(project.resolve("layout.py"), "\"\"\"Layout.\"\"\"\n\nx  =  (1,\n 2)\n");
    Files.writeString(project.resolve("order.py"), "\"\"\"Order.\"\"\"\n\nimport sys\nimport os\n");
    Files.writeString(
        project.resolve("old.py"),
        "\"\"\"Old.\"\"\"\n\n"
            + "from typing import List\n\n\n"
            + "def first(all: List[int]) -> int:\n"
            + "    return all[0]\n");

    Command.Outcome outcome = adopt(project, "--compare-findings");

    assertThat(outcome.error())
        .contains("Ruff would change the files that Black would: layout.py")
        .contains("Ruff would change the files that isort would: order.py")
        .contains("Ruff would change the files that pyupgrade would: old.py");
  }

  @Test
  void whatBothLocksInstallIsComparedByInstallingIt() throws IOException {
    Command.Outcome same = adopt(project("pip-tools"), "--compare-installations");

    assertThat(same.error())
        .contains("Compared: the same packages at the same versions are installed.");
  }

  @Test
  void ruffThatFindsSomethingElseIsTold() throws IOException {
    Path project = project("linted");
    // Only Ruff's preview checks white space like this.
    Files.writeString(project.resolve("spaces.py"), "\"\"\"Spaces.\"\"\"\n\nCOUNT = max( 1, 2)\n");

    Command.Outcome outcome = adopt(project, "--compare-findings");

    assertThat(outcome.error())
        .contains("E201: 1 by Flake8, 0 by Ruff: Ruff does not check it, or in its preview only");
  }

  private Command.Outcome adopt(Path project, String... options) {
    return workshop
        .program()
        .run(
            Stream.of(List.of("adopt", project.toString()), List.of(options))
                .flatMap(List::stream)
                .toList());
  }

  private Path project(String name) throws IOException {
    return ExampleProject.copy(PROJECTS.resolve(name), folder.resolve("tickets")).folder();
  }

  private static String lockOf(String tool) {
    return switch (tool) {
      case "poetry" -> "poetry.lock";
      case "pdm" -> "pdm.lock";
      case "pipenv" -> "Pipfile.lock";
      default -> "requirements.txt";
    };
  }

  private static Set<String> locked(Path project) throws IOException {
    return LOCKED
        .matcher(Files.readString(project.resolve("uv.lock")))
        .results()
        .map(match -> match.group(1) + " " + match.group(2))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(Path project) throws IOException {
    try (Stream<Path> files = Files.list(project)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
