package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** What a failure prints, and which exit code it has. */
final class Failures {

  private Failures() {}

  /** A command line that cannot be understood: what is wrong, what was meant, where to read on. */
  static int ofCommandLine(ParameterException exception, String[] arguments) {
    CommandLine commandLine = exception.getCommandLine();
    commandLine.getErr().println(exception.getMessage());
    UnmatchedArgumentException.printSuggestions(exception, commandLine.getErr());
    commandLine
        .getErr()
        .println("See '%s --help'.".formatted(commandLine.getCommandSpec().qualifiedName()));
    return ExitCode.INPUT.number();
  }

  /** A failure while working: one sentence for those that are foreseen, all there is for others. */
  static int ofExecution(Exception exception, CommandLine commandLine, ParseResult parsed) {
    Optional<BuildFailure> foreseen = Outcomes.foreseen(exception);
    if (foreseen.isPresent()) {
      commandLine.getErr().println(foreseen.get().sentence());
      return foreseen.get().exitCode().number();
    }
    commandLine.getErr().println("This is a fault of the builder itself; please report it:");
    exception.printStackTrace(commandLine.getErr());
    return ExitCode.INTERNAL.number();
  }
}
