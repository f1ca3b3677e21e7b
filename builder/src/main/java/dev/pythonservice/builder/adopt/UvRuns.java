package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs of uv that may run the project's code, as locking does where dependencies are dynamic: with
 * the caller's PATH, on which its Pythons are.
 *
 * @param uv the program, reaching out
 * @param path the PATH that its runs have
 */
record UvRuns(Uv uv, String path) {

  Program.Outcome run(Path folder, List<String> words) {
    return run(folder, words, Map.of());
  }

  /** The same with more variables of the environment. */
  Program.Outcome run(Path folder, List<String> words, Map<String, String> more) {
    Map<String, String> variables = new HashMap<>(more);
    variables.put("PATH", path);
    return uv.program(folder, words).with(variables).run();
  }

  BuildFailure failure(String doing, Program.Outcome outcome) {
    return uv.failure(doing, outcome);
  }
}
