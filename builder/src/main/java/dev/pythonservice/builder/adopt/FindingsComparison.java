package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.adopt.ChangeProof.Changer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Runs the tools that a project is checked and formatted by beside Ruff, and tells what they do not
 * find alike.
 *
 * @param linters runs of the tools
 * @param move knows what the project tells them
 * @param work a folder that is deleted afterwards
 * @param told hears each step in plain words
 */
record FindingsComparison(Linters linters, LintMove move, Path work, Consumer<String> told) {

  /**
   * Compares.
   *
   * @param from the tools that the project uses
   * @param copy the copy of the project, with Ruff's tables
   * @param ruff how often Ruff finds something with them, by its code
   */
  List<Note> compare(List<String> from, Path copy, Map<String, Long> ruff) {
    List<Note> notes = new ArrayList<>();
    if (from.contains(LintMove.FLAKE8)) {
      notes.addAll(findings(copy, ruff));
    }
    if (from.contains(Changer.BLACK.title())) {
      notes.addAll(changes(Changer.BLACK, linters.black(copy), linters.ruffFormat(copy)));
    }
    if (from.contains(Changer.ISORT.title())) {
      notes.addAll(changes(Changer.ISORT, linters.isort(copy), linters.ruff(copy, "I")));
    }
    LintMove.upgrade(copy)
        .ifPresent(target ->
            notes.addAll(
                changes(
                    Changer.PYUPGRADE,
                    linters.pyupgrade(copy, target, work),
                    linters.ruff(copy, "UP"))));
    return notes;
  }

  private List<Note> findings(Path copy, Map<String, Long> ruff) {
    Map<String, Long> flake8 = linters.flake8(copy, move.knownPlugins(copy));
    List<Note> notes = LintProof.compare(flake8, ruff, RuffRules.known());
    told.accept(
        notes.isEmpty()
            ? "Compared: Ruff finds what Flake8 finds, as often: %s.".formatted(flake8)
            : "Compared: Ruff finds something else than Flake8.");
    return notes;
  }

  private List<Note> changes(Changer changer, Set<String> before, Set<String> after) {
    List<Note> notes = ChangeProof.compare(changer, before, after);
    told.accept(
        notes.isEmpty()
            ? "Compared: Ruff would change the files that %s would: %s."
                .formatted(changer.title(), before.isEmpty() ? "none" : String.join(", ", before))
            : "Compared: Ruff would change other files than %s.".formatted(changer.title()));
    return notes;
  }
}
