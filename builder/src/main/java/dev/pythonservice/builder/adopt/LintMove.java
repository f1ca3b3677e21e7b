package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Toml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Makes Ruff's tables of what Flake8, isort, Black and pyupgrade are told. */
final class LintMove {

  static final String FLAKE8 = "Flake8";

  private static final String HOOKS = ".pre-commit-config.yaml";

  /** Where plugins of Flake8 are named. */
  private static final List<String> NAMING_FILES =
      List.of(HOOKS, "tox.ini", "setup.cfg", "Pipfile", "poetry.lock", "pdm.lock", "Pipfile.lock");

  private static final Pattern PYUPGRADE =
      Pattern.compile("id:\\s*pyupgrade\\b(?:(?!\\bid:)[\\s\\S])*?--py3(\\d{0,2})-plus");

  /** Plugins of Flake8 whose rules Ruff has (Ruff, "Rules"), and the beginning of their codes. */
  private static final Map<String, String> PLUGINS =
      Map.ofEntries(
          Map.entry("flake8-2020", "YTT"),
          Map.entry("flake8-annotations", "ANN"),
          Map.entry("flake8-async", "ASYNC"),
          Map.entry("flake8-bandit", "S"),
          Map.entry("flake8-blind-except", "BLE"),
          Map.entry("flake8-boolean-trap", "FBT"),
          Map.entry("flake8-bugbear", "B"),
          Map.entry("flake8-builtins", "A"),
          Map.entry("flake8-commas", "C81"),
          Map.entry("flake8-comprehensions", "C4"),
          Map.entry("flake8-datetimez", "DTZ"),
          Map.entry("flake8-debugger", "T10"),
          Map.entry("flake8-django", "DJ"),
          Map.entry("flake8-docstrings", "D"),
          Map.entry("flake8-eradicate", "E800"),
          Map.entry("flake8-errmsg", "EM"),
          Map.entry("flake8-executable", "EXE"),
          Map.entry("flake8-implicit-str-concat", "ISC"),
          Map.entry("flake8-isort", "I00"),
          Map.entry("flake8-logging-format", "G"),
          Map.entry("flake8-no-pep420", "INP"),
          Map.entry("flake8-pie", "PIE"),
          Map.entry("flake8-print", "T20"),
          Map.entry("flake8-pyi", "PYI"),
          Map.entry("flake8-pytest-style", "PT"),
          Map.entry("flake8-quotes", "Q"),
          Map.entry("flake8-raise", "RSE"),
          Map.entry("flake8-return", "R50"),
          Map.entry("flake8-self", "SLF"),
          Map.entry("flake8-simplify", "SIM"),
          Map.entry("flake8-slots", "SLOT"),
          Map.entry("flake8-tidy-imports", "I25"),
          Map.entry("flake8-type-checking", "TC"),
          Map.entry("flake8-unused-arguments", "U100"),
          Map.entry("flake8-use-pathlib", "PTH"),
          Map.entry("pep8-naming", "N"));

  private static final Pattern ANY_PLUGIN =
      Pattern.compile("\\b(flake8-[a-z0-9-]+|pep8-naming)\\b");

  private final Toml toml;
  private final RuffRules rules = RuffRules.known();

  LintMove(Toml toml) {
    this.toml = toml;
  }

  /**
   * What Ruff is to be told.
   *
   * @param tables the tables for {@code pyproject.toml}, as TOML
   * @param from the tools that they come from
   * @param notes what Ruff has nothing for
   */
  record Moved(String tables, List<String> from, List<Note> notes) {

    /** The same with more notes. */
    Moved and(List<Note> more) {
      return new Moved(tables, from, Stream.concat(notes.stream(), more.stream()).toList());
    }
  }

  /** Whether the project tells Ruff something already. */
  boolean isDone(Path project) {
    return ProjectFiles.has(project, "ruff.toml")
        || ProjectFiles.has(project, ".ruff.toml")
        || tool(project, "ruff").isObject();
  }

