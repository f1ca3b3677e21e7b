package dev.pythonservice.builder.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which rules Ruff has, and by which code it has those of Flake8 and its plugins. Most codes are
 * the same; the list of Ruff's own is that of one version.
 */
final class RuffRules {

  private static final Pattern CODE = Pattern.compile("([A-Z]+)(\\d*)");
  private static final int OLDEST_MINOR = 7;
  private static final String PREVIEW = " preview";

  /** Beginnings of codes that Ruff has by another one (Ruff, "Rules"). The longest counts. */
  private static final List<Map.Entry<String, String>> RENAMED =
      List.of(
          Map.entry("B950", "E501"),
          Map.entry("E800", "ERA001"),
          Map.entry("M511", "B006"),
          Map.entry("U100", "ARG"),
          Map.entry("C81", "COM81"),
          Map.entry("I25", "TID25"),
          Map.entry("R50", "RET50"),
          Map.entry("TCH", "TC"),
          Map.entry("I00", "I001"),
          Map.entry("I10", "I001"),
          Map.entry("I20", "I001"));

  private final Map<String, Boolean> stable;

  private RuffRules(Map<String, Boolean> stable) {
    this.stable = Map.copyOf(stable);
  }

  static RuffRules known() {
    try (InputStream stream =
        Objects.requireNonNull(
            RuffRules.class.getResourceAsStream("ruff-rules.txt"), "it is packaged")) {
      return new RuffRules(
          new String(stream.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith("#"))
              .collect(
                  Collectors.toMap(
                      line -> line.replace(PREVIEW, ""),
                      line -> !line.endsWith(PREVIEW),
                      (one, other) -> one,
                      TreeMap::new)));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** The target for a Python 3 of this minor version, or the oldest that Ruff knows. */
  static String targetOf(int minor) {
    return "py3" + Math.max(OLDEST_MINOR, minor);
  }

  /**
   * What Ruff has for a code, or the beginning of codes, of Flake8.
   *
   * @return absent where Ruff has nothing like it
   */
  Optional<Found> find(String code) {
    String renamed =
        RENAMED.stream()
            .filter(one -> code.startsWith(one.getKey()))
            .findFirst()
            .map(one -> renamed(one, code))
            .orElse(code);
    List<String> matching =
        stable.keySet().stream().filter(rule -> startsWith(rule, renamed)).toList();
    return matching.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Found(
                renamed, matching.stream().anyMatch(rule -> stable.getOrDefault(rule, false))));
  }

  /** A family has its numbers kept; one rule stands for all that Ruff has as one. */
  private static String renamed(Map.Entry<String, String> one, String code) {
    boolean isFamily = !one.getValue().matches("[A-Z]+\\d{3}") && !one.getKey().equals("U100");
    return isFamily ? one.getValue() + code.substring(one.getKey().length()) : one.getValue();
  }

  /** {@code S1} begins {@code S101} and not {@code SIM101}: letters are a rule's family. */
  private static boolean startsWith(String rule, String beginning) {
    Matcher whole = CODE.matcher(rule);
    Matcher part = CODE.matcher(beginning);
    return whole.matches()
        && part.matches()
        && whole.group(1).equals(part.group(1))
        && whole.group(2).startsWith(part.group(2));
  }

  /**
   * What Ruff has.
   *
   * @param code the code, or the beginning of codes, as Ruff has it
   * @param isStable whether any of them is outside of Ruff's preview
   */
  record Found(String code, boolean isStable) {}
}
