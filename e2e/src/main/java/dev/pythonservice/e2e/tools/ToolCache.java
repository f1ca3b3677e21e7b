package dev.pythonservice.e2e.tools;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.LockFile;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tool.GoModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Builds tools from their pinned Go modules and keeps them outside the checkout, so that a clean
 * clone does not build them again. The cache is safe to share: a program appears under its name
 * only when it is whole, and one process builds at a time.
 *
 * @param modules the folder with a Go module per sub-folder ({@code e2e/tools})
 * @param cache the folder of this project's caches
 */
public record ToolCache(Path modules, Path cache) {

  private static final String BUILDING = "building-";
  private static final Duration BUILD_DEADLINE = Duration.ofMinutes(60);

  /** Where kubectl and the API server find their version; a build from source knows none. */
  private static final String VERSION_PACKAGE = "k8s.io/component-base/version.";

  private static final List<String> STAGES =
      List.of(
          "node/heartbeat-with-lease/node-heartbeat-with-lease.yaml",
          "node/fast/node-initialize.yaml",
          "pod/fast/pod-ready.yaml",
          "pod/fast/pod-complete.yaml",
          "pod/fast/pod-delete.yaml");

  /** The cache of this user, by the XDG Base Directory Specification. */
  public static ToolCache of(Path checkout, Map<String, String> environment) {
    return new ToolCache(checkout.resolve("e2e/tools"), cacheFolder(environment));
  }

  /** The folder of this project's caches: {@code $XDG_CACHE_HOME/pythonservice}. */
  public static Path cacheFolder(Map<String, String> environment) {
    String home = environment.getOrDefault("HOME", "/root");
    return Path.of(environment.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "pythonservice");
  }

  /**
   * The tools asked for, built if they are not yet in the cache.
   *
   * @throws ClusterProblem when they cannot be built, with the reason
   */
  public Tools provide(Set<Tool> wanted, Progress progress) {
    Tools tools = located();
    if (isComplete(tools, wanted)) {
      return tools;
    }
    try {
      Files.createDirectories(tools.folder());
      Files.createDirectories(tools.stages());
      Path lockFile = tools.home().resolve("lock");
      try (LockFile _ = LockFile.hold(lockFile)) {
        progress.say("Building tools into %s".formatted(tools.folder()));
        deleteCutOffBuilds(tools.home());
        for (GoModule module : GoModule.values()) {
          build(module, missing(module, wanted, tools), tools, progress);
        }
        if (wanted.contains(Tool.KWOK)) {
          copyStages(tools);
        }
      }
    } catch (IOException exception) {
      throw unwritable(exception);
    }
    return tools;
  }

  private ClusterProblem unwritable(IOException exception) {
    return new ClusterProblem(
        "The tool cache %s cannot be written: %s; free some space or set XDG_CACHE_HOME"
            .formatted(cache, exception.getMessage()));
  }

  /**
   * A program that is not among the {@link Tool}s, built if it is not yet in the cache.
   *
   * @return the program
   * @throws ClusterProblem when it cannot be built, with the reason
   */
  public Path provide(ExtraTool tool, Progress progress) {
    Path source = modules.resolve(tool.module());
    Path home = cache.resolve("extra-tools").resolve(tool.module() + "-" + key(List.of(source)));
    Path program = home.resolve(tool.program());
    if (Files.isExecutable(program)) {
      return program;
    }
    try {
      Files.createDirectories(home);
      try (LockFile _ = LockFile.hold(home.resolve("lock"))) {
        deleteCutOffBuilds(home);
        if (!Files.isExecutable(program)) {
          progress.say("Building %s (minutes the first time)".formatted(tool.program()));
          Path fresh = Files.createTempDirectory(home, BUILDING);
          goInstall(tool.program(), tool.goPackage(), source, fresh);
          Files.move(fresh.resolve(tool.built()), program, StandardCopyOption.ATOMIC_MOVE);
          Files.delete(fresh);
        }
      }
      return program;
    } catch (IOException exception) {
      throw unwritable(exception);
    }
  }

  /** Where the tools are, or would be: no program is started and nothing is built. */
  public Tools located() {
    String key =
        key(Stream.of(GoModule.values()).map(module -> modules.resolve(module.folder())).toList());
    Path home = cache.resolve("tools").resolve(key);
    return new Tools(home.resolve("bin"), home.resolve("stages"), key);
  }

