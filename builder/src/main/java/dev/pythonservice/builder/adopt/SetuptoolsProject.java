package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Toml;
import dev.pythonservice.builder.process.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import tools.jackson.databind.JsonNode;

/**
 * A project of setuptools as its own wheel describes it: what {@code setup.py} says is only known
 * once it has run.
 *
 * @param metadata the wheel's {@code METADATA} (core metadata specification)
 * @param entryPoints its {@code entry_points.txt}; empty where it has none
 */
record SetuptoolsProject(String metadata, String entryPoints) {

  private static final Pattern EXTRA =
      Pattern.compile("(?<rest>.*?)\\s*(and)?\\s*extra\\s*==\\s*['\"](?<extra>[^'\"]+)['\"]\\s*");

  /** Whether only {@code setup.py} or {@code setup.cfg} say what the project is. */
  static boolean is(Path project, JsonNode table) {
    boolean describes =
        ProjectFiles.has(project, "setup.py")
            || ProjectFiles.text(project, "setup.cfg")
                .filter(text -> text.contains("[metadata]") || text.contains("[options]"))
                .isPresent();
    return describes && table.isMissingNode();
  }

  /**
   * Builds the project and reads its wheel.
   *
   * @throws dev.pythonservice.builder.failure.BuildFailure when it cannot be built
   */
  static SetuptoolsProject built(UvRuns uv, Path copy) {
    Path wheels = copy.resolveSibling("described");
    Program.Outcome outcome =
        uv.run(copy, List.of("build", "--wheel", "--out-dir", wheels.toString()));
    if (!outcome.succeeded()) {
      throw uv.failure("uv cannot build the project to learn what setup.py says", outcome);
    }
    try (Stream<Path> files = Files.list(wheels)) {
      Path wheel = files.filter(file -> file.toString().endsWith(".whl")).findFirst().orElseThrow();
      return of(wheel);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(wheels), exception);
    }
  }

  private static SetuptoolsProject of(Path wheel) throws IOException {
    try (ZipFile archive = new ZipFile(wheel.toFile())) {
      return new SetuptoolsProject(
          entry(archive, "METADATA").orElse(""), entry(archive, "entry_points.txt").orElse(""));
    }
  }

  private static Optional<String> entry(ZipFile archive, String name) throws IOException {
    Optional<? extends ZipEntry> found =
        archive.stream()
            .filter(entry -> entry.getName().endsWith(".dist-info/" + name))
            .findFirst();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new String(archive.getInputStream(found.get()).readAllBytes(), StandardCharsets.UTF_8));
  }

  /** The text of a {@code pyproject.toml} with the table {@code [project]}. */
  String addedTo(String text, Toml toml) {
    ProjectText project = new ProjectText(text);
    if (!toml.parse(text, ProjectFiles.PROJECT).has("build-system")) {
      project =
          project.withTable(
              "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend ="
                  + " \"setuptools.build_meta\"\n");
    }
    return project.withTable(table()).text();
  }

  private String table() {
    StringBuilder table = new StringBuilder("[project]\n");
    line(table, "name", ProjectText.quoted(Names.normalised(field("Name").orElse("app"))));
    line(table, "version", ProjectText.quoted(field("Version").orElse("0")));
    field("Summary").ifPresent(words -> line(table, "description", ProjectText.quoted(words)));
    field("Requires-Python")
        .ifPresent(range -> line(table, "requires-python", ProjectText.quoted(range)));
    Map<String, List<String>> byExtra = requirements();
    line(table, "dependencies", ProjectText.list(byExtra.getOrDefault("", List.of())));
    byExtra.remove("");
    if (!byExtra.isEmpty()) {
      table.append("\n[project.optional-dependencies]\n");
      byExtra.forEach((extra, wanted) -> line(table, extra, ProjectText.list(wanted)));
    }
    scripts()
        .forEach((section, lines) -> {
          table.append("\n[").append(section).append("]\n");
          lines.forEach(
              (name, object) -> line(table, ProjectText.quoted(name), ProjectText.quoted(object)));
        });
    return table.toString();
  }

  private static void line(StringBuilder table, String key, String value) {
    table.append(key).append(" = ").append(value).append('\n');
  }

  private Optional<String> field(String name) {
    return fields(name).findFirst();
  }

  private Stream<String> fields(String name) {
    String start = name + ": ";
    return metadata
        .lines()
        .takeWhile(line -> !line.isEmpty())
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()).strip())
        .filter(value -> !value.equals("UNKNOWN"));
  }

  /** What is required, by extra; that of none under the empty name. */
  private Map<String, List<String>> requirements() {
    Map<String, List<String>> byExtra = new LinkedHashMap<>();
    fields("Requires-Dist")
        .forEach(requirement -> {
          int semicolon = requirement.indexOf(';');
          String marker = semicolon < 0 ? "" : requirement.substring(semicolon + 1).strip();
          Matcher extra = EXTRA.matcher(marker);
          if (extra.matches()) {
            String rest = extra.group("rest").strip();
            String plain = requirement.substring(0, semicolon).strip();
            byExtra
                .computeIfAbsent(extra.group("extra"), unused -> new ArrayList<>())
                .add(rest.isEmpty() ? plain : plain + " ; " + rest);
          } else {
            byExtra.computeIfAbsent("", unused -> new ArrayList<>()).add(requirement);
          }
        });
    return byExtra;
  }

  /** The tables of {@code [project]} for entry points, by their headers. */
  private Map<String, Map<String, String>> scripts() {
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    String header = "";
    for (String line : entryPoints.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (line.startsWith("[")) {
        header = header(line.substring(1, line.length() - 1));
      } else if (equals > 0) {
        tables
            .computeIfAbsent(header, unused -> new LinkedHashMap<>())
            .put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
      }
    }
    return tables;
  }

  private static String header(String group) {
    return switch (group) {
      case "console_scripts" -> "project.scripts";
      case "gui_scripts" -> "project.gui-scripts";
      default -> "project.entry-points." + ProjectText.quoted(group);
    };
  }

  /** What stays as it is and what counts now. */
  List<Note> notes() {
    return List.of(
        new Note(
            "setup.py, setup.cfg",
            "dependencies, version and entry points",
            "pyproject.toml says them from now on; change them there, and remove them here"));
  }
}
