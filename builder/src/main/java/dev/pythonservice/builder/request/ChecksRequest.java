package dev.pythonservice.builder.request;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which checks a build must pass.
 *
 * @param wanted the checks, each once
 * @param baseline an image by digest whose findings are old ones, usually that of the release that
 *     runs; absent for a first build, of which all findings are old
 * @param deadline how long one program may take
 */
public record ChecksRequest(List<Wanted> wanted, Optional<String> baseline, Duration deadline) {

  /** Enough for type checkers on large projects. */
  public static final Duration USUAL_DEADLINE = Duration.ofMinutes(5);

  /** No checks at all. */
  public static final ChecksRequest NONE =
      new ChecksRequest(List.of(), Optional.empty(), USUAL_DEADLINE);

  public ChecksRequest {
    wanted = List.copyOf(wanted);
  }

  /**
   * A check.
   *
   * @param name which one
   * @param mode what a finding does
   * @param checkers the type checkers of {@link Name#TYPES}; none for other checks
   */
  public record Wanted(Name name, Mode mode, List<TypeChecker> checkers) {
    public Wanted {
      checkers = List.copyOf(checkers);
    }
  }

  /** The checks there are. */
  public enum Name {
    /** Ruff's linter. */
    LINT("Lint"),
    /** Ruff's formatter. */
    FORMAT("Format"),
    /** Type checkers. */
    TYPES("Types"),
    /** The project's tests. */
    TESTS("Tests");

    private final String word;

    Name(String word) {
      this.word = word;
    }

    /** For programs and people. */
    public String word() {
      return word;
    }
  }

  /** What a finding does. */
  public enum Mode {
    /** Every finding stops the build. */
    ENFORCE("Enforce"),
    /** A finding that the baseline does not have stops the build; old ones are debt. */
    RATCHET("Ratchet"),
    /** Findings are reported and stop nothing. */
    REPORT("Report");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /** For programs and people. */
    public String word() {
      return word;
    }
  }

  /** A type checker. */
  public enum TypeChecker {
    /** Astral's ty. */
    TY,
    /** Meta's Pyrefly. */
    PYREFLY
  }
}
