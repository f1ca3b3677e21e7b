package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Says in Ruff's tables what Flake8 is told.
 *
 * @param file the file that has the options
 * @param options the options, by their names with {@code -}
 * @param plugins the beginnings of codes that the project's plugins of Flake8 have
 */
record Flake8Settings(String file, Map<String, String> options, Set<String> plugins) {

  /** Flake8's defaults ("Options"); {@code C90} is on with {@code max-complexity} only. */
  private static final List<String> USUALLY_SELECTED = List.of("E", "F", "W");

  private static final List<String> USUALLY_IGNORED =
      List.of("E121", "E123", "E126", "E226", "E24", "E704", "W503", "W504");

  private static final int USUAL_LENGTH = 79;

  private static final Pattern CODE = Pattern.compile("[A-Z]{1,5}\\d{0,4}");

  /** Options that Ruff has by another name: its table and its option. */
  private static final Map<String, List<String>> NUMBERS =
      Map.of(
          "max-complexity", List.of("lint.mccabe", "max-complexity"),
          "max-doc-length", List.of("lint.pycodestyle", "max-doc-length"));

  private static final Map<String, List<String>> TEXTS =
      Map.of(
          "docstring-convention", List.of("lint.pydocstyle", "convention"),
          "inline-quotes", List.of("lint.flake8-quotes", "inline-quotes"));

  private static final Map<String, List<String>> LISTS =
      Map.of(
          "builtins", List.of("", "builtins"),
          "application-import-names", List.of("lint.isort", "known-first-party"),
          "extend-immutable-calls", List.of("lint.flake8-bugbear", "extend-immutable-calls"),
          "ignore-names", List.of("lint.pep8-naming", "ignore-names"),
          "classmethod-decorators", List.of("lint.pep8-naming", "classmethod-decorators"));

  /** Read elsewhere here. */
  private static final Set<String> HANDLED =
      Set.of(
          "select",
          "extend-select",
          "ignore",
          "extend-ignore",
          "per-file-ignores",
          "exclude",
          "extend-exclude",
          "max-line-length");

  private static final Set<String> OUTPUT =
      Set.of("count", "statistics", "show-source", "format", "jobs", "color", "verbose", "quiet");

  /**
   * Says it.
   *
   * @param formatted whether the line length is the formatter's, and set already
   */
  void into(RuffTables tables, RuffRules rules, boolean formatted, Consumer<Note> noted) {
    selected().forEach(code -> select(code, tables, rules, noted));
    ignored(tables, rules, noted);
    perFile(tables, rules, noted);
    tables.exclude(list("exclude"));
    tables.exclude(list("extend-exclude"));
    length(tables, formatted, noted);
    others(tables, noted);
  }

  private List<String> selected() {
    List<String> codes =
        new ArrayList<>(
            options.containsKey("select")
                ? list("select")
                : Stream.concat(USUALLY_SELECTED.stream(), plugins.stream().sorted()).toList());
    if (!options.containsKey("select") && options.containsKey("max-complexity")) {
      codes.add("C90");
    }
    codes.addAll(list("extend-select"));
    return codes.stream().flatMap(this::ofWhatIsThere).distinct().toList();
  }

  /**
   * Ruff has all its rules; Flake8 only those of its plugins, and complexity where it is limited.
   */
  private Stream<String> ofWhatIsThere(String code) {
    boolean limited = options.containsKey("max-complexity");
    if (code.equals("C")) {
      return Stream.of("C4", "C90")
          .filter(one -> one.equals("C4") ? plugins.contains("C4") : limited);
    }
    return code.startsWith("C9") && !limited ? Stream.empty() : Stream.of(code);
  }

  private void select(String code, RuffTables tables, RuffRules rules, Consumer<Note> noted) {
    Optional<RuffRules.Found> found = rules.find(code);
    if (found.isEmpty()) {
      noted.accept(
          new Note(
              file, "select " + code, code.startsWith("BLK") ? FORMAT : "Ruff has no such rule"));
    } else if (found.get().isStable()) {
      tables.select(found.get().code());
    } else {
      noted.accept(
          new Note(
              file,
              "select " + code,
              "only Ruff's preview has it; 'ruff format' takes care of white space"));
    }
  }

