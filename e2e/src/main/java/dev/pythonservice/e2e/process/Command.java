package dev.pythonservice.e2e.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of another program, to its end.
 *
 * @param words the program and its arguments
 * @param folder where it runs
 * @param environment variables added to those of this process
 * @param input what it reads from its standard input
 * @param deadline how long it may take before it is ended
 */
public record Command(
    List<String> words,
    Path folder,
    Map<String, String> environment,
    String input,
    Duration deadline) {

  /** How long a program may take when nothing else is said. */
  public static final Duration USUAL_DEADLINE = Duration.ofSeconds(60);

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A command that runs in the current folder, without input, for at most a minute. */
  public static Command of(String... words) {
    return of(List.of(words));
  }

  /** As {@link #of(String...)}, from a list. */
  public static Command of(List<String> words) {
    return new Command(words, Path.of("."), Map.of(), "", USUAL_DEADLINE);
  }

  /** The same command in another folder. */
  public Command in(Path otherFolder) {
    return new Command(words, otherFolder, environment, input, deadline);
  }

  /** The same command with these variables added to its environment. */
  public Command with(Map<String, String> variables) {
    return new Command(words, folder, variables, input, deadline);
  }

  /** The same command, reading this text. */
  public Command reading(String text) {
    return new Command(words, folder, environment, text, deadline);
  }

  /** The same command with another deadline. */
  public Command within(Duration otherDeadline) {
    return new Command(words, folder, environment, input, otherDeadline);
  }

  /**
   * Runs the command and gives back what it did, whatever its exit code.
   *
   * @throws CommandFailed when the program cannot be started or does not end in time
   */
  public Outcome attempt() {
    // Files instead of pipes: a program that leaves a child behind would keep a pipe open for ever.
    Path output = temporaryFile("out");
    Path error = temporaryFile("err");
    try {
      Path inputFile = temporaryFile("in");
      Files.writeString(inputFile, input);
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(folder.toFile())
              .redirectInput(inputFile.toFile())
              .redirectOutput(output.toFile())
              .redirectError(error.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
        throw new CommandFailed(
            "'%s' did not end within %d s".formatted(this, deadline.toSeconds()));
      }
      Files.delete(inputFile);
      return new Outcome(process.exitValue(), read(output), read(error));
    } catch (IOException exception) {
      throw new CommandFailed("'%s' could not be run: %s".formatted(this, exception.getMessage()));
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new CommandFailed("'%s' was interrupted".formatted(this));
    } finally {
      delete(output);
      delete(error);
    }
  }

  /**
   * Runs the command and gives back its standard output.
   *
   * @throws CommandFailed when it cannot be started, does not end in time or ends with an error;
   *     the message carries the last lines of its standard error
   */
  public String run() {
    Outcome outcome = attempt();
    if (outcome.exitCode() != 0) {
      throw new CommandFailed(
          "'%s' ended with exit code %d: %s"
              .formatted(this, outcome.exitCode(), outcome.lastWords()));
    }
    return outcome.output();
  }

  /** Whether the command ends with exit code 0. */
  public boolean succeeds() {
    return attempt().exitCode() == 0;
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }

  private static Path temporaryFile(String suffix) {
    try {
      return Files.createTempFile("command-", "." + suffix);
    } catch (IOException exception) {
      throw new UncheckedIOException("A temporary file cannot be written", exception);
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException exception) {
      throw new UncheckedIOException("A temporary file cannot be deleted", exception);
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  /**
   * What a finished command left.
   *
   * @param exitCode its exit code
   * @param output its standard output
   * @param error its standard error
   */
  public record Outcome(int exitCode, String output, String error) {

    /** The last three lines that it said, on standard error or else on standard output. */
    public String lastWords() {
      String said = error.isBlank() ? output : error;
      List<String> lines = said.lines().filter(line -> !line.isBlank()).toList();
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size()));
    }
  }
}
