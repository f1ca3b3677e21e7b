package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.target.Target;
import java.time.Instant;
import java.util.Optional;

/**
 * What is asked of the {@code wheel} command.
 *
 * @param wanted which packages
 * @param target what the wheels are for; of its Python only the series matters
 * @param interpreter the Python that runs build backends: a version, name or path as uv's {@code
 *     --python} takes it; absent means one of the target's series
 * @param toolsBefore build tools that were published later do not count, so that a repeat takes the
 *     same ones; absent means the newest ones that the package allows
 */
public record WheelRequest(
    Wanted wanted, Target target, Optional<String> interpreter, Optional<Instant> toolsBefore) {

  /** The interpreter as uv's {@code --python} takes it. */
  String python() {
    return interpreter.orElse(target.python().series());
  }
}
