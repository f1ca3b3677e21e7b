package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the builder's runtime of what Maven packaged, and trains its AOT cache. It is made again
 * when the program, the Java, uv or the training changed.
 *
 * @param checkout the folder of the checkout
 * @param cache the folder of this project's caches
 * @param environment the environment, whose {@code PATH} has uv
 * @param images the base images, whose Pythons compile bytecode
 * @param training what the program does while the AOT cache is recorded
 */
public record BuilderRuntimes(
    Path checkout,
    Path cache,
    Map<String, String> environment,
    BaseImages images,
    Training training) {

  /**
   * The time of every file. The AOT cache remembers the times of the jars and of the Java that it
   * was made of, and in an image all files bear one time.
   */
  static final Instant FILE_TIME = Instant.parse("2020-01-01T00:00:00Z");

  private static final String KEY = "key";

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
    Path folder = checkout.resolve("e2e/target/builder-runtime");
    try {
      Files.createDirectories(Folders.parentOf(folder));
      try (FileChannel file =
              FileChannel.open(
                  folder.resolveSibling("builder-runtime.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock _ = file.lock()) {
        String key = key();
        if (!isOf(folder, key)) {
          make(folder, key, progress);
        }
        return new BuilderRuntime(folder);
      }
    } catch (IOException | CommandFailed problem) {
      throw new ClusterProblem(
          "The builder's runtime cannot be made in %s: %s; it may be deleted at any time"
              .formatted(folder, problem));
    }
  }

  /** What decides the runtime: equal keys mean that it need not be made again. */
  public String key() {
    try {
      List<String> parts = new ArrayList<>();
      parts.add(JavaRuntime.ofThisProcess(cache).key());
      parts.add(Digests.of(program()));
      for (Path library : libraries()) {
        parts.add(library.getFileName() + " " + Digests.of(library));
      }
      parts.add(Digests.of(checkout.resolve(".ci/uv.txt")));
      parts.add(String.join(" ", BuilderRuntime.FLAGS));
      parts.add(training.key());
      return Digests.of(String.join("\n", parts));
    } catch (IOException problem) {
      throw new UncheckedIOException("The packaged builder cannot be read", problem);
    }
  }

  private static boolean isOf(Path folder, String key) throws IOException {
    Path file = folder.resolve(KEY);
    return Files.exists(file) && Files.readString(file).equals(key);
  }

  private void make(Path folder, String key, Progress progress) throws IOException {
    if (Files.exists(folder)) {
      Folders.delete(folder);
    }
    Files.createDirectories(folder.resolve("bin"));
    copy(JavaRuntime.ofThisProcess(cache).provide(progress), folder.resolve("java"));
    Files.createDirectories(folder.resolve("libraries"));
    for (Path library : libraries()) {
      Files.copy(library, folder.resolve("libraries").resolve(library.getFileName()));
    }
    Files.copy(program(), folder.resolve(BuilderRuntime.PROGRAM));
    BuilderRuntime runtime = new BuilderRuntime(folder);
    Files.copy(uv(), runtime.uv(), StandardCopyOption.COPY_ATTRIBUTES);
    for (String name : Pythons.ALL) {
      Pythons.unpack(images, name, folder.resolve(BuilderRuntime.PYTHONS));
    }
    setTimes(folder);
    progress.say("training the builder's AOT cache");
    training.run(runtime, progress);
    Command.of(Stream.concat(runtime.strictCommand().stream(), Stream.of("--version")).toList())
        .run();
    writeLauncher(runtime);
    Files.writeString(folder.resolve(KEY), key);
  }

  /** For people: what tests and images run is the command itself. */
  private static void writeLauncher(BuilderRuntime runtime) throws IOException {
    Path launcher = runtime.home().resolve("bin/pythonservice-builder");
    String command = String.join("' '", runtime.command());
    Files.writeString(launcher, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(command));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Path program() throws IOException {
    return packaged(checkout.resolve("builder/target"), "pythonservice-builder-*.jar").getFirst();
  }

  private List<Path> libraries() throws IOException {
    return packaged(checkout.resolve("builder/target/libraries"), "*.jar");
  }

  private static List<Path> packaged(Path folder, String pattern) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (var files = Files.newDirectoryStream(folder, pattern)) {
        files.forEach(found::add);
      }
    }
    if (found.isEmpty()) {
      throw new ClusterProblem(
          "The builder is not packaged (%s has no %s): run './mvnw --projects builder --also-make -DskipTests package'"
              .formatted(folder, pattern));
    }
    return found.stream().sorted().toList();
  }

  private Path uv() {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "uv"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() ->
            new ClusterProblem(
                "uv is not on the PATH: run this through 'make' or '.ci/with-toolchain'"));
  }

  private static void copy(Path from, Path to) {
    Command.of("cp", "--archive", "--no-target-directory", from.toString(), to.toString()).run();
  }

  private static void setTimes(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.filter(path -> !Files.isSymbolicLink(path)).toList();
    }
    for (Path path : all) {
      Files.setLastModifiedTime(path, FileTime.from(FILE_TIME));
    }
  }
}
