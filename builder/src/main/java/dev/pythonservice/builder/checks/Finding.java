package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.registry.Digest;
import java.nio.charset.StandardCharsets;

/**
 * Something that a checker has to say about a project.
 *
 * @param rule the rule, as the checker calls it
 * @param path the file, relative to the tree's root, with forward slashes
 * @param region where in the file
 * @param counts whether the checker takes it for an error; what is less is reported and stops
 *     nothing
 * @param message what is wrong
 * @param identity what makes it the same finding in another version of the project: a digest of
 *     rule, file and source line, in hexadecimal
 */
public record Finding(
    String rule, String path, Region region, boolean counts, String message, String identity) {

  private static final int IDENTITY_LENGTH = 32;

  /** Where, from 1 on; the end is behind the last character, as in SARIF. */
  public record Region(int startLine, int startColumn, int endLine, int endColumn) {}

  /**
   * The identity of a finding. The line's number is not in it, so a finding that moves stays the
   * same.
   *
   * @param line the source line; white space decides nothing
   */
  static String identity(String rule, String path, String line) {
    String text = String.join("\0", rule, path, line.strip().replaceAll("\\s+", " "));
    return Digest.ofBytes(text.getBytes(StandardCharsets.UTF_8))
        .hex()
        .substring(0, IDENTITY_LENGTH);
  }

  /** The same as an error. */
  Finding counting() {
    return new Finding(rule, path, region, true, message, identity);
  }

  /** For people: {@code src/orders/api.py:3:1 F401 `os` imported but unused}. */
  public String sentence() {
    return "%s:%d:%d %s %s"
        .formatted(
            path,
            region.startLine(),
            region.startColumn(),
            rule,
            message.lines().findFirst().orElse(""));
  }
}
