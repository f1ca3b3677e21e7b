package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Copies of the committed projects, and the real uv without a network. */
final class Fixtures {

  private static final Access OFFLINE =
      new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), true);

  private final Path temporary;

  Fixtures(Path temporary) {
    this.temporary = temporary;
  }

  /** The uv on the PATH; the failure when there is none says what to do. */
  Uv uv() {
    return Uv.find(
        Optional.empty(), temporary.resolve("cache"), OFFLINE, List.of(), System.getenv());
  }

  Locks locks(Policy policy) {
    return new Locks(uv(), policy, OFFLINE, temporary.resolve("work"));
  }

  /** A folder as a source. */
  Source source(Path tree, String path) {
    return sources().fetch(new SourceRequest.Folder(tree, path), temporary);
  }

  Sources sources() {
    return new Sources(
        OFFLINE, ProxySettings.of(Map.of()), Registry.of(OFFLINE, Map.of()), Limits.USUAL);
  }

  Path copyOf(String name) {
    try {
      URL resource = Objects.requireNonNull(getClass().getResource("/lock/" + name));
      Path from = Path.of(resource.toURI());
      Path to = Files.createTempDirectory(temporary, name);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          Path copy = to.resolve(from.relativize(file));
          if (Files.isDirectory(file)) {
            Files.createDirectories(copy);
          } else {
            Files.copy(file, copy);
          }
        }
      }
      return to;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    } catch (URISyntaxException exception) {
      throw new IllegalStateException(exception);
    }
  }

  void replace(Path file, String old, String changed) {
    try {
      String text = Files.readString(file);
      assertThat(text).contains(old);
      Files.writeString(file, text.replace(old, changed));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
