package dev.pythonservice.builder.adopt;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Whether Ruff would change the files of a project that another tool would change: the formatter
 * those of Black, the rules {@code I} those of isort, the rules {@code UP} those of pyupgrade.
 */
final class ChangeProof {

  private ChangeProof() {}

  /** A tool that changes files, and what of Ruff is in its place. */
  enum Changer {
    BLACK("Black", "ruff format"),
    ISORT("isort", "ruff check --select I"),
    PYUPGRADE("pyupgrade", "ruff check --select UP");

    private final String title;
    private final String successor;

    Changer(String title, String successor) {
      this.title = title;
      this.successor = successor;
    }

    /** The tool's name, as people write it. */
    String title() {
      return title;
    }
  }

  /**
   * Compares.
   *
   * @param before the files that the tool would change, relative to the project
   * @param after the files that Ruff would change
   * @return the files that only one of them would change
   */
  static List<Note> compare(Changer changer, Set<String> before, Set<String> after) {
    return Stream.concat(
            without(before, after).stream()
                .map(file ->
                    new Note(
                        file,
                        "%s would change it, and '%s' would not"
                            .formatted(changer.title, changer.successor),
                        "see what %s does there, once more after the move"
                            .formatted(changer.title))),
            without(after, before).stream()
                .map(file ->
                    new Note(
                        file,
                        "'%s' would change it, and %s would not"
                            .formatted(changer.successor, changer.title),
                        "'%s --diff %s' shows what".formatted(changer.successor, file))))
        .toList();
  }

  private static Set<String> without(Set<String> all, Set<String> others) {
    Set<String> left = new TreeSet<>(all);
    left.removeAll(others);
    return left;
  }
}
