package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Whether Ruff finds in a project what Flake8 finds: the same rules, as often. */
final class LintProof {

  /** What Ruff has of isort and pyupgrade, which Flake8 does not run. */
  private static final Set<String> OF_OTHERS = Set.of("I", "UP");

  private LintProof() {}

  /**
   * Compares.
   *
   * @param flake8 how often Flake8 finds something, by its code
   * @param ruff the same of Ruff, by its own code
   * @return what they do not find alike
   */
  static List<Note> compare(Map<String, Long> flake8, Map<String, Long> ruff, RuffRules rules) {
    Map<String, Long> expected = new TreeMap<>();
    flake8.forEach((code, count) ->
        expected.merge(rules.find(code).map(RuffRules.Found::code).orElse(code), count, Long::sum));
    Set<String> codes = new TreeSet<>(expected.keySet());
    ruff.keySet().stream()
        .filter(code -> !OF_OTHERS.contains(code.replaceAll("\\d+$", "")))
        .forEach(codes::add);
    List<Note> notes = new ArrayList<>();
    for (String code : codes) {
      long before = expected.getOrDefault(code, 0L);
      long after = ruff.getOrDefault(code, 0L);
      if (before != after) {
        notes.add(
            new Note(
                "findings",
                "%s: %d by Flake8, %d by Ruff".formatted(code, before, after),
                remedy(code, after, rules)));
      }
    }
    return notes;
  }

  private static String remedy(String code, long after, RuffRules rules) {
    boolean checked = rules.find(code).filter(RuffRules.Found::isStable).isPresent();
    if (!checked) {
      return "Ruff does not check it, or in its preview only";
    }
    return after == 0
        ? "see 'ruff rule %s' for what Ruff takes it to be".formatted(code)
        : "see what 'ruff check --select %s' shows".formatted(code);
  }
}
