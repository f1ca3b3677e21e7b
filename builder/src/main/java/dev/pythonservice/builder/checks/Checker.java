package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.request.ChecksRequest.Name;
import dev.pythonservice.builder.request.ChecksRequest.TypeChecker;
import dev.pythonservice.builder.request.ChecksRequest.Wanted;
import java.util.List;

/** What looks at a project: a program, and what it is asked for. */
public enum Checker {
  /** Ruff's linter. */
  RUFF_CHECK("ruff", "check"),
  /** Ruff's formatter, which says what it would change. */
  RUFF_FORMAT("ruff", "format"),
  /** ty. */
  TY("ty", "check"),
  /** Pyrefly. */
  PYREFLY("pyrefly", "check");

  private final String program;
  private final String command;

  Checker(String program, String command) {
    this.program = program;
    this.command = command;
  }

  /** The name of its program. */
  public String program() {
    return program;
  }

  /** Its command. */
  String command() {
    return command;
  }

  /** For people, and the name of its phase and of its run in SARIF: {@code ruff check}. */
  public String title() {
    return program + " " + command;
  }

  /** Whether it must know the packages that the project imports. */
  public boolean needsPackages() {
    return this == TY || this == PYREFLY;
  }

  /** Whether it has one finding for a file, wherever in the file that is. */
  boolean findsFiles() {
    return this == RUFF_FORMAT;
  }

  /** Those of a check. */
  public static List<Checker> of(Wanted wanted) {
    return switch (wanted.name()) {
      case LINT -> List.of(RUFF_CHECK);
      case FORMAT -> List.of(RUFF_FORMAT);
      case TYPES -> wanted.checkers().stream().map(Checker::of).toList();
      case TESTS -> List.of();
    };
  }

  private static Checker of(TypeChecker checker) {
    return switch (checker) {
      case TY -> TY;
      case PYREFLY -> PYREFLY;
    };
  }

  /** The check that it belongs to. */
  Name check() {
    return switch (this) {
      case RUFF_CHECK -> Name.LINT;
      case RUFF_FORMAT -> Name.FORMAT;
      case TY, PYREFLY -> Name.TYPES;
    };
  }
}
