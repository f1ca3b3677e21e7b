package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The packaged builder as a process of this machine, as in a build pod: with its own Java and its
 * AOT cache.
 *
 * @param runtime what runs
 * @param folder where it runs
 * @param environment variables added to those of this process
 * @param deadline how long a run may take before it is ended
 */
public record BuilderProgram(
    BuilderRuntime runtime, Path folder, Map<String, String> environment, Duration deadline) {

  private static final Duration USUAL_DEADLINE = Duration.ofMinutes(5);

  public BuilderProgram {
    environment = Map.copyOf(environment);
  }

  /** The builder in a folder, with the environment of this process and five minutes for a run. */
  public static BuilderProgram in(Path folder, BuilderRuntime runtime) {
    return new BuilderProgram(runtime, folder, Map.of(), USUAL_DEADLINE);
  }

  /** The same with these variables added to its environment. */
  public BuilderProgram with(Map<String, String> variables) {
    return new BuilderProgram(runtime, folder, variables, deadline);
  }

  /** The same with another deadline. */
  public BuilderProgram within(Duration otherDeadline) {
    return new BuilderProgram(runtime, folder, environment, otherDeadline);
  }

  /**
   * Runs it to its end, whatever its exit code.
   *
   * @throws CommandFailed when it does not end in time
   */
  public Command.Outcome run(List<String> arguments) {
    return command(arguments).attempt();
  }

  /**
   * Runs it to a good end.
   *
   * @return its standard output
   * @throws CommandFailed when it ends with another exit code than 0
   */
  public String succeed(List<String> arguments) {
    return command(arguments).run();
  }

  /**
   * Runs it to its end and watches what it and the programs that it starts hold in memory. The
   * watching costs time: a run that is timed is another one.
   *
   * @throws CommandFailed when it does not end in time
   */
  public Watched watched(List<String> arguments, Path log) {
    Process process = start(arguments, log);
    try (MemoryWatch watch = MemoryWatch.of(process.toHandle())) {
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
        throw new CommandFailed(
            "The builder did not end within %s; see %s".formatted(deadline, log));
      }
      return new Watched(process.exitValue(), watch.peak());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("Waiting for the builder was interrupted");
    }
  }

  /**
   * Starts it and does not wait: for {@code serve}, and for what is ended on purpose.
   *
   * @param log the file that takes what it says on both streams
   */
  public Process start(List<String> arguments, Path log) {
    ProcessBuilder builder =
        new ProcessBuilder(words(arguments))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException exception) {
      throw new CommandFailed("The builder cannot be started: " + exception.getMessage());
    }
  }

  private Command command(List<String> arguments) {
    return Command.of(words(arguments)).in(folder).with(environment).within(deadline);
  }

  private List<String> words(List<String> arguments) {
    return Stream.concat(runtime.command().stream(), arguments.stream()).toList();
  }

  /**
   * A run whose memory was watched.
   *
   * @param exitCode its exit code
   * @param peakMemory the most bytes of main memory that its processes held at one time
   */
  public record Watched(int exitCode, long peakMemory) {}
}
