package dev.pythonservice.builder.process;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Access;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * uv, the authority on everything Python: where it is, and the environment it runs in. No
 * configuration file of a user or a project steers it, it downloads no Python, and it finds no
 * other program than those that a caller names.
 */
public final class Uv {

  /** The series that this program's reading of uv's output was tested with. */
  private static final String SUPPORTED = "0.13.";

  private static final int OLDEST_PYTHON_MINOR = 9;
  private static final int NEWEST_PYTHON_MINOR = 16;

  private final Path executable;
  private final List<Path> pythonPath;
  private final Map<String, String> environment;

  private final Access access;
  private final Map<String, String> inherited;

  private Uv(
      Path executable,
      List<Path> pythonPath,
      Map<String, String> environment,
      Access access,
      Map<String, String> inherited) {
    this.access = access;
    this.inherited = Map.copyOf(inherited);
    this.executable = executable;
    this.pythonPath = List.copyOf(pythonPath);
    this.environment = Map.copyOf(environment);
  }

  /**
   * Finds uv.
   *
   * @param given where it is; absent looks on the PATH
   * @param cache the folder that is kept between builds; uv's cache and its home are in it
   * @param access how the outside is reached
   * @param interpreters roots of CPythons that may be asked what they are, beside those on the PATH
   * @param inherited this process's environment, of which PATH, proxies, certificates and the
   *     default index are used
   * @throws BuildFailure when it is not there
   */
  public static Uv find(
      Optional<Path> given,
      Path cache,
      Access access,
      List<Path> interpreters,
      Map<String, String> inherited) {
    List<Path> searchPath = searchPath(inherited.getOrDefault("PATH", ""));
    List<Path> pythonPath =
        Stream.concat(
                searchPath.stream(),
                interpreters.stream()
                    .map(Path::toAbsolutePath)
                    .flatMap(root -> Stream.of(root.resolve("usr/bin"), root.resolve("bin"))))
            .toList();
    Path executable =
        given
            .or(() -> executableNamed("uv", searchPath))
            .filter(Files::isExecutable)
            .orElseThrow(() -> missing(given));
    Path folder = cache.toAbsolutePath().resolve("uv");
    return new Uv(
        executable, pythonPath, UvEnvironment.of(folder, access, inherited), access, inherited);
  }

  /**
   * The same for runs that ask an index: with credentials, authorities and mirrors, of which what
   * has to be a file is written now.
   *
   * @param work a folder that is deleted after the build
   */
  public Uv reachingOut(Path work) {
    Map<String, String> all = new LinkedHashMap<>(environment);
    all.putAll(UvEnvironment.outside(work, access, inherited));
    return new Uv(executable, pythonPath, all, access, inherited);
  }

  private static BuildFailure missing(Optional<Path> given) {
    return new BuildFailure(
        ExitCode.INPUT,
        given
            .map(path -> "--uv %s is no program; name the uv executable".formatted(path))
            .orElse(
                "uv is not on the PATH; install uv %sx or name it with --uv".formatted(SUPPORTED)));
  }

  private static List<Path> searchPath(String text) {
    List<Path> folders = new ArrayList<>();
    for (String folder : text.split(File.pathSeparator, -1)) {
      if (folder.startsWith("/")) {
        folders.add(Path.of(folder));
      }
    }
    return folders;
  }

  private static Optional<Path> executableNamed(String name, List<Path> folders) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst();
  }

  /** The program. */
  public Path executable() {
    return executable;
  }

  /**
   * Says whether this uv is one whose output this program knows.
   *
   * @return its version, such as {@code 0.13.9}
   * @throws BuildFailure when it is not
   */
  public String requireSupportedVersion() {
    Program.Outcome outcome = run(Path.of("/"), "--version");
    if (!outcome.succeeded() || !outcome.output().startsWith("uv " + SUPPORTED)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s says it is '%s', and uv %sx is needed; install it or name another one with --uv"
              .formatted(executable, outcome.output().strip(), SUPPORTED));
    }
    return outcome.output().strip().split("\\s+", 3)[1];
  }

  /**
   * The Pythons of this machine that uv may ask about themselves, the generic {@code python3}
   * first; scripts in their place only where there is nothing else. Finding out runs none of them.
   * Folders of a project are never looked at, because a project's {@code .venv/bin/python} is the
   * project's code.
   */
  public List<Path> pythons() {
    Set<Path> found = new LinkedHashSet<>();
    executableNamed("python3", pythonPath).ifPresent(found::add);
    for (int minor = NEWEST_PYTHON_MINOR; minor >= OLDEST_PYTHON_MINOR; minor--) {
      executableNamed("python3." + minor, pythonPath).ifPresent(found::add);
    }
    for (Path folder : pythonPath) {
      executableNamed("python3", List.of(folder)).ifPresent(found::add);
    }
    List<Path> programs = found.stream().filter(file -> !isScript(file)).toList();
    return programs.isEmpty() ? List.copyOf(found) : programs;
  }

  /** Version managers put scripts in Python's place, which are slow, or work only in a shell. */
  private static boolean isScript(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return Arrays.equals(stream.readNBytes(2), new byte[] {'#', '!'});
    } catch (IOException exception) {
      return true;
    }
  }

  /** A run of uv in a folder, to be adjusted or run; its environment has no PATH. */
  public Program program(Path folder, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(executable.toString());
    words.addAll(arguments);
    return Program.of(folder, words).with(environment);
  }

  /** Runs uv in a folder, whatever its exit code. */
  public Program.Outcome run(Path folder, String... arguments) {
    return program(folder, List.of(arguments)).run();
  }

  /**
   * What a run that failed means for the user.
   *
   * @param doing what was tried, such as {@code reading uv.lock}
   */
  public BuildFailure failure(String doing, Program.Outcome outcome) {
    return UvFailures.of(doing, outcome.error());
  }
}
