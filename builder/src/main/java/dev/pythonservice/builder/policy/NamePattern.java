package dev.pythonservice.builder.policy;

import java.util.List;

/** Names of packages as policies write them: whole, or their beginning with {@code *}. */
final class NamePattern {

  private NamePattern() {}

  /** How much of a name some patterns say; a whole name more than any beginning; −1 for nothing. */
  static int match(List<String> patterns, String name) {
    return patterns.stream()
        .mapToInt(pattern -> pattern.equals(name) ? Integer.MAX_VALUE : beginning(pattern, name))
        .max()
        .orElse(-1);
  }

  private static int beginning(String pattern, String name) {
    return pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1))
        ? pattern.length() - 1
        : -1;
  }
}
