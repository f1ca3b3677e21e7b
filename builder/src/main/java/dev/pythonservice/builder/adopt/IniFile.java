package dev.pythonservice.builder.adopt;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A configuration file as Python's {@code configparser} reads it: sections with options, whose
 * values go on in lines that are indented. Options have {@code -} and {@code _} as the same.
 *
 * @param sections the options of each section, by their names with {@code -}
 */
record IniFile(Map<String, Map<String, String>> sections) {

  static IniFile of(String text) {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    Map<String, String> section = new LinkedHashMap<>();
    String option = "";
    for (String line : (Iterable<String>) text.lines()::iterator) {
      String content = line.strip();
      boolean isComment = content.startsWith("#") || content.startsWith(";");
      if (isComment || content.isEmpty()) {
        continue;
      }
      boolean goesOn = Character.isWhitespace(line.charAt(0)) && !option.isEmpty();
      if (goesOn) {
        section.merge(option, content, (before, more) -> before + "\n" + more);
      } else if (content.startsWith("[") && content.endsWith("]")) {
        section = new LinkedHashMap<>();
        sections.putIfAbsent(content.substring(1, content.length() - 1), section);
        option = "";
      } else {
        int end = separator(content);
        option = content.substring(0, end).strip().replace('_', '-');
        section.put(option, content.substring(Math.min(end + 1, content.length())).strip());
      }
    }
    return new IniFile(sections);
  }

  private static int separator(String content) {
    for (int place = 0; place < content.length(); place++) {
      if (content.charAt(place) == '=' || content.charAt(place) == ':') {
        return place;
      }
    }
    return content.length();
  }

  /** The options of a section, where it is there. */
  Optional<Map<String, String>> section(String name) {
    return Optional.ofNullable(sections.get(name));
  }
}
