package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;

/**
 * Fetches sources into folders of a test.
 *
 * @param folder where work folders are made
 */
record Fetching(Path folder) {

  Source fetch(String url, String ref, String path) {
    return sources(access(Map.of())).fetch(git(url, ref, path), work());
  }

  Path work() {
    try {
      return Files.exists(folder.resolve("work"))
          ? Files.createTempDirectory(folder, "work-")
          : Files.createDirectory(folder.resolve("work"));
    } catch (IOException exception) {
      throw new java.io.UncheckedIOException(exception);
    }
  }

  static SourceRequest.Git git(String url, String ref, String path) {
    return new SourceRequest.Git(url, ref, path);
  }

  static Access access(Map<String, Credentials> credentials) {
    return new Access(credentials, Optional.empty(), List.of(), Set.of(), Map.of(), false);
  }

  static Sources sources(Access access) {
    return new Sources(
        access, ProxySettings.of(Map.of()), Registry.of(access, Map.of()), Limits.USUAL);
  }

  AbstractThrowableAssert<?, ? extends Throwable> assertFails(
      Sources sources, SourceRequest request, ExitCode exitCode) {
    Path work = work();
    return assertThatThrownBy(() -> sources.fetch(request, work))
        .isInstanceOf(BuildFailure.class)
        .extracting(failure -> (BuildFailure) failure, throwable(BuildFailure.class))
        .satisfies(failure -> assertThat(failure.exitCode()).isEqualTo(exitCode));
  }
}
