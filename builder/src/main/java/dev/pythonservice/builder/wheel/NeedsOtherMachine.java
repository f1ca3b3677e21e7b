package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.Serial;

/** A wheel cannot be built on this machine, and perhaps on one like the target. */
public final class NeedsOtherMachine extends BuildFailure {

  @Serial private static final long serialVersionUID = 1;

  NeedsOtherMachine(String message) {
    super(ExitCode.INPUT, message);
  }
}
