package dev.pythonservice.builder.adopt;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Says in Ruff's tables what isort is told.
 *
 * @param file the file that has the options
 * @param options the options, by their names with {@code -}, lists parted by commas
 */
record ImportSettings(String file, Map<String, String> options) {

  private static final String TABLE = "lint.isort";

  /** Options of lists that Ruff has by the same name, or by another one. */
  private static final Map<String, String> LISTS =
      Map.of(
          "known-first-party", "known-first-party",
          "known-third-party", "known-third-party",
          "known-local-folder", "known-local-folder",
          "no-lines-before", "no-lines-before",
          "extra-standard-library", "extra-standard-library",
          "add-imports", "required-imports",
          "forced-separate", "forced-separate");

  private static final Set<String> SWITCHES =
      Set.of(
          "force-single-line",
          "force-sort-within-sections",
          "combine-as-imports",
          "order-by-type",
          "case-sensitive",
          "force-to-top",
          "from-first",
          "length-sort",
          "split-on-trailing-comma",
          "relative-imports-order");

  private static final Set<String> NUMBERS = Set.of("lines-after-imports", "lines-between-types");

  /** What Ruff does anyway, as Black wants it. */
  private static final Map<String, String> ALWAYS =
      Map.of(
          "profile", "black",
          "multi-line-output", "3",
          "include-trailing-comma", "true",
          "force-grid-wrap", "0",
          "use-parentheses", "true",
          "ensure-newline-before-comments", "true");

  /** Says it. */
  void into(RuffTables tables, Consumer<Note> noted) {
    tables.select("I");
    options.forEach((option, value) -> {
      String plain = value.toLowerCase(Locale.ROOT).strip();
      if (LISTS.containsKey(option)) {
        tables.put(TABLE, LISTS.getOrDefault(option, option), list(value));
      } else if (SWITCHES.contains(option) && plain.matches("true|false")) {
        tables.put(TABLE, option, plain);
      } else if (NUMBERS.contains(option) && plain.matches("-?\\d+")) {
        tables.put(TABLE, option, plain);
      } else if (option.equals("src-paths")) {
        tables.put("", "src", list(value));
      } else if (option.matches("skip|extend-skip|skip-glob|extend-skip-glob")) {
        noted.accept(
            note(
                option,
                value,
                "Ruff leaves out files of all its rules: see extend-exclude, or ignore I001 for"
                    + " them in per-file-ignores"));
      } else if (option.equals("line-length")) {
        length(value, tables, noted);
      } else if (!plain.equals(ALWAYS.get(option))) {
        noted.accept(
            note(option, value, "Ruff sorts imports otherwise; see its settings for isort"));
      }
    });
  }

  private void length(String value, RuffTables tables, Consumer<Note> noted) {
    String all = tables.top("line-length");
    if (all.isEmpty()) {
      tables.put("", "line-length", value);
    } else if (!all.equals(value)) {
      noted.accept(
          note("line-length", value, "Ruff has one length for code and imports, which is " + all));
    }
  }

  private Note note(String option, String value, String remedy) {
    return new Note(file, "%s = %s".formatted(option, value.replace("\n", " ")), remedy);
  }

  private static List<String> list(String value) {
    return Stream.of(value.split("[,\n]"))
        .map(String::strip)
        .filter(one -> !one.isEmpty())
        .toList();
  }
}
