package dev.pythonservice.builder.policy;

import java.util.List;

/**
 * A package that a rule forbids.
 *
 * @param name the package
 * @param version its version
 * @param rule the rule, as the policy's field is called, such as {@code deniedPackages}
 * @param message what is wrong
 * @param remedy what to do about it
 * @param platforms the platforms, where it is not all of them
 */
public record Violation(
    String name,
    String version,
    String rule,
    String message,
    String remedy,
    List<String> platforms) {

  public Violation {
    platforms = List.copyOf(platforms);
  }

  static Violation of(PackageFacts facts, String rule, String message, String remedy) {
    return new Violation(facts.name(), facts.version(), rule, message, remedy, List.of());
  }

  Violation on(List<String> some) {
    return new Violation(name, version, rule, message, remedy, some);
  }

  /** In a line for people. */
  public String sentence() {
    String where = platforms.isEmpty() ? "" : " on " + String.join(", ", platforms);
    return "%s %s%s (%s): %s; %s".formatted(name, version, where, rule, message, remedy);
  }
}
