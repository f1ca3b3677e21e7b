package dev.pythonservice.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("The builder's command line")
final class BuilderCommandTest {

  @TempDir private Path folder;

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

  @ParameterizedTest(name = "takes no {0} layers, and says so to programs, too")
  @ValueSource(ints = {2, 61, 200})
  void refusesLayers(int layers) throws IOException {
    Path summary = folder.resolve("summary");

    int ended =
        run(
            "build",
            "--source=/project",
            "--base=r.example/base:1",
            "--repository=r.example/shop",
            "--max-layers=" + layers,
            "--summary=" + summary);

    assertThat(ended).isEqualTo(ExitCode.INPUT.number());
    assertThat(error.toString()).contains("--max-layers %d is not from 3 to 60".formatted(layers));
    assertThat(summary).content().contains("\"failure\":\"INPUT\"", "--max-layers");
  }

  @Test
  @DisplayName("adopts no folder that is not there")
  void adoptsNothing() {
    assertThat(run("adopt", folder.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(error.toString()).contains("There is no folder", "name the project's folder");
  }

  @Test
  @DisplayName("does not show and write at the same time")
  void refusesBothModes() {
    assertThat(run("adopt", "--check", "--write")).isEqualTo(2);
    assertThat(error.toString()).contains("mutually exclusive");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "--test-image, add --check tests=enforce",
    "--test-image --check lint=enforce, add --check tests=enforce",
    "--test-group dev --check tests=enforce, add --test-image"
  })
  @DisplayName("makes no image for tests that is half asked for")
  void refusesHalfAWish(String options, String remedy) {
    List<String> words = new ArrayList<>(List.of("build", "--source=" + folder));
    words.addAll(List.of("--base=r.example/python:3.13", "--repository=r.example/shop/orders"));
    words.addAll(List.of(options.split(" ")));

    assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
    assertThat(error.toString()).contains(remedy);
  }

  @Test
  @DisplayName("tells why it failed also where that cannot be written to the summary's file")
  void keepsTheReason() {
    int ended =
        run(
            "wheel",
            "--source=" + folder.resolve("nowhere"),
            "--all-source-only",
            "--platform=linux/amd64",
            "--python=3.13",
            "--libc=glibc:2.28",
            "--output=" + folder,
            "--summary=" + folder.resolve("no/such/folder"));

    assertThat(ended).isEqualTo(ExitCode.INPUT.number());
    assertThat(error.toString())
        .contains("There is no folder", "cannot be written", "--summary")
        .doesNotContain("at dev.pythonservice");
  }

  @Test
  @DisplayName("says of every command that the disk is full when it is")
  void knowsFullDisks() {
    int ended =
        runFailing(
            new UncheckedIOException(
                new FileSystemException("/cache/layer", null, "No space left on device")));

    assertThat(ended).isEqualTo(ExitCode.MACHINE.number());
    assertThat(error.toString()).contains("The disk is full", "/cache/layer");
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
