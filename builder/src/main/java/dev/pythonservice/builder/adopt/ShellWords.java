package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a command line as a shell has them (POSIX, "Shell Command Language"), as far as
 * command lines of servers go: quotes, variables that are known, several commands. What only a
 * shell that runs would know, such as {@code $(nproc)}, stays as it is written.
 */
final class ShellWords {

  private static final Pattern VARIABLE =
      Pattern.compile("\\$(?:\\{(\\w+)(?::?-([^}]*))?}|(\\w+))");

  private final Map<String, String> variables;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> command = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;

  private ShellWords(Map<String, String> variables) {
    this.variables = variables;
  }

  /** The commands of a line, each as its words. */
  static List<List<String>> of(String line, Map<String, String> variables) {
    ShellWords words = new ShellWords(variables);
    words.read(line);
    return List.copyOf(words.commands);
  }

  private void read(String line) {
    int place = 0;
    while (place < line.length()) {
      place = step(line, place);
    }
    endCommand();
  }

  /** Reads what begins at a place, and says where the next begins. */
  private int step(String line, int place) {
    char here = line.charAt(place);
    switch (here) {
      case '\'' -> {
        return quoted(line, place, '\'', false);
      }
      case '"' -> {
        return quoted(line, place, '"', true);
      }
      case '\\' -> {
        return plain(line.substring(Math.min(place + 1, line.length())), place + 1);
      }
      case '$' -> {
        return variable(line, place);
      }
      case '&', ';', '|', '\n' -> endCommand();
      case ' ', '\t' -> endWord();
      default -> {
        word.append(here);
        inWord = true;
      }
    }
    return place + 1;
  }

  private int plain(String rest, int place) {
    if (!rest.isEmpty()) {
      word.append(rest.charAt(0));
      inWord = true;
    }
    return place + 1;
  }

  private int quoted(String line, int place, char mark, boolean withVariables) {
    int end = line.indexOf(mark, place + 1);
    String content = line.substring(place + 1, end < 0 ? line.length() : end);
    word.append(withVariables ? resolved(content) : content);
    inWord = true;
    return (end < 0 ? line.length() : end) + 1;
  }

  private int variable(String line, int place) {
    inWord = true;
    Matcher matcher = VARIABLE.matcher(line).region(place, line.length());
    if (matcher.lookingAt()) {
      word.append(resolved(matcher.group()));
      return matcher.end();
    }
    boolean isCommand = line.startsWith("$(", place);
    int close = isCommand ? line.lastIndexOf(')') : place;
    int end = close < place ? line.length() : close + 1;
    word.append(line, place, end);
    return end;
  }

  private String resolved(String text) {
    return VARIABLE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(value(match)));
  }

  private String value(MatchResult match) {
    String name = match.group(1) == null ? match.group(3) : match.group(1);
    String otherwise = match.group(2) == null ? match.group() : match.group(2);
    return variables.getOrDefault(name, otherwise);
  }

  private void endWord() {
    if (inWord) {
      command.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void endCommand() {
    endWord();
    if (!command.isEmpty()) {
      commands.add(List.copyOf(command));
      command = new ArrayList<>();
    }
  }
}
