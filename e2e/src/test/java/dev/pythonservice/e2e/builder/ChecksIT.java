package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ruff, ty and Pyrefly look at a project while it is built: the real ones. */
@InWorkshop
class ChecksIT {

  private static final String SARIF = "application/sarif+json";

  /** Type checkers find nothing in it only where they know Flask. */
  private static final String CLEAN =
      """
      from flask import Flask

      app: Flask = Flask(__name__)


      def total(amounts: list[int]) -> int:
          return sum(amounts)
      """;

  /** One line that each of the checkers has something to say about. */
  private static final String FLAWED =
      """
      import os
      from flask import Flask
      app: Flask = Flask( __name__ )
      def total(amounts: list[int]) -> int:
          return "nothing"
      """;

  private static final String CONFIGURATION =
      """

      [tool.ruff]
      include = ["audit.py"]
      lint.select = ["F"]

      [tool.ty.src]
      include = ["audit.py"]

      [tool.pyrefly]
      project-includes = ["audit.py"]
      """;

  /** A version that the index has and this machine has not. */
  private static final String OTHER_RUFF = "0.15.22";

  private static final String[] ENFORCED = {
    "--check", "lint=enforce", "--check", "format=enforce", "--check", "types=enforce:ty,pyrefly"
  };

  private final Workshop workshop;

  @TempDir private Path folder;
  private Path project = Path.of("");
  private BuildOrder order;

  ChecksIT(Workshop workshop) {
    this.workshop = workshop;
    this.order = workshop.order(Example.INVOICES);
  }

  @BeforeEach
  void copyExample() throws IOException {
    project =
        ExampleProject.copy(Workshop.folderOf(Example.INVOICES), folder.resolve("invoices"))
            .folder();
    Files.writeString(project.resolve("pyproject.toml"), CONFIGURATION, StandardOpenOption.APPEND);
    order =
        workshop
            .order(Example.INVOICES)
            .of(project)
            .to("checks/" + folder.getFileName().toString().replaceAll("\\D", ""))
            .with("--platform", "linux/amd64")
            .with("--summary", summary().toString());
  }

  @Test
  void aCleanProjectPassesAndTheSameProjectIsNotCheckedAgain() throws IOException {
    write(CLEAN);
    BuildOrder checked = checkers(order).with(ENFORCED);

    BuiltImage first = workshop.build(checked);
    BuiltImage second = workshop.build(checked.cachedIn(folder.resolve("other-cache")));

    assertThat(phases(first))
        .contains("ruff check", "ruff format", "ty check", "pyrefly check", "checks");
    assertThat(phases(second))
        .contains("checks")
        .doesNotContain("ruff check", "ruff format", "ty check", "pyrefly check");
    assertThat(second.reference()).isEqualTo(first.reference());
    assertThat(verdicts(second.report())).containsExactly("Passed", "Passed", "Passed");
    List<JsonNode> reports =
        workshop.content().referrers(order.repository(), first.digest(), SARIF);
    assertThat(reports).hasSize(1);
    assertThat(reports.getFirst().path("runs"))
        .hasSize(4)
        .allSatisfy(run -> assertThat(run.path("results")).isEmpty());
  }

  @Test
  void findingsStopTheBuildButItsImageAndReportsAreThere() throws IOException {
    write(FLAWED);

    Command.Outcome outcome = workshop.attempt(checkers(order).with(ENFORCED));

    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(2);
    assertThat(outcome.error())
        .contains("Checks stop the build", "Lint: audit.py:1:8 F401 `os` imported but unused");
    JsonNode summary = readSummary();
    assertThat(summary.path("failure").asText()).isEqualTo("CHECKS");
    assertThat(verdicts(summary)).containsExactly("Failed", "Failed", "Failed");
    assertThat(summary.at("/checks/2/message").asText())
        .contains("audit.py:5:12 invalid-explicit-return", "audit.py:5:12 bad-return");
    String digest = summary.path("digest").asText();
    JsonNode sarif = workshop.content().referrers(order.repository(), digest, SARIF).getFirst();
    assertThat(
            sarif
                .at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri")
                .asText())
        .isEqualTo("audit.py");
    assertThat(workshop.content().tags(order.repository())).doesNotContain(BuildOrder.TAG);
  }

