package dev.pythonservice.e2e.runtime;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/**
 * The Java that runs a program: this machine's JDK reduced by jlink to the modules that the program
 * uses, with the class data archive that an AOT cache builds on. Made once for each JDK and kept
 * beside the other caches.
 *
 * @param program the program's name, as people are told
 * @param modules what the program and its libraries use
 * @param cache the folder of this project's caches
 * @param development the home of a JDK
 */
public record JavaRuntime(String program, List<String> modules, Path cache, Path development) {

  /** Changes when other files come of the same JDK and modules. */
  private static final String FORMAT = "1";

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  public JavaRuntime {
    modules = List.copyOf(modules);
  }

  /** Of the JDK that runs this program. */
  public static JavaRuntime ofThisProcess(String program, List<String> modules, Path cache) {
    return new JavaRuntime(program, modules, cache, Path.of(System.getProperty("java.home")));
  }

  /** What decides the runtime's bytes. */
  public String key() throws IOException {
    String release = Files.readString(development.resolve("release"));
    return Digests.of(String.join("\n", FORMAT, release, String.join(",", modules)));
  }

  /**
   * The folder with the runtime, which is made when it is not there.
   *
   * @throws ClusterProblem when this program does not run on a JDK
   */
  public Path provide(Progress progress) throws IOException {
    Path folder = cache.resolve(program + "-java").resolve(key().substring(0, 16));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path linker = development.resolve("bin/jlink");
    if (!Files.isExecutable(linker)) {
      throw new ClusterProblem(
          "%s is missing: the %s's Java is made with it, so run this with a whole JDK (JAVA_HOME)"
              .formatted(linker, program));
    }
    progress.say("making the %s's Java of %s".formatted(program, development));
    Files.createDirectories(Folders.parentOf(folder));
    Path fresh = Files.createTempDirectory(Folders.parentOf(folder), "linking-").resolve("java");
    Command.of(
            linker.toString(),
            "--add-modules=" + String.join(",", modules),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            // Layers are compressed as a whole, and classes load faster from an open image.
            "--compress=zip-0",
            "--generate-cds-archive",
            "--output=" + fresh)
        .within(DEADLINE)
        .run();
    publish(fresh, folder);
    return folder;
  }

  /** Whoever comes second finds the folder there, and uses it. */
  private static void publish(Path fresh, Path folder) throws IOException {
    try {
      Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException second) {
      if (!Files.isDirectory(folder)) {
        throw second;
      }
    }
    Folders.delete(Folders.parentOf(fresh));
  }
}