  /** Makes the tables; absent where none of the tools is told anything. */
  Optional<Moved> move(Path project) {
    RuffTables tables = new RuffTables();
    List<Note> notes = new ArrayList<>();
    List<String> from = new ArrayList<>();
    upgrade(project)
        .ifPresent(version -> {
          from.add("pyupgrade");
          tables.select("UP");
          tables.put("", "target-version", ProjectText.quoted(version));
        });
    JsonNode black = tool(project, "black");
    if (black.isObject()) {
      from.add("Black");
      new FormatSettings(black).into(tables, notes::add);
    }
    flake8(project)
        .ifPresent(settings -> {
          from.add(FLAKE8);
          settings.into(tables, rules, black.isObject(), notes::add);
          notes.addAll(otherPlugins(project));
        });
    imports(project)
        .ifPresent(settings -> {
          from.add("isort");
          settings.into(tables, notes::add);
        });
    return from.isEmpty() ? Optional.empty() : Optional.of(new Moved(tables.text(), from, notes));
  }

  /** Flake8 reads the first of these that has its section. */
  private Optional<Flake8Settings> flake8(Path project) {
    return Stream.of("setup.cfg", "tox.ini", ".flake8")
        .flatMap(file ->
            section(project, file, "flake8")
                .map(options -> new Flake8Settings(file, options, plugins(project)))
                .stream())
        .findFirst();
  }

  private Optional<ImportSettings> imports(Path project) {
    JsonNode table = tool(project, "isort");
    return section(project, ".isort.cfg", "settings")
        .map(options -> new ImportSettings(".isort.cfg", options))
        .or(() ->
            table.isObject()
                ? Optional.of(new ImportSettings(ProjectFiles.PROJECT, texts(table)))
                : Optional.empty())
        .or(() ->
            section(project, "setup.cfg", "isort")
                .map(options -> new ImportSettings("setup.cfg", options)))
        .or(() ->
            section(project, "tox.ini", "isort")
                .map(options -> new ImportSettings("tox.ini", options)));
  }

  /** For which Python pyupgrade rewrites the project, as Ruff says it; absent where it does not. */
  static Optional<String> upgrade(Path project) {
    Matcher hook = PYUPGRADE.matcher(ProjectFiles.text(project, HOOKS).orElse(""));
    return hook.find()
        ? Optional.of(RuffRules.targetOf(Integer.parseInt("0" + hook.group(1))))
        : Optional.empty();
  }

  /** The plugins of Flake8 that the project names, of those whose rules Ruff has. */
  List<String> knownPlugins(Path project) {
    return named(project).stream().filter(PLUGINS::containsKey).toList();
  }

  private Set<String> plugins(Path project) {
    return knownPlugins(project).stream()
        .map(name -> PLUGINS.getOrDefault(name, ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<Note> otherPlugins(Path project) {
    return named(project).stream()
        .filter(name -> !PLUGINS.containsKey(name))
        .map(name -> new Note(FLAKE8, "plugin " + name, "not known to have its rules in Ruff"))
        .toList();
  }

  private static Set<String> named(Path project) {
    Set<String> names = new TreeSet<>();
    Stream.concat(
            NAMING_FILES.stream(),
            ProjectFiles.names(project).stream()
                .filter(name -> name.matches(".*requirements.*\\.(txt|in)|pyproject\\.toml")))
        .flatMap(file -> ProjectFiles.text(project, file).stream())
        .forEach(text -> ANY_PLUGIN.matcher(text).results().forEach(one -> names.add(one.group())));
    return names;
  }

  private static Optional<Map<String, String>> section(Path project, String file, String name) {
    return ProjectFiles.text(project, file).flatMap(text -> IniFile.of(text).section(name));
  }

  private JsonNode tool(Path project, String name) {
    String text = ProjectFiles.text(project, ProjectFiles.PROJECT).orElse("");
    return toml.parse(text, ProjectFiles.PROJECT).path("tool").path(name);
  }

  private static Map<String, String> texts(JsonNode table) {
    Map<String, String> options = new HashMap<>();
    for (Map.Entry<String, JsonNode> option : table.properties()) {
      JsonNode value = option.getValue();
      options.put(
          option.getKey().replace('_', '-'),
          value.isArray() ? String.join(",", Toml.texts(value)) : value.asString(""));
    }
    return options;
  }
}
