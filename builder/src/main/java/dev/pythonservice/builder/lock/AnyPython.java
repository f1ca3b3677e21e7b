package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs of uv that need some Python on this machine, whichever: uv asks it what it is, no more. */
public final class AnyPython {

  private static final List<String> UNUSABLE =
      List.of("Failed to inspect", "Failed to query Python", "No interpreter found", "Broken");

  private final Uv uv;

  /** Runs of this uv. */
  public AnyPython(Uv uv) {
    this.uv = uv;
  }

  /**
   * Runs uv with the first Python that works.
   *
   * @param doing what for, in a few words
   * @throws BuildFailure when there is no Python
   */
  public Program.Outcome run(Path folder, List<String> arguments, String doing) {
    for (Path python : uv.pythons()) {
      List<String> all = new ArrayList<>(arguments);
      all.addAll(List.of("--python", python.toString()));
      Program.Outcome outcome = uv.program(folder, all).run();
      if (outcome.succeeded() || UNUSABLE.stream().noneMatch(outcome.error()::contains)) {
        return outcome;
      }
    }
    throw new BuildFailure(
        ExitCode.INPUT,
        "%s needs a Python on this machine, of any version, and none on the PATH works; install python3"
            .formatted(doing));
  }
}
