package dev.pythonservice.e2e.builder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packaged builder with all that it runs with, in one folder: {@code java/} its Java, {@code
 * libraries/} and {@code builder.jar} its code, {@code bin/} uv and the checkers, and {@code
 * builder.aot} the AOT cache (JEP 483, 514 and 515) that halves its start. The same folder is in
 * the builder's image.
 *
 * @param home the folder; absolute
 */
public record BuilderRuntime(Path home) {

  /**
   * The same in training and in use, or the AOT cache is refused. One collector thread and small
   * headers (JEP 519) fit a small pod; the heap leaves room for what lives beside it: uv, the
   * interpreter that compiles, the buffers of zstd. The second compiler stays: only it knows the
   * processor's SHA-256 instructions, and every byte of a cold build is hashed.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-Xms32m",
          "-Xmx192m",
          "-XX:-UsePerfData",
          // zstd is native code.
          "--enable-native-access=ALL-UNNAMED");

  /** The programs that check projects, in the versions that the builder is tested with. */
  static final List<String> CHECKERS = List.of("ruff", "ty", "pyrefly");

  static final String CACHE = "builder.aot";
  static final String PYTHONS = "python";
  static final String PROGRAM = "builder.jar";

  /** The command that starts the builder, without arguments. */
  public List<String> command() {
    return command(List.of("-XX:AOTCache=" + home.resolve(CACHE)));
  }

  /** As {@link #command()}, but it ends with an error when the AOT cache does not fit. */
  List<String> strictCommand() {
    return command(List.of("-XX:AOTCache=" + home.resolve(CACHE), "-XX:AOTMode=on"));
  }

  /** The command that starts the builder so that it writes the AOT cache when it ends. */
  List<String> trainingCommand() {
    return command(List.of("-XX:AOTCacheOutput=" + home.resolve(CACHE)));
  }

  /** The root folders of the Pythons that compile bytecode. */
  public List<Path> interpreters() {
    try (Stream<Path> versions = Files.list(home.resolve(PYTHONS))) {
      return versions.sorted().toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(home + " has no Pythons", problem);
    }
  }

  /** uv, in the version that the builder is made for. */
  public Path uv() {
    return home.resolve("bin/uv");
  }

  /** The folder with the programs that check projects. */
  public Path checkers() {
    return home.resolve("bin");
  }

  private List<String> command(List<String> own) {
    return Stream.of(
            List.of(home.resolve("java/bin/java").toString()),
            FLAGS,
            own,
            List.of("-jar", home.resolve(PROGRAM).toString()))
        .flatMap(List::stream)
        .toList();
  }
}
