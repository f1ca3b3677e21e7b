package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arguments of a server program, told apart.
 *
 * @param options the options in their order, by their long names
 * @param rest what is no option, which is the application
 */
record EngineWords(List<Option> options, List<String> rest) {

  /**
   * An option.
   *
   * @param name its long name, with dashes
   * @param value its value; empty for a switch
   */
  record Option(String name, String value) {

    /** The same as words of a command line. */
    List<String> words() {
      return value.isEmpty() ? List.of(name) : List.of(name, value);
    }
  }

  /**
   * Tells them apart.
   *
   * @param words the words after the program
   * @param shortNames long names by their letters
   * @param switches options without a value
   */
  static EngineWords of(List<String> words, Map<String, String> shortNames, Set<String> switches) {
    List<Option> options = new ArrayList<>();
    List<String> rest = new ArrayList<>();
    int place = 0;
    while (place < words.size()) {
      String word = words.get(place);
      place++;
      if (!word.startsWith("-") || word.length() < 2) {
        rest.add(word);
        continue;
      }
      boolean isLong = word.startsWith("--");
      int equals = isLong ? word.indexOf('=') : -1;
      String letter = isLong ? "" : word.substring(0, 2);
      String name =
          isLong
              ? word.substring(0, equals < 0 ? word.length() : equals)
              : shortNames.getOrDefault(letter, letter);
      if (switches.contains(name)) {
        options.add(new Option(name, ""));
      } else if (equals >= 0) {
        options.add(new Option(name, word.substring(equals + 1)));
      } else if (!isLong && word.length() > 2) {
        options.add(new Option(name, word.substring(2)));
      } else {
        options.add(new Option(name, place < words.size() ? words.get(place) : ""));
        place++;
      }
    }
    return new EngineWords(options, rest);
  }
}
