package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Toml;
import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Says in a copy's {@code pyproject.toml} what another tool was told elsewhere: requirements,
 * groups, the Python. What the other tool was told stays beside it.
 */
final class Translation {

  private static final Pattern CONSTRAINT = Pattern.compile("(-c|--constraint)\\b.*");

  private final UvRuns uv;
  private final Toml toml;
  private final Consumer<String> told;

  Translation(UvRuns uv, Toml toml, Consumer<String> told) {
    this.uv = uv;
    this.toml = toml;
    this.told = told;
  }

  /**
   * Translates.
   *
   * @param copy the copy of the project
   * @return what cannot be said in uv's words
   */
  List<Note> translate(OldLock lock, Path copy) {
    return switch (lock.tool()) {
      case POETRY -> poetry(copy);
      case PDM -> pdm(copy);
      case PIPENV -> pipenv(copy);
      case PIP_TOOLS -> pipTools(lock, copy);
      case CONDA -> conda(lock, copy);
      case PIP -> pip(copy);
    };
  }

  /** The metadata of a package, where it is one; else the requirements are all there is. */
  private List<Note> pip(Path copy) {
    if (SetuptoolsProject.is(copy, project(copy))) {
      return setuptools(copy);
    }
    begin(copy, "");
    told.accept(
        "'uv add' takes the requirements of %s as dependencies.".formatted(OldLocks.REQUIREMENTS));
    List<Note> notes = options(OldLocks.REQUIREMENTS, copy);
    add(OldLocks.REQUIREMENTS, "", copy);
    return notes;
  }

  /** Says in {@code [project]} what a project of setuptools says of itself when it is built. */
  List<Note> setuptools(Path copy) {
    told.accept(
        "The project is built once, in a copy, to learn what setup.py and setup.cfg say; that runs"
            + " its code.");
    SetuptoolsProject project = SetuptoolsProject.built(uv, copy);
    ProjectFiles.write(
        copy,
        ProjectFiles.PROJECT,
        project.addedTo(ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse(""), toml));
    return project.notes();
  }

  private List<Note> conda(OldLock lock, Path copy) {
    CondaEnvironment environment = CondaEnvironment.in(copy).orElseThrow();
    begin(copy, lock.python());
    told.accept(
        "The Python packages of %s become dependencies, under the names that package indexes have for them."
            .formatted(environment.file()));
    add(environment.requirements(), copy);
    return environment.notes();
  }

  private void begin(Path copy, String python) {
    if (!ProjectFiles.has(copy, ProjectFiles.PROJECT)) {
      told.accept(
          "There is no pyproject.toml, so one is begun, with the folder's name as its own.");
      ProjectFiles.write(copy, ProjectFiles.PROJECT, begun(copy, python));
    }
  }

  /** Makes packages dependencies of the project, at the versions that they have. */
  void add(Set<Pin> pins, Path copy) {
    add(pins.stream().map(Pin::requirement).sorted().toList(), copy);
  }

  /** Takes packages from the project's dependencies. */
  void remove(Set<Pin> pins, Path copy) {
    List<String> words = new ArrayList<>(List.of("remove", "--frozen"));
    pins.stream().map(Pin::name).sorted().forEach(words::add);
    edit(words, "Dependencies cannot be removed again", copy);
  }

  private void add(List<String> requirements, Path copy) {
    List<String> words = new ArrayList<>(List.of("add", "--frozen"));
    words.addAll(requirements);
    edit(words, "The requirements cannot be added", copy);
  }

  private void edit(List<String> words, String failing, Path copy) {
    Program.Outcome outcome = uv.run(copy, words);
    if (!outcome.succeeded()) {
      throw uv.failure(failing, outcome);
    }
  }

  private List<Note> poetry(Path copy) {
    told.accept(
        "%s says in the tables of pyproject.toml that uv reads what [tool.poetry] says; that table and the build backend stay."
            .formatted(RunTool.MIGRATOR));
    migrate("poetry", copy);
    return List.of();
  }

