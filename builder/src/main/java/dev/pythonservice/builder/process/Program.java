package dev.pythonservice.builder.process;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A run of another program. Its environment is what is given here and nothing of this process: what
 * somebody set in a shell must not decide what is in an image, and no secret leaks by it.
 *
 * @param words the program and its arguments
 * @param folder where it runs
 * @param environment all of its environment variables
 * @param deadline how long it may take before it is ended with all that it started
 */
public record Program(
    List<String> words, Path folder, Map<String, String> environment, Duration deadline) {

  /** What the JDK, as shells do, adds to the number of the signal that ended a program. */
  private static final int KILLED = 128;

  /** "File size limit exceeded" (signal(7)). */
  private static final int SIGXFSZ = 25;

  /** The largest lock of a real project, exported, has some megabytes. */
  private static final int MOST_OUTPUT = 64 << 20;

  /** How long the last of a program's output may take to arrive once the program has ended. */
  private static final Duration LAST_WORDS = Duration.ofMinutes(1);

  private static final Executor VIRTUAL =
      task -> Thread.ofVirtual().name("program-output").start(task);

  public Program {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A program in a folder, with an empty environment and ten minutes to end. */
  public static Program of(Path folder, List<String> words) {
    return new Program(words, folder, Map.of(), Duration.ofMinutes(10));
  }

  /** The same with these environment variables added. */
  public Program with(Map<String, String> variables) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(variables);
    return new Program(words, folder, all, deadline);
  }

  /** The same with another deadline. */
  public Program within(Duration otherDeadline) {
    return new Program(words, folder, environment, otherDeadline);
  }

  /**
   * Runs it to its end, whatever its exit code.
   *
   * @throws BuildFailure when it cannot be started or takes too long
   */
  public Outcome run() {
    Process process = start();
    CompletableFuture<String> output = text(process.getInputStream());
    CompletableFuture<String> error = text(process.getErrorStream());
    try {
      process.getOutputStream().close();
      if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BuildFailure(
            ExitCode.MACHINE,
            "%s did not end within %d s; see what keeps this machine busy, or use a faster one"
                .formatted(words.getFirst(), deadline.toSeconds()));
      }
      return new Outcome(process.exitValue(), soon(output), soon(error));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, words.getFirst() + " was interrupted");
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      close(process.getInputStream());
      close(process.getErrorStream());
    }
  }

  /** What a program that has ended wrote is there at once, unless another one goes on writing. */
  private String soon(CompletableFuture<String> text) throws InterruptedException {
    try {
      long patience = Math.min(LAST_WORDS.toMillis(), deadline.toMillis());
      return text.get(patience, TimeUnit.MILLISECONDS);
    } catch (TimeoutException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s ended and left a program behind that still has its output open; let it wait for what it starts"
              .formatted(words.getFirst()));
    } catch (ExecutionException exception) {
      throw exception.getCause() instanceof BuildFailure failure
          ? failure
          : new IllegalStateException(exception.getCause());
    }
  }

  /** On a thread of its own: closing waits for who reads. */
  private static void close(InputStream stream) {
    VIRTUAL.execute(() -> {
      try {
        stream.close();
      } catch (IOException exception) {
        // It is closed, or nobody can do anything about it.
        return;
      }
    });
  }

  private Process start() {
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "%s cannot be started: %s".formatted(words.getFirst(), exception.getMessage()));
    }
  }

  private CompletableFuture<String> text(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            byte[] bytes = stream.readNBytes(MOST_OUTPUT);
            if (bytes.length == MOST_OUTPUT) {
              throw new BuildFailure(
                  ExitCode.INPUT,
                  "%s wrote more than %d bytes; let it say less"
                      .formatted(words.getFirst(), MOST_OUTPUT));
            }
            return new String(bytes, StandardCharsets.UTF_8);
          } catch (IOException exception) {
            throw new UncheckedIOException(exception);
          }
        },
        VIRTUAL);
  }

  /**
   * How a run ended.
   *
   * @param exitCode its exit code; 0 is success by convention
   * @param output what it wrote to standard output
   * @param error what it wrote to standard error
   */
  public record Outcome(int exitCode, String output, String error) {

    /** Whether it ended because there was no room for what it wrote. */
    public boolean lackedRoom() {
      return exitCode == KILLED + SIGXFSZ || MachineFailures.isFullDisk(error);
    }

    /** Whether it ended well. */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }
}
