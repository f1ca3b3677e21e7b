package dev.pythonservice.e2e.stage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of the folder {@code stage} of the class path. In manifests, {@code ${name}} stands for a
 * value; comments may name them, too.
 *
 * @param name its path in that folder
 */
record StageFile(String name) {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  /** The text as it is. */
  String text() {
    try (InputStream stream = StageFile.class.getResourceAsStream("/stage/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("/stage/" + name + " is missing on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** The text with a value for each variable. */
  String with(Map<String, String> values) {
    return VARIABLE
        .matcher(text())
        .replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
  }

  private String value(MatchResult found, Map<String, String> values) {
    String value = values.get(found.group(1));
    if (value == null) {
      throw new IllegalArgumentException("%s in %s has no value".formatted(found.group(), name));
    }
    return value;
  }
}