  private static final String FORMAT = "'ruff format --check' finds what is not formatted";

  private void ignored(RuffTables tables, RuffRules rules, Consumer<Note> noted) {
    boolean told = options.containsKey("ignore");
    if (!told) {
      USUALLY_IGNORED.stream()
          .flatMap(code -> rules.find(code).stream())
          .filter(RuffRules.Found::isStable)
          .forEach(found -> tables.ignore(found.code()));
    }
    Stream.concat(list("ignore").stream(), list("extend-ignore").stream())
        .distinct()
        .forEach(code ->
            rules
                .find(code)
                .ifPresentOrElse(
                    found -> tables.ignore(found.code()),
                    () -> noted.accept(nothingToIgnore("ignore " + code))));
  }

  private Note nothingToIgnore(String what) {
    return new Note(file, what, "Ruff has no such rule, so there is nothing to ignore");
  }

  private void perFile(RuffTables tables, RuffRules rules, Consumer<Note> noted) {
    filesWithCodes(options.getOrDefault("per-file-ignores", ""))
        .forEach((pattern, codes) -> {
          List<String> kept = new ArrayList<>();
          for (String code : codes) {
            rules
                .find(code)
                .ifPresentOrElse(
                    found -> kept.add(found.code()),
                    () ->
                        noted.accept(
                            nothingToIgnore("per-file-ignores %s:%s".formatted(pattern, code))));
          }
          if (!kept.isEmpty()) {
            tables.put("lint.per-file-ignores", ProjectText.quoted(pattern), kept);
          }
        });
  }

  /** Files and codes in turns, parted by colons, commas and white space (Flake8, "Options"). */
  static Map<String, List<String>> filesWithCodes(String value) {
    Map<String, List<String>> found = new LinkedHashMap<>();
    List<String> files = new ArrayList<>();
    boolean inCodes = false;
    for (String word : value.replace(":", " : ").strip().split("[,\\s]+")) {
      boolean isCode = CODE.matcher(word).matches();
      if (word.equals(":")) {
        inCodes = true;
      } else if (inCodes && isCode) {
        files.forEach(name -> found.computeIfAbsent(name, one -> new ArrayList<>()).add(word));
      } else {
        if (inCodes) {
          files.clear();
        }
        inCodes = false;
        files.add(word);
      }
    }
    return found;
  }

  private void length(RuffTables tables, boolean formatted, Consumer<Note> noted) {
    String told = options.getOrDefault("max-line-length", Integer.toString(USUAL_LENGTH));
    if (!told.matches("\\d{1,4}")) {
      noted.accept(new Note(file, "max-line-length = " + told, "it is no number"));
    } else if (!formatted) {
      tables.put("", "line-length", told);
    } else if (!tables.top("line-length").equals(told)) {
      tables.put("lint.pycodestyle", "max-line-length", told);
    }
  }

  private void others(RuffTables tables, Consumer<Note> noted) {
    options.forEach((option, value) -> {
      if (NUMBERS.containsKey(option)) {
        List<String> place = NUMBERS.getOrDefault(option, List.of());
        tables.put(place.getFirst(), place.getLast(), value);
      } else if (TEXTS.containsKey(option)) {
        List<String> place = TEXTS.getOrDefault(option, List.of());
        tables.put(place.getFirst(), place.getLast(), ProjectText.quoted(quotes(value)));
      } else if (LISTS.containsKey(option)) {
        List<String> place = LISTS.getOrDefault(option, List.of());
        tables.put(place.getFirst(), place.getLast(), list(option));
      } else if (!HANDLED.contains(option)) {
        noted.accept(
            new Note(
                file,
                "%s = %s".formatted(option, value.replace("\n", " ")),
                OUTPUT.contains(option)
                    ? "it says how findings are shown; see 'ruff check --help'"
                    : "Ruff has no such option here; see its settings"));
      }
    });
  }

  /** flake8-quotes takes the mark itself, too. */
  private static String quotes(String value) {
    return value.equals("'") ? "single" : value.equals("\"") ? "double" : value;
  }

  private List<String> list(String option) {
    return Stream.of(
            options.getOrDefault(option, "").replaceAll("(?m)\\s#.*$", "").split("[,\\s]+"))
        .filter(one -> !one.isEmpty())
        .toList();
  }
}
