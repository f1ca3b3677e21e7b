package dev.pythonservice.builder.failure;

/**
 * How the program ends, by whose turn it is next. What starts the program decides by it whether to
 * try again; so a number, once given, keeps its meaning.
 */
public enum ExitCode {
  /** It did what was asked. */
  SUCCESS(0, "It did what was asked"),
  /**
   * The program has a fault of its own. Trying again does not help; a report to its makers does.
   */
  INTERNAL(1, "The builder has a fault; please report it"),
  /**
   * Command line, project or lock must be changed. Trying again without a change ends the same way.
   * The number is the one that command lines usually end with on wrong usage.
   */
  INPUT(2, "Command line, project or lock must be changed"),
  /** The platform's policy forbids what the project asks for. One of the two must be changed. */
  POLICY(3, "The platform's policy forbids it"),
  /** The image registry refuses or is broken. Trying again may help; credentials may be wrong. */
  REGISTRY(4, "The image registry refuses or is broken"),
  /** Git server or package index cannot be reached, or broke off. Trying again may help. */
  NETWORK(5, "Git server or package index cannot be reached"),
  /** This machine lacks disk space or a program. Trying again elsewhere may help. */
  MACHINE(6, "This machine lacks disk space or a program");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** The number for the operating system, 0 to 255. */
  public int number() {
    return number;
  }

  /** What it says to a person, as the program's help shows it. */
  public String meaning() {
    return meaning;
  }
}
