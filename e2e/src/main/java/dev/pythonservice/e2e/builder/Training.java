package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Progress;

/** What the builder does while its AOT cache is recorded. */
public interface Training {

  /** Changes when the training would record something else. */
  String key();

  /**
   * Runs the training command of the runtime to its end, so that the cache is there.
   *
   * @throws dev.pythonservice.e2e.process.CommandFailed when the builder ends with an error
   */
  void run(BuilderRuntime runtime, Progress progress);
}
