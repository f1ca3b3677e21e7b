package dev.pythonservice.e2e.operator;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The packaged operator with all that it runs with, in one folder: {@code java/} its Java, {@code
 * program/} what Maven packaged, and {@code operator.aot} the AOT cache (JEP 483, 514 and 515) that
 * takes most of its start away. The same folder is in the operator's image.
 *
 * @param home the folder; absolute
 */
public record OperatorRuntime(Path home) {

  /**
   * The same in training and in use, or the AOT cache is refused. One collector thread, small
   * headers (JEP 519) and only the first compiler: it waits for events most of its life, and the
   * second compiler alone would hold some 30 MB. The heap follows the container's memory limit, so
   * that a bigger cluster needs that one setting.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:+UseCompactObjectHeaders",
          "-XX:TieredStopAtLevel=1",
          "-Xms16m",
          "-XX:MaxRAMPercentage=50",
          "-XX:-UsePerfData",
          // Kubernetes starts it again; half an operator would be worse.
          "-XX:+ExitOnOutOfMemoryError");

  static final String CACHE = "operator.aot";
  static final String JAVA = "java";
  static final String PROGRAM = "program";

  /** The command that starts the operator. */
  public List<String> command() {
    return command(List.of("-XX:AOTCache=" + home.resolve(CACHE)));
  }

  /** As {@link #command()}, but it ends with an error when the AOT cache does not fit. */
  public List<String> strictCommand() {
    return command(List.of("-XX:AOTCache=" + home.resolve(CACHE), "-XX:AOTMode=on"));
  }

  /** The command that starts the operator as if there were no AOT cache. */
  public List<String> commandWithoutCache() {
    return command(List.of());
  }

  /** The command that starts the operator so that it writes the AOT cache when it ends. */
  List<String> trainingCommand() {
    return command(List.of("-XX:AOTCacheOutput=" + home.resolve(CACHE)));
  }

  private List<String> command(List<String> own) {
    return Stream.of(
            List.of(home.resolve(JAVA).resolve("bin/java").toString()),
            FLAGS,
            own,
            List.of("-jar", home.resolve(PROGRAM).resolve("quarkus-run.jar").toString()))
        .flatMap(List::stream)
        .toList();
  }
}
