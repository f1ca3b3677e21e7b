package dev.pythonservice.builder.policy;

import java.util.List;

/** Names of packages as policies write them: whole, or their beginning with {@code *}. */
final class NamePattern {

  private NamePattern() {}

  /** How much of a name some patterns say; a whole name more than any beginning; −1 for nothing. */
  static int match(List<String> patterns, String name) {
    return patterns.stream()
        .mapToInt(pattern -> {
          if (pattern.equals(name)) {
            return Integer.MAX_VALUE;
          }
          String start = pattern.substring(0, pattern.length() - 1);
          return pattern.endsWith("*") && name.startsWith(start) ? start.length() : -1;
        })
        .max()
        .orElse(-1);
  }
}
