package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.runtime.JavaRuntime;
import dev.pythonservice.e2e.runtime.RuntimeFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the builder's runtime of what Maven packaged, and trains its AOT cache. It is made again
 * when the program, the Java, uv, a checker or the training changed.
 *
 * @param checkout the folder of the checkout
 * @param cache the folder of this project's caches
 * @param environment the environment, whose {@code PATH} has uv and the checkers
 * @param images the base images, whose Pythons compile bytecode
 * @param training what the program does while the AOT cache is recorded
 */
public record BuilderRuntimes(
    Path checkout,
    Path cache,
    Map<String, String> environment,
    BaseImages images,
    Training training) {

  /** What people are told that it is. */
  private static final String NAME = "builder";

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

  public BuilderRuntimes {
    checkout = checkout.toAbsolutePath();
    environment = Map.copyOf(environment);
  }

  /**
   * The runtime, made when it is not there or when it is of something else.
   *
   * @throws ClusterProblem when it cannot be made, with the remedy
   */
  public BuilderRuntime provide(Progress progress) {
    BuilderRuntime runtime = new BuilderRuntime(folder().path());
    folder().provide(key(), () -> make(runtime, progress));
    return runtime;
  }

  /** What decides the runtime: equal keys mean that it need not be made again. */
  public String key() {
    try {
      List<String> parts = new ArrayList<>();
      parts.add(java().key());
      parts.add(Digests.of(program()));
      for (Path library : libraries()) {
        parts.add(library.getFileName() + " " + Digests.of(library));
      }
      parts.add(Digests.of(checkout.resolve(".ci/uv.txt")));
      parts.add(Digests.of(checkout.resolve(".ci/checkers.txt")));
      parts.add(String.join(" ", BuilderRuntime.FLAGS));
      parts.add(training.key());
      return Digests.of(String.join("\n", parts));
    } catch (IOException problem) {
      throw new UncheckedIOException("The packaged builder cannot be read", problem);
    }
  }

  private RuntimeFolder folder() {
    return new RuntimeFolder(checkout.resolve("e2e/target/builder-runtime"), NAME);
  }

  private JavaRuntime java() {
    return JavaRuntime.ofThisProcess(NAME, MODULES, cache);
  }

  private void make(BuilderRuntime runtime, Progress progress) throws IOException {
    Path folder = runtime.home();
    Files.createDirectories(folder.resolve("bin"));
    RuntimeFolder.copy(java().provide(progress), folder.resolve("java"));
    Files.createDirectories(folder.resolve("libraries"));
    for (Path library : libraries()) {
      Files.copy(library, folder.resolve("libraries").resolve(library.getFileName()));
    }
    Files.copy(program(), folder.resolve(BuilderRuntime.PROGRAM));
    Files.copy(onPath("uv"), runtime.uv(), StandardCopyOption.COPY_ATTRIBUTES);
    for (String checker : BuilderRuntime.CHECKERS) {
      Files.copy(
          onPath(checker), runtime.checkers().resolve(checker), StandardCopyOption.COPY_ATTRIBUTES);
    }
    for (String name : Pythons.ALL) {
      Pythons.unpack(images, name, folder.resolve(BuilderRuntime.PYTHONS));
    }
    folder().setTimes();
    progress.say("training the builder's AOT cache");
    training.run(runtime, progress);
    Command.of(Stream.concat(runtime.strictCommand().stream(), Stream.of("--version")).toList())
        .run();
    writeLauncher(runtime);
  }

  /** For people: what tests and images run is the command itself. */
  private static void writeLauncher(BuilderRuntime runtime) throws IOException {
    Path launcher = runtime.home().resolve("bin/pythonservice-builder");
    String command = String.join("' '", runtime.command());
    Files.writeString(launcher, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(command));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path program() throws IOException {
    return folder()
        .packaged(checkout.resolve("builder/target"), "pythonservice-builder-*.jar")
        .getFirst();
  }

  private List<Path> libraries() throws IOException {
    return folder().packaged(checkout.resolve("builder/target/libraries"), "*.jar");
  }

  private Path onPath(String program) {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new ClusterProblem(
                "%s is not on the PATH: run this through 'make' or '.ci/with-toolchain'"
                    .formatted(program)));
  }
}
