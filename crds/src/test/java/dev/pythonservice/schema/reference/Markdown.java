package dev.pythonservice.schema.reference;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Descriptions as GitHub-flavoured Markdown. They are Markdown already, but for characters that
 * tables and HTML claim.
 */
final class Markdown {

  private Markdown() {}

  /** A description as paragraphs and lists. */
  static String text(String description) {
    List<String> parts = List.of(description.split("`", -1));
    return IntStream.range(0, parts.size())
        .mapToObj(index -> index % 2 == 0 ? escaped(parts.get(index)) : parts.get(index))
        .collect(Collectors.joining("`"));
  }

  /** A description in one cell of a table, where lines end with an HTML break. */
  static String cell(String description) {
    return text(description)
        .replace("|", "\\|")
        .replace("\n\n", "<br>")
        .replace("\n", "<br>")
        .replace("<br>- ", "<br>• ");
  }

  /** The first sentence of a description. */
  static String firstSentence(String description) {
    return text(description.lines().findFirst().orElse(""))
        .replaceFirst("(?<=[.:])\\s.*", "")
        .replaceFirst(":$", ".");
  }

  static String link(String text, String target) {
    return "[%s](%s)".formatted(text, target);
  }

  /** Names as code, separated by commas. */
  static String code(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private static String escaped(String text) {
    return text.replace("*", "\\*").replace("<", "&lt;").replace("[", "\\[");
  }
}
