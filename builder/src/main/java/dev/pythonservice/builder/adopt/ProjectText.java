package dev.pythonservice.builder.adopt;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The text of a {@code pyproject.toml} that is added to: its comments and order are the project's
 * own, and stay.
 *
 * @param text the text, or nothing yet
 */
record ProjectText(String text) {

  /** The same with a setting in a table, which is added at the end where there is none. */
  ProjectText with(String table, String setting) {
    String header = "[" + table + "]";
    List<String> lines = text.lines().toList();
    int at = lines.stream().map(String::strip).toList().indexOf(header);
    if (at < 0) {
      return withTable(header + "\n" + setting + "\n");
    }
    String before = lines.subList(0, at + 1).stream().collect(Collectors.joining("\n"));
    String after = lines.subList(at + 1, lines.size()).stream().collect(Collectors.joining("\n"));
    return new ProjectText(before + "\n" + setting + "\n" + (after.isEmpty() ? "" : after + "\n"));
  }

  /** The same with a whole table at the end. */
  ProjectText withTable(String table) {
    String gap = text.isEmpty() ? "" : text.endsWith("\n") ? "\n" : "\n\n";
    return new ProjectText(text + gap + table);
  }

  /** A list as TOML writes it, one element a line. */
  static String list(List<String> elements) {
    return elements.stream()
        .map(element -> "    " + quoted(element) + ",\n")
        .collect(Collectors.joining("", "[\n", "]"));
  }

  /** A list in one line. */
  static String inline(List<String> elements) {
    return elements.stream().map(ProjectText::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A basic string (TOML 1.0, "String"). */
  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
