package dev.pythonservice.e2e.builder;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the packaged builder is tried: a registry of our own with the base images, and the images
 * of the examples, each built once for all tests.
 *
 * @param folder all that is written; deleted at the end
 * @param tools the programs built from Go modules
 * @param images the base images
 * @param runtime the packaged builder
 * @param registry the registry
 * @param crate the wheels of the example with a crate of its own
 * @param examples the examples' images so far
 */
record Workshop(
    Path folder,
    Tools tools,
    BaseImages images,
    BuilderRuntime runtime,
    DistributionRegistry registry,
    Crate crate,
    Map<Example, BuiltImage> examples)
    implements AutoCloseable {

  static final String BASE = "base/python:3.13";

  /** Long, as a machine may have much else to do. */
  private static final Duration DEADLINE = Duration.ofMinutes(10);

  private static final Path EXAMPLES = Path.of("../examples").toAbsolutePath().normalize();

  /** Opens one: what it needs of the machine is installed where that is possible. */
  static Workshop open() throws IOException {
    Progress progress = Progress.onto(System.err, Clock.systemUTC());
    SystemPackages.of(System.getenv())
        .ensure(
            Map.of(
                "qemu-aarch64-static", "qemu-user-static",
                "skopeo", "skopeo",
                "faketime", "faketime",
                "zstd", "zstd",
                "curl", "curl",
                "setpriv", "util-linux"),
            progress);
    Surroundings surroundings = Surroundings.of(System.getenv(), Clock.systemUTC());
    Tools tools = surroundings.toolCache().provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress);
    BaseImages images = surroundings.baseImages(progress);
    BuilderRuntime runtime = surroundings.builder(progress);
    Path folder = Files.createTempDirectory("builder-it");
    DistributionRegistry registry = DistributionRegistry.start(tools, folder.resolve("registry"));
    images.publishTo(registry.authority());
    Crate crate = Crate.of(EXAMPLES.resolve("pricing"), folder.resolve("crate"), runtime, progress);
    return new Workshop(folder, tools, images, runtime, registry, crate, new ConcurrentHashMap<>());
  }

  /** The folder of an example in the checkout. */
  static Path folderOf(Example example) {
    return EXAMPLES.resolve(example.folder());
  }

  /** The server that an example's packages come from, by the first file that its lock has. */
  static URI packagesOf(Example example) throws IOException {
    String lock = Files.readString(folderOf(example).resolve("uv.lock"));
    Matcher file = Pattern.compile("url = \"(https://[^/\"]+)/").matcher(lock);
    if (!file.find()) {
      throw new IllegalArgumentException("No file in the lock of " + example);
    }
    return URI.create(file.group(1));
  }

  /** A build of an example for both platforms into the registry. */
  BuildOrder order(Example example) {
    BuildOrder order =
        new BuildOrder(
                List.of("--source", folderOf(example).toString()),
                registry.authority(),
                registry.authority(),
                BASE,
                repository(example),
                "examples/layers",
                folder.resolve("cache"),
                List.of())
            .with("--path", example.path())
            .with("--plain-http", registry.authority());
    return example.isNative() ? order.with("--wheels", crate.wheels("gnu").toString()) : order;
  }

  /** The repository of an example's image. */
  static String repository(Example example) {
    return "examples/" + example.title();
  }

  /** The image of an example, built when no test needed it before. */
  BuiltImage built(Example example) {
    return examples.computeIfAbsent(example, each -> build(order(each)));
  }

  /** The builder, without an order. */
  BuilderProgram program() {
    return BuilderProgram.in(folder, runtime).within(DEADLINE);
  }

  /** Builds, to a good end. */
  BuiltImage build(BuildOrder order) {
    return build(program(), order);
  }

  /** Builds with a program of one's own, to a good end. */
  BuiltImage build(BuilderProgram program, BuildOrder order) {
    try {
      Path report = Files.createTempFile(folder, "report", ".json");
      Command.Outcome outcome =
          program.run(order.with("--report", report.toString()).words(runtime));
      if (outcome.exitCode() != 0) {
        throw new AssertionError(
            "The build ended with %d: %s".formatted(outcome.exitCode(), outcome.error()));
      }
      return new BuiltImage(
          outcome.output().strip(),
          new ObjectMapper().readTree(Files.readString(report)),
          outcome.error());
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  /** Builds, whatever becomes of it. */
  Command.Outcome attempt(BuildOrder order) {
    return program().run(order.words(runtime));
  }

  /** Verifies an image of the registry by a key, whatever becomes of it. */
  Command.Outcome verify(String reference, KeyPairFiles keys) {
    return program()
        .run(
            List.of(
                "verify",
                reference,
                "--key",
                keys.publicKey().toString(),
                "--plain-http",
                registry.authority()));
  }

  /** What is in the registry. */
  RegistryContent content() {
    return RegistryContent.of(registry.authority());
  }

  /** Runs crane. */
  String crane(String... words) {
    return crane(Map.of(), words);
  }

  /** Runs crane with further variables. */
  String crane(Map<String, String> environment, String... words) {
    return Command.of(Stream.concat(Stream.of(tools.path(Tool.CRANE)), Stream.of(words)).toList())
        .with(environment)
        .within(Duration.ofMinutes(3))
        .run();
  }

  /** Unpacks the image of a platform. */
  UnpackedImage unpack(String reference, Platform platform, Path target) throws IOException {
    return UnpackedImage.of(Path.of(tools.path(Tool.CRANE)), reference, platform, target);
  }

  @Override
  public void close() throws IOException {
    registry.close();
    Folders.delete(folder);
  }
}