  @Test
  void aRatchetLetsOldFindingsPassAndNewOnesNot() throws IOException {
    BuildOrder ratchet =
        checkers(order).with("--check", "lint=ratchet", "--check", "types=ratchet:ty,pyrefly");
    write(FLAWED);
    BuiltImage running = workshop.build(ratchet);
    BuildOrder next = ratchet.with("--baseline", running.reference());

    write("\n\n" + FLAWED.replace("import os\n", "import  os\n"));
    BuiltImage moved = workshop.build(next);
    write(FLAWED.replace("import os\n", ""));
    BuiltImage corrected = workshop.build(next);
    write(FLAWED + "import re\n");
    Command.Outcome worse = workshop.attempt(next);
    JsonNode summary = readSummary();
    write(FLAWED);
    Command.Outcome back = workshop.attempt(ratchet.with("--baseline", corrected.reference()));

    assertThat(running.report().at("/checks/0/message").asText()).isEqualTo("1 finding is debt");
    assertThat(moved.report().at("/checks/0/newFindings").asInt()).isZero();
    assertThat(moved.report().at("/checks/1/findings").asInt()).isEqualTo(2);
    assertThat(verdicts(moved.report())).containsExactly("Passed", "Passed");
    assertThat(corrected.report().at("/checks/0/findings").asInt()).isZero();
    assertThat(worse.exitCode()).isEqualTo(2);
    assertThat(summary.at("/checks/0/message").asText())
        .isEqualTo("audit.py:6:8 F401 `re` imported but unused");
    assertThat(verdicts(summary)).containsExactly("Failed", "Passed");
    assertThat(back.exitCode()).as("what was corrected is new when it comes back").isEqualTo(2);
  }