  private List<Note> pipenv(Path copy) {
    if (!ProjectFiles.has(copy, ProjectFiles.PROJECT)) {
      begin(copy, "");
    } else if (project(copy).has("dependencies")) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "pyproject.toml has [project] dependencies beside those of the Pipfile, and %s would leave out the Pipfile's; see which are right, and remove one of the two"
              .formatted(RunTool.MIGRATOR));
    }
    told.accept("%s says in pyproject.toml what the Pipfile says.".formatted(RunTool.MIGRATOR));
    migrate("pipenv", copy);
    return List.of();
  }

  private void migrate(String manager, Path copy) {
    List<String> words =
        List.of(
            "tool",
            "run",
            RunTool.MIGRATOR.pinned(),
            "--package-manager",
            manager,
            "--keep-current-data",
            "--keep-current-build-backend",
            "--skip-lock");
    Program.Outcome outcome = uv.run(copy, words);
    if (!outcome.succeeded()) {
      throw uv.failure("%s cannot translate the project".formatted(RunTool.MIGRATOR), outcome);
    }
  }

  private List<Note> pdm(Path copy) {
    told.accept(
        "uv reads the [project] table that PDM reads; development groups and 'distribution' of"
            + " [tool.pdm] are said in uv's tables.");
    PdmProject project =
        PdmProject.of(ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse(""), toml);
    ProjectFiles.write(copy, ProjectFiles.PROJECT, project.text());
    return project.notes();
  }

  /**
   * migrate-to-uv leaves out {@code -e ./lib}, and stops where an output is missing; uv does not.
   */
  private List<Note> pipTools(OldLock lock, Path copy) {
    begin(copy, lock.python());
    List<Note> notes = new ArrayList<>();
    OldLocks.inputs(copy)
        .forEach((file, group) -> {
          told.accept(
              "'uv add' takes the requirements of %s as %s."
                  .formatted(
                      file, group.isEmpty() ? "dependencies" : "the dependency group " + group));
          notes.addAll(options(file, copy));
          leaveOutConstraints(file, copy);
          add(file, group, copy);
        });
    return notes;
  }

  /** uv refuses a list as constraints that has a folder in it, as the main list may have. */
  private static void leaveOutConstraints(String file, Path copy) {
    String kept =
        PinReader.lines(ProjectFiles.text(copy, file).orElse("")).stream()
            .filter(line -> !CONSTRAINT.matcher(line).matches())
            .map(line -> line + "\n")
            .collect(Collectors.joining());
    ProjectFiles.write(copy, file, kept);
  }

  private void add(String file, String group, Path copy) {
    List<String> words = new ArrayList<>(List.of("add", "--frozen", "--requirements", file));
    if (!group.isEmpty()) {
      words.addAll(List.of("--group", Names.normalised(group)));
    }
    edit(words, "The requirements of %s cannot be added".formatted(file), copy);
  }

  private static List<Note> options(String file, Path copy) {
    return PinReader.lines(ProjectFiles.text(copy, file).orElse("")).stream()
        .filter(line -> line.startsWith("-") && !line.matches("(-r|-e|--requirement|--editable).*"))
        .map(line -> new Note(file, line, remedyOf(line)))
        .toList();
  }

  private static String remedyOf(String option) {
    if (CONSTRAINT.matcher(option).matches()) {
      return "uv has one lock for all groups; the pins of the old lock stand in for it";
    }
    return option.contains("index") || option.startsWith("-i")
        ? "uv names indexes in [[tool.uv.index]], and its users say which by UV_DEFAULT_INDEX"
        : "see uv's settings for the like of it";
  }

  /** The table {@code [project]} of the copy. */
  JsonNode project(Path copy) {
    String text = ProjectFiles.text(copy, ProjectFiles.PROJECT).orElse("");
    return toml.parse(text, ProjectFiles.PROJECT).path("project");
  }

  /** A project file for what is no package: name and version, which uv wants, and the Python. */
  private static String begun(Path copy, String python) {
    String name = Names.normalised(String.valueOf(copy.getFileName())).replaceAll("[^a-z0-9-]", "");
    String known = name.replaceAll("^-+|-+$", "");
    return "[project]\nname = %s\nversion = \"0.1.0\"\n%s"
        .formatted(
            ProjectText.quoted(known.isEmpty() ? "app" : known),
            python.isEmpty() ? "" : "requires-python = \">=%s\"\n".formatted(python));
  }
}
