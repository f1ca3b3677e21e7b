package dev.pythonservice.e2e.builder;

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
 * The Java that runs the builder: this machine's JDK reduced by jlink to the modules that the
 * builder uses, with the class data archive that an AOT cache builds on. Made once for each JDK and
 * kept beside the other caches.
 *
 * @param cache the folder of this project's caches
 * @param development the home of a JDK
 */
record JavaRuntime(Path cache, Path development) {

  /**
   * What the builder and its libraries use: logging, TLS and HTTP, the HTTP server of {@code
   * serve}, XML for wheels' and Debian's metadata readers among the libraries, management for
   * memory figures.
   */
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.sql",
          "java.xml",
          "jdk.httpserver",
          "jdk.management",
          "jdk.unsupported",
          "jdk.zipfs");

  /** Changes when other files come of the same JDK and modules. */
  private static final String FORMAT = "1";

  private static final Duration DEADLINE = Duration.ofMinutes(5);

  /** The JDK that runs this program. */
  static JavaRuntime ofThisProcess(Path cache) {
    return new JavaRuntime(cache, Path.of(System.getProperty("java.home")));
  }

  /** What decides the runtime's bytes. */
  String key() throws IOException {
    String release = Files.readString(development.resolve("release"));
    return Digests.of(String.join("\n", FORMAT, release, String.join(",", MODULES)));
  }

  /**
   * The folder with the runtime, which is made when it is not there.
   *
   * @throws ClusterProblem when this program does not run on a JDK
   */
  Path provide(Progress progress) throws IOException {
    Path folder = cache.resolve("builder-java").resolve(key().substring(0, 16));
    if (Files.isDirectory(folder)) {
      return folder;
    }
    Path linker = development.resolve("bin/jlink");
    if (!Files.isExecutable(linker)) {
      throw new ClusterProblem(
          "%s is missing: the builder's Java is made with it, so run this with a whole JDK (JAVA_HOME)"
              .formatted(linker));
    }
    progress.say("making the builder's Java of " + development);
    Files.createDirectories(Folders.parentOf(folder));
    Path fresh = Files.createTempDirectory(Folders.parentOf(folder), "linking-").resolve("java");
    Command.of(
            linker.toString(),
            "--add-modules=" + String.join(",", MODULES),
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
