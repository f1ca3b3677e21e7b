package dev.pythonservice.e2e.process;

import java.io.Serial;

/** Another program could not be run, took too long or ended with an error. */
public final class CommandFailed extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  /** A failure with a sentence that names the command and what it said last. */
  public CommandFailed(String message) {
    super(message);
  }
}
