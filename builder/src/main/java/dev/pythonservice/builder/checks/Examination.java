package dev.pythonservice.builder.checks;

import java.util.List;

/** What came of a checker's look at a project. */
public sealed interface Examination {

  /** Who looked. */
  Checker checker();

  /** Its version; empty where even that cannot be said. */
  String version();

  /**
   * It came to its end.
   *
   * @param findings what it found, in the order of file and line
   */
  record Complete(Checker checker, String version, List<Finding> findings) implements Examination {
    public Complete {
      findings = List.copyOf(findings);
    }

    /** Those that it takes for errors. */
    public List<Finding> counted() {
      return findings.stream().filter(Finding::counts).toList();
    }
  }

  /**
   * It could not look.
   *
   * @param cause why, in a sentence
   */
  record Broken(Checker checker, String version, String cause) implements Examination {}
}
