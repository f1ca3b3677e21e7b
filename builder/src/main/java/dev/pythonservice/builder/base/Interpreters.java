package dev.pythonservice.builder.base;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Finds a CPython of exactly a base image's version that runs on this machine: bytecode differs
 * between micro versions, and is the same on all platforms.
 */
public final class Interpreters {

  private static final Duration DEADLINE = Duration.ofMinutes(1);

  /**
   * What decides what an interpreter does is this and nothing of the machine: no random order of
   * hashes, text is UTF-8. So callers leave {@code -I} and {@code -E} away, which would ignore it,
   * and give {@code -s -S -P -B}.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("PYTHONHASHSEED", "0", "PYTHONUTF8", "1");

  private final Registry registry;
  private final BaseImages images;
  private final List<Path> folders;
  private final Path cache;
  private final Path work;
  private final Map<PythonVersion, Interpreter> found = new ConcurrentHashMap<>();

  /**
   * Interpreters.
   *
   * @param registry where the layers of base images come from
   * @param images where the base image's variant for this machine comes from
   * @param folders roots of installations, each with {@code usr/bin/python3.13} or {@code
   *     bin/python3.13}, with a dynamic loader of their own where this machine's is too old; looked
   *     at first
   * @param cache the folder that is kept between builds
   * @param work a folder on the same disk that is deleted after the build, also after a killed one
   */
  public Interpreters(
      Registry registry, BaseImages images, List<Path> folders, Path cache, Path work) {
    this.registry = registry;
    this.images = images;
    this.folders = List.copyOf(folders);
    this.cache = cache.toAbsolutePath();
    this.work = work.toAbsolutePath();
  }

  /**
   * An interpreter of exactly the version of this base image: installed, unpacked before, or
   * unpacked now from the base image's variant for this machine.
   *
   * @throws BuildFailure when the base image has no variant for this machine, or that one has
   *     another version or does not run
   */
  public Interpreter find(BaseImage image) {
    return found.computeIfAbsent(
        image.facts().python(),
        version ->
            installed(version)
                .or(() -> unpackedBefore(image))
                .orElseGet(() -> ofImage(ofThisMachine(image), version)));
  }

  private Optional<Interpreter> installed(PythonVersion version) {
    return folders.stream()
        .flatMap(folder -> Stream.of(folder.resolve("usr/bin"), folder.resolve("bin")))
        .map(folder -> folder.resolve("python" + version.series()).toAbsolutePath())
        .filter(Files::isExecutable)
        .map(program -> new Interpreter(List.of(program.toString()), version, ENVIRONMENT))
        .filter(interpreter -> says(run(interpreter), version))
        .findFirst();
  }

  /**
   * A folder with the files of the base image, whose C library may be newer than this machine's.
   */
  private Optional<Interpreter> unpackedBefore(BaseImage image) {
    String program = image.facts().interpreter().substring(1);
    InterpreterFiles files = new InterpreterFiles(image.on(machine(image)));
    return folders.stream()
        .map(Path::toAbsolutePath)
        .filter(folder -> Files.isExecutable(folder.resolve(program)))
        .flatMap(folder -> files.find(folder, ENVIRONMENT).stream())
        .filter(interpreter -> says(run(interpreter), image.facts().python()))
        .findFirst();
  }

  private BaseImage ofThisMachine(BaseImage image) {
    Platform machine = machine(image);
    return image.platform() == machine
        ? image
        : Optional.ofNullable(images.resolve(image.reference(), List.of(machine)).get(machine))
            .orElseThrow();
  }

  private static Platform machine(BaseImage image) {
    String machine = System.getProperty("os.name") + " " + System.getProperty("os.arch");
    return switch (machine) {
      case "Linux amd64" -> Platform.LINUX_AMD64;
      case "Linux aarch64" -> Platform.LINUX_ARM64;
      default ->
          throw new BuildFailure(
              ExitCode.INPUT,
              "No base image runs on this machine (%s); name a folder with CPython %s with --interpreter for it"
                  .formatted(machine, image.facts().python()));
    };
  }

  private Interpreter ofImage(BaseImage image, PythonVersion wanted) {
    if (!image.facts().python().equals(wanted)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The base image %s has Python %s for the platform wanted and %s for %s, on which it is built; use a base image with one version, or name a folder with CPython %s with --interpreter"
              .formatted(
                  image.reference(), wanted, image.facts().python(), image.platform(), wanted));
    }
    Path root = cache.resolve("interpreters").resolve(image.manifest().digest().hex());
    InterpreterFiles files = new InterpreterFiles(image);
    if (!Files.isDirectory(root)) {
      files.unpack(
          registry, work, root, unpacked -> verified(files.interpreter(unpacked, ENVIRONMENT)));
    }
    return files.interpreter(root, ENVIRONMENT);
  }

  private static void verified(Interpreter interpreter) {
    Program.Outcome outcome = run(interpreter);
    if (!says(outcome, interpreter.version())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "CPython %s of the base image does not run on this machine: %s; name a folder with it with --interpreter"
              .formatted(interpreter.version(), (outcome.output() + outcome.error()).strip()));
    }
  }

  private static Program.Outcome run(Interpreter interpreter) {
    List<String> question =
        List.of(
            "-s",
            "-S",
            "-P",
            "-B",
            "-c",
            "import compileall, sys; print(sys.implementation.name, '%d.%d.%d' %"
                + " sys.version_info[:3])");
    List<String> words = Stream.concat(interpreter.command().stream(), question.stream()).toList();
    return Program.of(Path.of("/"), words).with(interpreter.environment()).within(DEADLINE).run();
  }

  private static boolean says(Program.Outcome outcome, PythonVersion version) {
    return outcome.succeeded() && outcome.output().strip().equals("cpython " + version);
  }
}
