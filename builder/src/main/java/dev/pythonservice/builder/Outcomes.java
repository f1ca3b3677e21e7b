package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import dev.pythonservice.builder.report.Summary;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the result or the failure of a command is written for programs. */
final class Outcomes {

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description =
          "Where the result or the failure is written as JSON of at most 4 KiB, such as a pod's"
              + " termination message.")
  private @Nullable Path summary;

  private final Summary summaries = new Summary();

  /**
   * Runs a command's work and writes what became of it.
   *
   * @param work does it, and says the summary of its result
   * @param err where it is told when a failure cannot be written to the file
   * @throws BuildFailure the work's, or that the file cannot be written after it succeeded
   */
  void of(Supplier<String> work, PrintWriter err) {
    String result;
    try {
      result = work.get();
    } catch (RuntimeException exception) {
      // A file that cannot be written must not hide why the work failed.
      write(summary, summaries.of(failure(exception)))
          .ifPresent(problem -> err.println(problem.sentence()));
      throw foreseen(exception).map(RuntimeException.class::cast).orElse(exception);
    }
    write(summary, result)
        .ifPresent(problem -> {
          throw problem;
        });
  }

  /** What to tell of an exception that somebody can do something about. */
  static Optional<BuildFailure> foreseen(Throwable exception) {
    return exception instanceof BuildFailure failure
        ? Optional.of(failure)
        : MachineFailures.behind(exception);
  }

  private static BuildFailure failure(RuntimeException exception) {
    return foreseen(exception)
        .orElseGet(() -> new BuildFailure(ExitCode.INTERNAL, exception.toString()));
  }

  /** Writes a file that was asked for; says why it cannot. */
  static Optional<BuildFailure> write(@Nullable Path file, String text) {
    if (file == null) {
      return Optional.empty();
    }
    try {
      Files.writeString(file, text);
      return Optional.empty();
    } catch (IOException exception) {
      return Optional.of(
          MachineFailures.behind(exception)
              .orElseGet(() ->
                  new BuildFailure(
                      ExitCode.INPUT,
                      "%s cannot be written: %s; name a file in a folder that is there with --summary or --report"
                          .formatted(file, exception))));
    }
  }
}
