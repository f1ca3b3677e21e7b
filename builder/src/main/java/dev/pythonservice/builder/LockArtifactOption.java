package dev.pythonservice.builder;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says which lock is built from. */
final class LockArtifactOption {

  @Option(
      names = "--lock-artifact",
      paramLabel = "REPOSITORY@DIGEST",
      description =
          "A lock that 'update --push-lock' stored, which takes the place of the project's"
              + " uv.lock.")
  private @Nullable String artifact;

  /** The lock, if it is not the project's own. */
  Optional<String> artifact() {
    return Optional.ofNullable(artifact);
  }
}