  private static boolean isComplete(Tools tools, Set<Tool> wanted) {
    return wanted.stream().allMatch(tool -> Files.isExecutable(Path.of(tools.path(tool))))
        && (!wanted.contains(Tool.KWOK)
            || STAGES.stream().allMatch(stage -> Files.exists(stageFile(tools, stage))));
  }

  private static List<Tool> missing(GoModule module, Set<Tool> wanted, Tools tools) {
    return wanted.stream()
        .filter(tool -> tool.module() == module)
        .filter(tool -> !Files.isExecutable(Path.of(tools.path(tool))))
        .sorted()
        .toList();
  }

  private void build(GoModule module, List<Tool> missing, Tools tools, Progress progress)
      throws IOException {
    if (missing.isEmpty()) {
      return;
    }
    Path source = modules.resolve(module.folder());
    Path fresh = Files.createTempDirectory(tools.home(), BUILDING);
    for (Tool tool : missing) {
      progress.say(
          "  %s, from the module %s (minutes the first time)"
              .formatted(tool.program(), module.folder()));
      goInstall(tool.program(), tool.goPackage(), source, fresh);
      Files.move(
          fresh.resolve(tool.program()),
          Path.of(tools.path(tool)),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    }
    Files.delete(fresh);
  }

  /** Whoever holds the lock is the only builder, so these belong to nobody any more. */
  private static void deleteCutOffBuilds(Path home) throws IOException {
    try (Stream<Path> folders = Files.list(home)) {
      for (Path folder :
          folders.filter(path -> path.getFileName().toString().startsWith(BUILDING)).toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            Files.delete(file);
          }
        }
        Files.delete(folder);
      }
    }
  }

  private static void goInstall(String program, String goPackage, Path source, Path target) {
    try {
      Command.of("go", "install", "-trimpath", "-ldflags", linkerFlags(source), goPackage)
          .in(source)
          .with(
              Map.of(
                  "CGO_ENABLED", "0", "GOBIN", target.toAbsolutePath().toString(), "GOFLAGS", ""))
          .within(BUILD_DEADLINE)
          .run();
    } catch (CommandFailed failure) {
      throw new ClusterProblem(
          "%s cannot be built: %s; the Go toolchain must be %s or newer and reach a Go module proxy"
              .formatted(program, failure.getMessage(), requiredGo(source)));
    }
  }

  private static String linkerFlags(Path source) {
    String version =
        lines(source.resolve("go.mod"))
            .map(String::strip)
            .filter(line -> line.startsWith("k8s.io/kubernetes v"))
            .map(line -> line.split("\\s+")[1])
            .findFirst()
            .orElse("");
    if (version.isEmpty()) {
      return "-s -w";
    }
    String[] numbers = version.substring(1).split("\\.");
    return "-s -w -X %1$sgitVersion=%2$s -X %1$sgitMajor=%3$s -X %1$sgitMinor=%4$s"
        .formatted(VERSION_PACKAGE, version, numbers[0], numbers[1]);
  }

  private static String requiredGo(Path source) {
    return lines(source.resolve("go.mod"))
        .filter(line -> line.startsWith("go "))
        .findFirst()
        .orElse("go");
  }

  private void copyStages(Tools tools) throws IOException {
    String kwok =
        Command.of("go", "list", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok")
            .in(modules.resolve(GoModule.KUBERNETES.folder()))
            .run()
            .strip();
    for (String stage : STAGES) {
      byte[] content = Files.readAllBytes(Path.of(kwok, "kustomize", "stage").resolve(stage));
      Path fresh = stageFile(tools, stage + ".fresh");
      Files.write(fresh, content);
      Files.move(fresh, stageFile(tools, stage), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static Path stageFile(Tools tools, String stage) {
    return tools.stages().resolve(stage.substring(stage.lastIndexOf('/') + 1));
  }

  /** Pinned versions and machine: what decides the programs' bytes. */
  private static String key(List<Path> sources) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path source : sources) {
        digest.update(Files.readAllBytes(source.resolve("go.mod")));
        digest.update(Files.readAllBytes(source.resolve("go.sum")));
      }
      digest.update(System.getProperty("os.arch").getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    } catch (IOException exception) {
      throw new ClusterProblem(
          "The pinned Go modules cannot be read: %s; run this from a whole checkout"
              .formatted(exception.getMessage()));
    } catch (NoSuchAlgorithmException exception) {
      throw new IllegalStateException("Every Java platform has SHA-256", exception);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }
}
