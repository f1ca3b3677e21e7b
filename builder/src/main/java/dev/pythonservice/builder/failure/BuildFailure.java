package dev.pythonservice.builder.failure;

import java.io.Serial;

/** A build ends without an image, for a reason that somebody can do something about. */
public class BuildFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final ExitCode exitCode;
  private final Fault fault;
  private final String sentence;

  /**
   * A failure.
   *
   * @param exitCode whose turn it is
   * @param message one sentence that names what is wrong, where, and the remedy
   * @throws IllegalArgumentException when the exit code is that of success
   */
  public BuildFailure(ExitCode exitCode, String message) {
    this(exitCode, Fault.OTHER, message);
  }

  /**
   * A failure of a server.
   *
   * @param exitCode whose turn it is
   * @param fault what is the matter with the server
   * @param message one sentence that names what is wrong, where, and the remedy
   * @throws IllegalArgumentException when the exit code is that of success
   */
  public BuildFailure(ExitCode exitCode, Fault fault, String message) {
    super(message);
    if (exitCode == ExitCode.SUCCESS) {
      throw new IllegalArgumentException("A failure cannot end as a success: " + message);
    }
    this.exitCode = exitCode;
    this.fault = fault;
    this.sentence = message;
  }

  /** What is wrong, where, and the remedy. */
  public final String sentence() {
    return sentence;
  }

  /** How the program ends for this reason. */
  public final ExitCode exitCode() {
    return exitCode;
  }

  /** What is the matter with a server, where it is one. */
  public final Fault fault() {
    return fault;
  }
}
