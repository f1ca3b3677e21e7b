package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Limits;

/** How much of a source may still come. It is asked before anything is written. */
final class Allowance {

  private static final String REMEDY =
      "; leave out what the image does not need, in .dockerignore, or raise the limit with ";

  private final Limits limits;
  private int files;
  private long bytes;

  Allowance(Limits limits) {
    this.limits = limits;
  }

  /**
   * One more file, folder or link.
   *
   * @throws BuildFailure when it is one too many
   */
  void file() {
    files++;
    if (files > limits.sourceFiles()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The source has more than %d files%s--max-source-files"
              .formatted(limits.sourceFiles(), REMEDY));
    }
  }

  /**
   * Some more bytes.
   *
   * @throws BuildFailure when they are too many
   */
  void bytes(long more) {
    bytes += more;
    if (bytes > limits.sourceBytes()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The source has more than %d bytes%s--max-source-bytes"
              .formatted(limits.sourceBytes(), REMEDY));
    }
  }
}
