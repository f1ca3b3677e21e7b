package dev.pythonservice.e2e.tools;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.LockFile;
import dev.pythonservice.e2e.process.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Programs that the machine's own distribution brings.
 *
 * @param searchPath the folders in which programs are looked for, as in the variable {@code PATH}
 */
public record SystemPackages(List<Path> searchPath) {

  private static final Duration INSTALL_DEADLINE = Duration.ofMinutes(10);

  /** As the environment says; system folders are looked at in any case. */
  public static SystemPackages of(Map<String, String> environment) {
    Stream<String> named = Stream.of(environment.getOrDefault("PATH", "").split(":"));
    Stream<String> usual = Stream.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin");
    return new SystemPackages(
        Stream.concat(named, usual).filter(folder -> !folder.isEmpty()).map(Path::of).toList());
  }

  /**
   * Installs the packages of missing programs on Debian and its relatives, where this user may.
   *
   * @param packagesByProgram each program with the Debian package that brings it
   * @throws ClusterProblem when something is missing that cannot be installed, with the command
   *     that would
   */
  public void ensure(Map<String, String> packagesByProgram, Progress progress) {
    if (!missing(packagesByProgram).isEmpty()) {
      // apt-get refuses to run twice at a time.
      LockFile.alone(() -> {
        List<String> missing = missing(packagesByProgram);
        if (!missing.isEmpty()) {
          install(missing, progress);
        }
      });
    }
  }

  private List<String> missing(Map<String, String> packagesByProgram) {
    return packagesByProgram.entrySet().stream()
        .filter(entry -> !has(entry.getKey()))
        .map(Map.Entry::getValue)
        .distinct()
        .sorted()
        .toList();
  }

  private void install(List<String> missing, Progress progress) {
    String names = String.join(" ", missing);
    if (!has("apt-get") || !isRoot()) {
      throw new ClusterProblem(
          "This machine lacks the packages %1$s; install them (on Debian: 'sudo apt-get install %1$s')"
              .formatted(names));
    }
    progress.say("Installing the packages " + names);
    try {
      aptGet(List.of("update", "-q"));
      aptGet(
          Stream.concat(
                  Stream.of("install", "-q", "-y", "--no-install-recommends"), missing.stream())
              .toList());
    } catch (CommandFailed failure) {
      throw new ClusterProblem(
          "The packages %s cannot be installed: %s; install them by hand, then try again"
              .formatted(names, failure.getMessage()));
    }
  }

  /** Whether a program is on the search path. */
  public boolean has(String program) {
    return searchPath.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(program)));
  }

  /** Whether this process may change the machine. */
  public static boolean isRoot() {
    return Command.of("id", "-u").run().strip().equals("0");
  }

  private static void aptGet(List<String> arguments) {
    List<String> words = Stream.concat(Stream.of("apt-get"), arguments.stream()).toList();
    Command.of(words)
        .with(Map.of("DEBIAN_FRONTEND", "noninteractive"))
        .within(INSTALL_DEADLINE)
        .run();
  }
}
