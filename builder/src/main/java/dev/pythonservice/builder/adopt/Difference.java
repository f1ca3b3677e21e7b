package dev.pythonservice.builder.adopt;

import java.util.Set;

/**
 * A package that the new lock has otherwise than the old one.
 *
 * @param name the package
 * @param before its versions in the old lock; none where it is new
 * @param after its versions in the new lock; none where it is gone
 * @param remedy what to do about it
 */
public record Difference(String name, Set<String> before, Set<String> after, String remedy) {

  public Difference {
    before = Set.copyOf(before);
    after = Set.copyOf(after);
  }

  @Override
  public String toString() {
    return "%s: %s before, %s now; %s".formatted(name, shown(before), shown(after), remedy);
  }

  private static String shown(Set<String> versions) {
    return versions.isEmpty() ? "none" : String.join(" and ", versions.stream().sorted().toList());
  }
}
