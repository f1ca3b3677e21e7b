package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The example with a crate of its own, and the wheels that the command {@code wheel} builds of it:
 * once for all tests, for both architectures.
 */
final class Crate {

  private static final Duration DEADLINE = Duration.ofMinutes(15);

  /** The C library that the wheels are for, by the last part of Rust's targets. */
  private static final Map<String, String> LIBRARIES =
      Map.of("gnu", "glibc:2.28", "musl", "musl:1.2");

  private final Path project;
  private final Path folder;
  private final BuilderRuntime runtime;
  private final Progress progress;
  private final Map<String, Path> wheels = new ConcurrentHashMap<>();
  private final Map<Path, BuildMachine> machines = new ConcurrentHashMap<>();

  private Crate(Path project, Path folder, BuilderRuntime runtime, Progress progress) {
    this.project = project;
    this.folder = folder;
    this.runtime = runtime;
    this.progress = progress;
  }

  /**
   * A project of which nothing is built yet.
   *
   * @param folder for the wheels
   */
  static Crate of(Path project, Path folder, BuilderRuntime runtime, Progress progress) {
    return new Crate(project, folder, runtime, progress);
  }

  /** What wheels are built with here; what is missing is installed where that is possible. */
  BuildMachine machine() {
    return machines.computeIfAbsent(
        project,
        each -> {
          try {
            return BuildMachine.here(each.resolve("../..").normalize(), System.getenv(), progress);
          } catch (IOException problem) {
            throw new UncheckedIOException(problem);
          }
        });
  }

  /**
   * Sees that this machine's Rust compiles for a target. Debian has the library for musl in no
   * package.
   *
   * @throws AssertionError when it does not, with the remedy
   */
  void requireRustFor(String target) {
    if (!machine().rustTargets().contains(target)) {
      throw new AssertionError(
          "Rust has no standard library for %1$s here; add it with 'rustup target add %1$s'"
              .formatted(target));
    }
  }

  /** Rust's name of a target. */
  static String target(String architecture, String libc) {
    String machine = architecture.equals("amd64") ? "x86_64" : "aarch64";
    return "%s-unknown-linux-%s".formatted(machine, libc);
  }

  /**
   * The folder of the wheels for a C library: for every architecture that this machine's Rust
   * compiles for with it.
   *
   * @param libc {@code gnu} or {@code musl}
   */
  Path wheels(String libc) {
    return wheels.computeIfAbsent(libc, this::build);
  }

  private Path build(String libc) {
    Path output = folder.resolve(libc);
    String platforms =
        Stream.of("amd64", "arm64")
            .filter(each -> machine().rustTargets().contains(target(each, libc)))
            .map("linux/"::concat)
            .collect(Collectors.joining(","));
    if (!platforms.isEmpty()) {
      BuilderProgram.in(project, runtime)
          .within(DEADLINE)
          .succeed(
              List.of(
                  "wheel",
                  "--source=" + project,
                  "--platform=" + platforms,
                  "--python=3.13",
                  "--libc=" + LIBRARIES.get(libc),
                  "--build-python=" + machine().python(),
                  "--cache=" + folder.resolve("cache"),
                  "--output=" + output,
                  "--package=pricing"));
    }
    return output;
  }
}
