package dev.pythonservice.builder;

import dev.pythonservice.builder.pipeline.WorkFolder;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of commands that run uv on what is foreign, and keep nothing unless they are told to. */
final class WorkOptions {

  @Option(
      names = "--cache",
      paramLabel = "FOLDER",
      description = "A folder that is kept between runs; none unless said.")
  private @Nullable Path cache;

  @Option(
      names = "--uv",
      paramLabel = "FILE",
      description = "The program uv; the one on the PATH unless said.")
  private @Nullable Path uv;

  /** The folder for a run's work, which is deleted after it. */
  WorkFolder work() {
    return cache == null ? WorkFolder.temporary() : WorkFolder.within(cache);
  }

  /** Where downloads go: a folder of the work's where none is kept. */
  Path kept(Path work) {
    return Optional.ofNullable(cache).orElse(work.resolve("cache"));
  }

  /**
   * uv, which may ask indexes.
   *
   * @throws dev.pythonservice.builder.failure.BuildFailure when it is not there
   */
  Uv uv(Path work, Access outside, Map<String, String> environment) {
    return Uv.find(Optional.ofNullable(uv), kept(work), outside, List.of(), environment)
        .reachingOut(work);
  }
}
