package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.ExitCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the builder. Without a command it prints how it is used. */
@Command(
    name = BuilderCommand.NAME,
    description = "Builds images from locked Python projects.",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      BuildCommand.class,
      VerifyCommand.class,
      CheckCommand.class,
      WheelCommand.class,
      ServeWheelsCommand.class,
      ServeCommand.class,
      AdoptCommand.class,
      UpdateCommand.class,
      AttachTestsCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n")
public final class BuilderCommand {

  static final String NAME = "pythonservice-builder";

  private static final int HELP_WIDTH = 100;

  private BuilderCommand() {}

  /** Runs the command line and ends the program with its exit code. */
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new BuilderCommand());
    commandLine.getCommandSpec().usageMessage().exitCodeList(exitCodes());
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(HELP_WIDTH)
        .setExecutionStrategy(BuilderCommand::usageWithoutCommand)
        .setParameterExceptionHandler(Failures::ofCommandLine)
        .setExecutionExceptionHandler(Failures::ofExecution);
  }

  private static int usageWithoutCommand(CommandLine.ParseResult parsed) {
    boolean nothingToDo = !parsed.hasSubcommand() && parsed.matchedOptions().isEmpty();
    if (nothingToDo) {
      parsed.commandSpec().commandLine().usage(parsed.commandSpec().commandLine().getOut());
      return ExitCode.SUCCESS.number();
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  private static Map<String, String> exitCodes() {
    Map<String, String> lines = new LinkedHashMap<>();
    Arrays.stream(ExitCode.values())
        .forEach(code -> lines.put(Integer.toString(code.number()), code.meaning()));
    return lines;
  }
}
