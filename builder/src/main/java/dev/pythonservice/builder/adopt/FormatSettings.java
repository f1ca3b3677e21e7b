package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Toml;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Says in Ruff's tables what Black is told.
 *
 * @param options the table {@code [tool.black]}
 */
record FormatSettings(JsonNode options) {

  /** Black's default ("The Black code style", "Line length"). */
  private static final int USUAL_LENGTH = 88;

  /** Says it. */
  void into(RuffTables tables, Consumer<Note> noted) {
    tables.put(
        "", "line-length", Integer.toString(options.path("line-length").asInt(USUAL_LENGTH)));
    for (Map.Entry<String, JsonNode> option : options.properties()) {
      JsonNode value = option.getValue();
      switch (option.getKey().replace('_', '-')) {
        case "line-length" -> {}
        case "target-version" -> oldest(value, tables);
        case "skip-string-normalization" -> {
          if (value.asBoolean(false)) {
            tables.put("format", "quote-style", ProjectText.quoted("preserve"));
          }
        }
        case "skip-magic-trailing-comma" ->
            tables.put("format", "skip-magic-trailing-comma", value.toString());
        case "exclude", "extend-exclude", "force-exclude", "include" ->
            noted.accept(
                note(
                    option.getKey(),
                    value,
                    "it is a regular expression, and Ruff takes patterns of paths: see"
                        + " extend-exclude"));
        default ->
            noted.accept(note(option.getKey(), value, "Ruff's formatter has no such option"));
      }
    }
  }

  /** Of several versions the code must run on all. */
  private static void oldest(JsonNode value, RuffTables tables) {
    List<String> versions = value.isArray() ? Toml.texts(value) : List.of(value.asString(""));
    versions.stream()
        .filter(version -> version.matches("py3\\d{1,2}"))
        .map(version -> Integer.parseInt(version.substring(3)))
        .min(Comparator.naturalOrder())
        .ifPresent(minor ->
            tables.put("", "target-version", ProjectText.quoted(RuffRules.targetOf(minor))));
  }

  private static Note note(String option, JsonNode value, String remedy) {
    return new Note(
        ProjectFiles.PROJECT,
        "[tool.black] %s = %s".formatted(option, value.toString().replace("\\n", " ")),
        remedy);
  }
}
