package dev.pythonservice.e2e.bench;

import dev.pythonservice.e2e.bench.Comparison.Way;
import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.builder.BuildServer;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.builder.ExampleProject;
import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.proxy.FaultProxy;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The builder against buildah: from a changed line to the digest in the registry, in three states
 * of machine and registry; and what the builder pushes and holds in memory.
 *
 * @param example the project that is built
 * @param runtime the builder
 * @param images the base images
 * @param tools the registry's program
 * @param environment the environment
 * @param rounds how often each way runs
 */
public record BuilderBenchmark(
    Path example,
    BuilderRuntime runtime,
    BaseImages images,
    Tools tools,
    Map<String, String> environment,
    int rounds) {

  private static final String BASE = "base/python:3.13";
  private static final Duration DEADLINE = Duration.ofMinutes(10);

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
    return new Comparison(
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
        .measure();
  }

  /** One line changed; everything on the machine, and the builder stays up. */
  private String warmMachine(Bench bench, Path work) {
    try (BuildServer server = BuildServer.start(bench.builder, bench.build, work.resolve("log"))) {
      return new Comparison(
              new Way(
                  "warm machine, builder",
                  bench.forBuilder::changeOneLine,
                  () -> server.build(bench.build.below("warm"))),
              new Way(
                  "buildah",
                  bench.forBuildah::changeOneLine,
                  () -> bench.buildah.build("warm/buildah")),
              rounds)
          .measure();
    }
  }

  /** Nothing on the machine and nothing in the registry but the base image. */
  private String coldEverywhere(Bench bench) {
    return new Comparison(
            new Way(
                "cold everywhere, builder",
                bench::forgetBuilder,
                () -> bench.builder.succeed(bench.build.below(unused()).words(runtime))),
            new Way(
                "buildah", bench.buildah::forget, () -> bench.buildah.build(unused() + "/buildah")),
            rounds)
        .measure();
  }

  /** A repository that nothing was pushed to. */
  private static String unused() {
    return "cold/" + UUID.randomUUID();
  }

  private String pushedBytes(Bench bench) throws IOException {
    try (FaultProxy proxy = FaultProxy.before(URI.create("http://" + bench.build.registry()))) {
      BuildArguments build = bench.build.through(proxy.authority()).below("pushed");
      bench.builder.succeed(build.words(runtime));
      bench.forBuilder.changeOneLine();
      proxy.forget();
      bench.builder.succeed(build.words(runtime));
      return "bytes pushed after a one-line change: %d in %d requests"
          .formatted(proxy.uploadedBytes(), proxy.passed().size());
    }
  }

  private String memory(Bench bench, Path work) {
    bench.forgetBuilder();
    BuilderProgram.Watched cold =
        bench.builder.watched(bench.build.below(unused()).words(runtime), work.resolve("log"));
    return String.format(
        Locale.ROOT,
        "peak memory of a cold build, with all that it starts: %.0f MiB",
        cold.peakMemory() / 1024.0 / 1024.0);
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

  private void crane(String... arguments) {
    Command.of(
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
