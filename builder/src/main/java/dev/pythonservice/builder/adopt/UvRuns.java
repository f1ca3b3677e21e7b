package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Path;
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
    return uv.program(folder, words).with(Map.of("PATH", path)).run();
  }

  BuildFailure failure(String doing, Program.Outcome outcome) {
    return uv.failure(doing, outcome);
  }
}
