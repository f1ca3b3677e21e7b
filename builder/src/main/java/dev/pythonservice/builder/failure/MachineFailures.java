package dev.pythonservice.builder.failure;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds in an exception what this machine lacks. */
public final class MachineFailures {

  private static final List<String> DISK =
      List.of("no space left on device", "disk quota exceeded", "file too large");

  private MachineFailures() {}

  /** The failure to be told where a full disk, or a missing right, is behind an exception. */
  public static Optional<BuildFailure> behind(Throwable thrown) {
    return behind(thrown, "a file");
  }

  /**
   * As {@link #behind(Throwable)}, where the system does not name the file.
   *
   * @param thrown what was thrown
   * @param written what was being written, in words such as {@code a file below /cache}
   */
  public static Optional<BuildFailure> behind(Throwable thrown, String written) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException problem) {
        Optional<BuildFailure> failure = of(problem, written);
        if (failure.isPresent()) {
          return failure;
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a program, or the system, says with this that the disk is full. */
  public static boolean isFullDisk(String message) {
    return DISK.stream().anyMatch(message.toLowerCase(Locale.ROOT)::contains);
  }

  private static Optional<BuildFailure> of(IOException problem, String written) {
    String message = String.valueOf(problem.getMessage());
    String file = problem instanceof FileSystemException known ? known.getFile() : written;
    if (isFullDisk(message)) {
      return failure(
          "The disk is full, and so %s cannot be written; make room, or name a folder on a larger"
              + " disk with --cache",
          file);
    }
    if (problem instanceof AccessDeniedException) {
      return failure("%s cannot be read or written by this user; change its owner or rights", file);
    }
    if (message.contains("Read-only file system")) {
      return failure(
          "%s is on a disk that can only be read; name a folder that can be written with --cache",
          file);
    }
    return Optional.empty();
  }

  private static Optional<BuildFailure> failure(String sentence, String file) {
    return Optional.of(new BuildFailure(ExitCode.MACHINE, sentence.formatted(file)));
  }
}