  @ParameterizedTest(name = "that {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          does not end    | while :; do :; done           | did not end within 2 s
          crashes         | echo panicked >&2; exit 101   | exit code 101
          prints garbage  | echo All is well              | All is well
          """)
  void aCheckerIsNeverTakenForOneThatFoundNothing(String what, String script, String cause)
      throws IOException {
    write(CLEAN);
    Path checkers = Files.createDirectory(folder.resolve("checkers"));
    Path ruff =
        Files.writeString(
            checkers.resolve("ruff"),
            "#!/bin/sh\n[ \"$1\" != --version ] || { echo ruff 9.9.9; exit; }\n%s\n"
                .formatted(script));
    Files.setPosixFilePermissions(ruff, PosixFilePermissions.fromString("rwxr-xr-x"));
    BuildOrder broken = order.with("--checkers", checkers.toString()).with("--check-deadline", "2");

    Command.Outcome outcome = workshop.attempt(broken.with("--check", "lint=ratchet"));
    BuiltImage reported = workshop.build(broken.with("--check", "lint=report"));

    assertThat(outcome.exitCode()).as(outcome.error()).isEqualTo(2);
    assertThat(outcome.error()).contains(cause);
    assertThat(verdicts(reported.report())).containsExactly("Error");
  }

  @Test
  void aConfigurationMakesNoCheckerRunAProgram() throws IOException {
    write(CLEAN);
    Path ran = folder.resolve("ran");
    Path program =
        Files.writeString(project.resolve("program"), "#!/bin/sh\ntouch %s\n".formatted(ran));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path programs = Files.createDirectories(project.resolve("python/bin"));
    Files.copy(program, programs.resolve("python3"));
    Files.writeString(project.resolve("ty.toml"), "environment.python = \"python\"\n");
    for (String hostile :
        List.of(
            "python-interpreter-path = \"program\"\n",
            "conda-environment = \"base\"\n",
            "fallback-python-interpreter-name = \"%s\"\n".formatted(program),
            "[build-system]\ntype = \"custom\"\ncommand = [\"%s\"]\n".formatted(program))) {
      Files.writeString(project.resolve("pyrefly.toml"), hostile);

      workshop.build(checkers(order).with("--check", "types=report:ty,pyrefly"));

      assertThat(ran).as(hostile).doesNotExist();
    }
  }

  @Test
  void theCommandChecksWithoutBuilding() throws IOException {
    write(FLAWED);
    Path sarif = folder.resolve("findings.sarif");

    Command.Outcome outcome =
        workshop
            .program()
            .run(
                List.of(
                    "check",
                    "--source",
                    project.toString(),
                    "--check",
                    "lint=enforce",
                    "--checkers",
                    workshop.runtime().checkers().toString(),
                    "--cache",
                    folder.resolve("cache").toString(),
                    "--sarif",
                    sarif.toString()));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.output()).contains("audit.py:1:8 F401 `os` imported but unused");
    assertThat(new ObjectMapper().readTree(sarif.toFile()).at("/runs/0/results")).hasSize(1);
  }

  @Test
  void anotherVersionIsBroughtFromTheIndexAndStopsNothing() throws IOException {
    write(FLAWED + "# Looked at by nobody else.\n");
    BuildOrder tried =
        checkers(order).with("--check", "lint=ratchet", "--check", "types=report:ty");

    BuiltImage image =
        workshop.build(
            tried
                .with("--preview-checker", "ruff=" + OTHER_RUFF)
                .with("--preview-checker", "ty=0.0.0"));

    JsonNode ruff = image.report().at("/previews/0");
    assertThat(ruff.path("version").asText()).isEqualTo(OTHER_RUFF);
    assertThat(ruff.path("verdict").asText()).isEqualTo("Passed");
    assertThat(ruff.path("message").asText()).contains("debt");
    JsonNode ty = image.report().at("/previews/1");
    assertThat(ty.path("verdict").asText()).isEqualTo("Error");
    assertThat(ty.path("message").asText())
        .startsWith("ty 0.0.0 cannot be had from https://")
        .contains("spec.policy.checkers.ty");
    assertThat(phases(image))
        .contains("ruff check", "ruff check %s (preview)".formatted(OTHER_RUFF));
    assertThat(workshop.content().tags(order.repository())).contains(BuildOrder.TAG);

    Command.Outcome missing = workshop.attempt(tried.with("--checker", "ruff=0.0.0"));

    assertThat(missing.exitCode()).as(missing.error()).isEqualTo(2);
    assertThat(verdicts(readSummary())).first().isEqualTo("Error");
    assertThat(missing.error()).contains("Lint: ruff 0.0.0 cannot be had from https://");
  }

  @Test
  void whatServesIsLookedAtWithItsPackagesAndWithoutAnImage() throws IOException {
    write(CLEAN + "# Looked at by nobody else.\n");
    BuiltImage serving = workshop.build(checkers(order).with("--check", "types=enforce:ty"));
    write(CLEAN + "import os\n");

    JsonNode known =
        preview("--packages-of", serving.reference(), "--baseline", serving.reference());
    JsonNode unknown = preview();

    assertThat(known.path("checks")).isEmpty();
    assertThat(known.at("/previews/0/checker").asText()).isEqualTo("ruff");
    assertThat(known.at("/previews/0/verdict").asText()).isEqualTo("Failed");
    assertThat(known.at("/previews/0/newFindings").asInt()).isEqualTo(1);
    assertThat(known.at("/previews/1/verdict").asText()).as(known.toString()).isEqualTo("Passed");
    assertThat(unknown.at("/previews/1/verdict").asText()).isEqualTo("Failed");
  }

  /** With the versions that are there, which are only tried. */
  private JsonNode preview(String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "check",
                "--source",
                project.toString(),
                "--check",
                "lint=enforce",
                "--check",
                "types=enforce:ty",
                "--preview-only",
                "--preview-checker",
                "ruff=" + version("ruff"),
                "--preview-checker",
                "ty=" + version("ty"),
                "--checkers",
                workshop.runtime().checkers().toString(),
                "--plain-http",
                workshop.order(Example.INVOICES).registry(),
                "--cache",
                folder.resolve("cache").toString(),
                "--summary",
                summary().toString()));
    words.addAll(List.of(more));
    Command.Outcome outcome = workshop.program().run(words);
    assertThat(outcome.exitCode()).as(outcome.error()).isZero();
    return readSummary();
  }

  private String version(String checker) {
    return Command.of(workshop.runtime().checkers().resolve(checker).toString(), "--version")
        .run()
        .strip()
        .split(" ")[1];
  }

  private BuildOrder checkers(BuildOrder wanted) {
    return wanted.with("--checkers", workshop.runtime().checkers().toString());
  }

  private void write(String module) throws IOException {
    Files.writeString(project.resolve("audit.py"), module);
  }

  private Path summary() {
    return folder.resolve("summary.json");
  }

  private JsonNode readSummary() throws IOException {
    return new ObjectMapper().readTree(summary().toFile());
  }

  private static List<String> phases(BuiltImage image) {
    return image
        .report()
        .path("phases")
        .valueStream()
        .map(each -> each.path("name").asText())
        .toList();
  }

  private static List<String> verdicts(JsonNode report) {
    return report.path("checks").valueStream().map(each -> each.path("verdict").asText()).toList();
  }
}
