package dev.pythonservice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.builder.BuildServer;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.builder.ExampleProject;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.proxy.Passed;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.tools.SystemPackages;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The builder against buildah: from a changed line to the digest in the registry, in three states
 * of machine and registry; and what the builder pushes and holds in memory.
 *
 * @param example the project that is built
 * @param largest the project that needs the most memory
 * @param runtime the builder
 * @param images the base images
 * @param tools the registry's program
 * @param environment the environment
 * @param rounds how often each way runs
 */
public record BuilderBenchmark(
    Path example,
    Path largest,
    BuilderRuntime runtime,
    BaseImages images,
    Tools tools,
    Map<String, String> environment,
    int rounds) {

  private static final String BASE = "base/python:3.13";
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final String BOTH_PLATFORMS = "linux/amd64,linux/arm64";

  private static final Goal FRESH_POD = Goal.ratio(0.1);
  private static final Goal WARM_MACHINE = Goal.ratio(0.3);
  private static final Goal COLD_EVERYWHERE = Goal.ratio(0.7);
  private static final Goal MEMORY = new Goal(512, " MiB");

  /** Measures everything and says each result as a line. */
  public void run(Progress progress, Progress results) {
    SystemPackages.of(environment).ensure(Map.of("buildah", "buildah"), progress);
    try {
      Path work = Files.createTempDirectory("builder-benchmark");
      try (DistributionRegistry registry =
          DistributionRegistry.start(tools, work.resolve("registry"))) {
        images.publishTo(registry.authority());
        pushUv(registry.authority(), work);
        Bench bench = prepare(registry.authority(), work);
        progress.say("measuring the builder against buildah, %d rounds".formatted(rounds));
        results.say(freshPod(bench));
        results.say(warmMachine(bench, work));
        results.say(coldEverywhere(bench));
        results.say(pushedBytes(bench));
        results.say(memory(bench, work));
        bench.buildah.forget();
      }
      Folders.delete(work);
    } catch (IOException problem) {
      throw new UncheckedIOException("The benchmark's files cannot be written", problem);
    }
  }

  /** Both ways, each with a copy of the project of its own. */
  private record Bench(
      Buildah buildah,
      ExampleProject forBuildah,
      BuilderProgram builder,
      BuildArguments build,
      ExampleProject forBuilder) {

    /** Nothing of the builder's on this machine. */
    void forgetBuilder() {
      try {
        if (Files.exists(build.cache())) {
          Folders.delete(build.cache());
        }
      } catch (IOException problem) {
        throw new UncheckedIOException(build.cache() + " cannot be deleted", problem);
      }
    }
  }

  private Bench prepare(String registry, Path work) throws IOException {
    ExampleProject forBuildah = ExampleProject.copy(example, work.resolve("buildah-project"));
    ExampleProject forBuilder = ExampleProject.copy(example, work.resolve("builder-project"));
    Path containerfile = work.resolve("Containerfile");
    Files.write(containerfile, resource());
    Buildah buildah =
        new Buildah(
            work.resolve("buildah"), containerfile, forBuildah.folder(), registry, environment);
    BuildArguments build = BuildArguments.of(forBuilder.folder(), registry, BASE);
    return new Bench(
        buildah,
        forBuildah,
        BuilderProgram.in(work, runtime).within(DEADLINE),
        build.cachedIn(work.resolve("builder-cache")),
        forBuilder);
  }

  /** One line changed; nothing on the machine, everything else in the registry. */
  private String freshPod(Bench bench) {
    Comparison.Measured measured =
        new Comparison(
                new Way(
                    "fresh pod, builder",
                    () -> {
                      bench.forgetBuilder();
                      bench.forBuilder.changeOneLine();
                    },
                    () -> bench.builder.succeed(bench.build.below("fresh").words(runtime))),
                new Way(
                    "buildah",
                    () -> {
                      bench.buildah.forget();
                      bench.forBuildah.changeOneLine();
                    },
                    () -> bench.buildah.build("fresh/buildah", "fresh/buildah-layers")),
                rounds)
            .compare();
    return judged(
        measured,
        FRESH_POD,
        () -> {
          bench.forgetBuilder();
          bench.forBuilder.changeOneLine();
          return reported(bench, bench.build.below("fresh"));
        });
  }

  /** One line changed; everything on the machine, and the builder stays up. */
  private String warmMachine(Bench bench, Path work) {
    try (BuildServer server = BuildServer.start(bench.builder, bench.build, work.resolve("log"))) {
      Comparison.Measured measured =
          new Comparison(
                  new Way(
                      "warm machine, builder",
                      bench.forBuilder::changeOneLine,
                      () -> server.build(bench.build.below("warm"))),
                  new Way(
                      "buildah",
                      bench.forBuildah::changeOneLine,
                      () -> bench.buildah.build("warm/buildah")),
                  rounds)
              .compare();
      return judged(
          measured,
          WARM_MACHINE,
          () -> {
            bench.forBuilder.changeOneLine();
            long start = System.nanoTime();
            String answer = server.build(bench.build.below("warm"));
            return Phases.of(answer, Duration.ofNanos(System.nanoTime() - start));
          });
    }
  }

  /** Nothing on the machine and nothing in the registry but the base image. */
  private String coldEverywhere(Bench bench) {
    Comparison.Measured measured =
        new Comparison(
                new Way(
                    "cold everywhere, builder",
                    bench::forgetBuilder,
                    () -> bench.builder.succeed(bench.build.below(unused()).words(runtime))),
                new Way(
                    "buildah",
                    bench.buildah::forget,
                    () -> bench.buildah.build(unused() + "/buildah")),
                rounds)
            .compare();
    return judged(
        measured,
        COLD_EVERYWHERE,
        () -> {
          bench.forgetBuilder();
          return reported(bench, bench.build.below(unused()));
        });
  }

  /** The line with its goal; where that is missed, one more run says where the time goes. */
  private static String judged(Comparison.Measured measured, Goal goal, Supplier<Phases> again) {
    String line = measured.line() + "; " + goal.verdict(measured.ratio());
    return goal.isReached(measured.ratio()) ? line : line + "\n" + again.get().line();
  }

  private Phases reported(Bench bench, BuildArguments build) {
    Path report = build.project().resolveSibling("report.json");
    long start = System.nanoTime();
    bench.builder.succeed(
        Stream.concat(build.words(runtime).stream(), Stream.of("--report", report.toString()))
            .toList());
    Duration whole = Duration.ofNanos(System.nanoTime() - start);
    try {
      return Phases.of(Files.readString(report), whole);
    } catch (IOException problem) {
      throw new UncheckedIOException("The builder wrote no report", problem);
    }
  }

  /** A repository that nothing was pushed to. */
  private static String unused() {
    return "cold/" + UUID.randomUUID();
  }

  private String pushedBytes(Bench bench) throws IOException {
    try (FaultProxy proxy = FaultProxy.before(URI.create("http://" + bench.build.registry()))) {
      BuildArguments build =
          bench.build.through(proxy.authority()).below("pushed").on(BOTH_PLATFORMS);
      bench.builder.succeed(build.words(runtime));
      Path changed = bench.forBuilder.changeOneLine();
      proxy.forget();
      bench.builder.succeed(build.words(runtime));
      List<Passed> passed = proxy.passed();
      return PushedBytes.of(passed, images(build.through(bench.build.registry())), changed).line();
    }
  }

  /** The manifests of the platforms of what was built. */
  private List<JsonNode> images(BuildArguments build) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> images = new ArrayList<>();
    JsonNode index = json.readTree(crane("manifest", "--insecure", build.image()));
    for (JsonNode manifest : index.path("manifests")) {
      String reference =
          "%s/%s@%s"
              .formatted(build.registry(), build.repository(), manifest.path("digest").asText());
      images.add(json.readTree(crane("manifest", "--insecure", reference)));
    }
    return images;
  }

  /** Of the largest example, for both platforms, with nothing there before. */
  private String memory(Bench bench, Path work) throws IOException {
    bench.forgetBuilder();
    ExampleProject project = ExampleProject.copy(largest, work.resolve("largest"));
    BuildArguments build =
        BuildArguments.of(project.folder(), bench.build.registry(), BASE)
            .cachedIn(bench.build.cache())
            .below(unused())
            .on(BOTH_PLATFORMS);
    Path log = work.resolve("log");
    BuilderProgram.Watched cold = bench.builder.watched(build.words(runtime), log);
    if (cold.exitCode() != 0) {
      throw new CommandFailed(
          "The builder ended with %d: %s".formatted(cold.exitCode(), Files.readString(log)));
    }
    double mebibytes = cold.peakMemory() / 1024.0 / 1024.0;
    return String.format(
        Locale.ROOT,
        "peak memory of a cold build of %s for both platforms, with all that it starts: %.0f MiB;"
            + " %s",
        largest.getFileName(),
        mebibytes,
        MEMORY.verdict(mebibytes));
  }

  /** uv as an image without anything else, as its makers publish it. */
  private void pushUv(String registry, Path work) {
    Path layer = work.resolve("uv.tar");
    String image = registry + "/tools/uv:latest";
    Path folder = Objects.requireNonNull(runtime.uv().getParent(), "uv is in a folder");
    Command.of("tar", "-cf", layer.toString(), "-C", folder.toString(), "uv").run();
    crane("append", "--insecure", "--oci-empty-base", "-f", layer.toString(), "-t", image);
    crane("mutate", "--insecure", "--set-platform=linux/amd64", "-t", image, image);
  }

  private String crane(String... arguments) {
    return Command.of(
            Stream.concat(Stream.of(tools.path(Tool.CRANE)), List.of(arguments).stream()).toList())
        .within(DEADLINE)
        .run();
  }

  private static byte[] resource() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            BuilderBenchmark.class.getResourceAsStream("/bench/Containerfile"),
            "/bench/Containerfile is not on the class path")) {
      return stream.readAllBytes();
    }
  }
}
