package dev.pythonservice.e2e.builder.faults;

/** The builder's exit codes, written down once more: what depends on them depends on numbers. */
public enum ExitCode {
  /** Command line, project or lock must be changed. */
  INPUT(2),
  /** The platform's policy forbids it. */
  POLICY(3),
  /** The image registry refuses or is broken. */
  REGISTRY(4),
  /** Git server or package index cannot be reached. */
  NETWORK(5),
  /** This machine lacks disk space or a program. */
  MACHINE(6);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  /** The number that the program ends with. */
  public int number() {
    return number;
  }
}
