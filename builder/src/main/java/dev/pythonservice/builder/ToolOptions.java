package dev.pythonservice.builder;

import static java.util.function.Predicate.not;

import dev.pythonservice.builder.attest.Signing;
import dev.pythonservice.builder.checks.Programs;
import dev.pythonservice.builder.pipeline.Machine;
import dev.pythonservice.builder.request.Access;
import java.io.File;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what of this machine is used. */
final class ToolOptions {

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description =
          "A folder that is kept between builds; pythonservice-builder in the user's cache unless"
              + " said.")
  @Nullable Path cache;

  @Option(
      names = "--uv",
      paramLabel = "FILE",
      description = "The program uv; the one on the PATH unless said.")
  @Nullable Path uv;

  @Option(
      names = "--checkers",
      paramLabel = "FOLDER",
      description =
          "The folder with the programs ruff, ty and pyrefly, where checks are asked for; those on"
              + " the PATH unless said.")
  @Nullable Path checkers;

  @Option(
      names = "--interpreter",
      paramLabel = "FOLDER",
      description =
          "Root folder of a CPython that may compile bytecode, where its version is exactly the"
              + " base image's; those of PYTHONSERVICE_INTERPRETERS, separated by colons, count,"
              + " too. Else it is taken from the base image.")
  List<Path> interpreters = List.of();

  /** What a build may use. */
  Machine machine(Access access, InstantSource clock, Optional<Signing> signing) {
    return new Machine(
        access,
        cacheFolder(),
        Optional.ofNullable(uv),
        new Programs(Optional.ofNullable(checkers), System.getenv().getOrDefault("PATH", "")),
        allInterpreters(),
        System.getenv(),
        clock,
        signing);
  }

  /** Those of the command line, then those that the builder's image says it has. */
  private List<Path> allInterpreters() {
    String provided = System.getenv().getOrDefault("PYTHONSERVICE_INTERPRETERS", "");
    return Stream.concat(
            interpreters.stream(),
            Stream.of(provided.split(File.pathSeparator))
                .filter(not(String::isEmpty))
                .map(Path::of))
        .toList();
  }

  /** The folder that is kept between builds. */
  Path cacheFolder() {
    if (cache != null) {
      return cache;
    }
    String caches = System.getenv("XDG_CACHE_HOME");
    Path usual =
        caches == null || caches.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(caches);
    return usual.resolve("pythonservice-builder");
  }
}
