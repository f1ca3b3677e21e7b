package dev.pythonservice.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("The builder's command line")
final class BuilderCommandTest {

  private final StringWriter output = new StringWriter();
  private final StringWriter error = new StringWriter();

  @Test
  @DisplayName("with --help prints its usage and every exit code")
  void printsHelp() {
    assertThat(run("--help")).isZero();
    assertThat(output.toString())
        .contains("Usage: pythonservice-builder", "--version")
        .contains(Arrays.stream(ExitCode.values()).map(ExitCode::meaning).toList());
    assertThat(error.toString()).isEmpty();
  }

  @Test
  @DisplayName("without arguments prints its usage")
  void printsUsage() {
    assertThat(run()).isZero();
    assertThat(output.toString()).contains("Usage: pythonservice-builder");
  }

  @Test
  @DisplayName("with --version prints the version that the build gave it")
  void printsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(output.toString().strip())
        .matches("pythonservice-builder [0-9]+[.][0-9]+[.][0-9]+.*");
  }

  @Test
  @DisplayName("with an unknown option says which, suggests the right one, and ends with 2")
  void refusesUnknownOptions() {
    assertThat(run("--versoin")).isEqualTo(2);
    assertThat(error.toString())
        .isEqualToNormalizingNewlines(
            """
            Unknown option: '--versoin'
            Possible solutions: --version
            See 'pythonservice-builder --help'.
            """);
    assertThat(output.toString()).isEmpty();
  }

  @Test
  @DisplayName("with an unknown command says which and ends with 2")
  void refusesUnknownCommands() {
    assertThat(run("biuld")).isEqualTo(2);
    assertThat(error.toString())
        .startsWith("Unmatched argument at index 0: 'biuld'")
        .contains("See 'pythonservice-builder --help'.");
  }

  @ParameterizedTest(name = "ends with the exit code of the failure: {0}")
  @EnumSource(mode = Mode.EXCLUDE, names = "SUCCESS")
  void endsWithTheExitCode(ExitCode exitCode) {
    int ended = runFailing(new BuildFailure(exitCode, "uv.lock is stale: run 'uv lock'"));

    assertThat(ended).isEqualTo(exitCode.number());
    assertThat(error.toString().strip()).isEqualTo("uv.lock is stale: run 'uv lock'");
  }

  @Test
  @DisplayName("owns up to what nobody foresaw, with all there is to know")
  void ownsUp() {
    int ended = runFailing(new IllegalStateException("a layer without entries"));

    assertThat(ended).isEqualTo(1);
    assertThat(error.toString())
        .startsWith("This is a fault of the builder itself; please report it:")
        .contains("IllegalStateException: a layer without entries", "at dev.pythonservice.builder");
  }

  @Test
  @DisplayName("has a number of its own for each way to end")
  void numbersDiffer() {
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
  }

  @Test
  @DisplayName("has no failure that ends as a success")
  void successIsNoFailure() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BuildFailure(ExitCode.SUCCESS, "all is well"))
        .withMessageContaining("all is well");
  }

  private int run(String... arguments) {
    return withOutput(BuilderCommand.commandLine()).execute(arguments);
  }

  private int runFailing(RuntimeException failure) {
    CommandLine commandLine = BuilderCommand.commandLine();
    commandLine.addSubcommand(new Failing(failure));
    return withOutput(commandLine).execute("fail");
  }

  private CommandLine withOutput(CommandLine commandLine) {
    return commandLine.setOut(new PrintWriter(output)).setErr(new PrintWriter(error));
  }

  @Command(name = "fail")
  private record Failing(RuntimeException failure) implements Runnable {

    @Override
    public void run() {
      throw failure;
    }
  }
}
