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
 * @param tests the image that the project's tests are run from elsewhere; absent where nobody is
 *     going to run them
 * @param versions which versions of the checkers
 */
public record ChecksRequest(
    List<Wanted> wanted,
    Optional<String> baseline,
    Duration deadline,
    Optional<Tests> tests,
    CheckerVersions versions) {

  /** Enough for type checkers on large projects. */
  public static final Duration USUAL_DEADLINE = Duration.ofMinutes(5);

  /** No checks at all. */
  public static final ChecksRequest NONE =
      new ChecksRequest(List.of(), Optional.empty(), USUAL_DEADLINE);

  public ChecksRequest {
    wanted = List.copyOf(wanted);
  }

  /** A request without an image for tests. */
  public ChecksRequest(List<Wanted> wanted, Optional<String> baseline, Duration deadline) {
    this(wanted, baseline, deadline, Optional.empty(), CheckerVersions.OF_THIS_MACHINE);
  }

  /** The checks whose results are known at the end of a build; tests run after it. */
  public List<Wanted> judgedHere() {
    return wanted.stream().filter(each -> each.name() != Name.TESTS || tests.isEmpty()).toList();
  }

  /** The same with an image for tests. */
  public ChecksRequest with(Optional<Tests> wantedTests) {
    return new ChecksRequest(wanted, baseline, deadline, wantedTests, versions);
  }

  /** The same with other versions of the checkers. */
  public ChecksRequest with(CheckerVersions others) {
    return new ChecksRequest(wanted, baseline, deadline, tests, others);
  }

  /**
   * What is in an image for tests besides what the service has.
   *
   * @param groups dependency groups; none stands for {@code dev}, where the lock has it
   */
  public record Tests(List<String> groups) {

    private static final String USUAL = "dev";

    public Tests {
      groups = List.copyOf(groups);
    }

    /** Those packages of the lock that the image has. */
    public LockRequest of(LockRequest service) {
      return service.with(groups, groups.isEmpty() ? List.of(USUAL) : List.of());
    }
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
