package dev.pythonservice.builder.update;

import java.util.List;

/**
 * Packages that move together or not at all: where one of them must stay, because the policy
 * forbids what it would become, all of them stay.
 *
 * @param name its name, for people
 * @param patterns normalised names of packages, or beginnings of names with {@code *}
 */
public record UpdateGroup(String name, List<String> patterns) {

  public UpdateGroup {
    patterns = List.copyOf(patterns);
  }

  /** Whether a package is one of them. */
  boolean has(String packageName) {
    return patterns.stream()
        .anyMatch(pattern ->
            pattern.endsWith("*")
                ? packageName.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(packageName));
  }
}
