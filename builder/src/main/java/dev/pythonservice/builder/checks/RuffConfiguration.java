package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.Toml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Ruff's configuration in a project. It can extend any file, and Ruff quotes a file that it cannot
 * read in its message: {@code extend = "/run/secrets/…"} would tell a secret of the build. So what
 * is extended has to be in the project.
 */
final class RuffConfiguration {

  private static final String PROJECT = "pyproject.toml";
  private static final Pattern NAMES = Pattern.compile("(.*/)?(\\.?ruff|pyproject)\\.toml");

  /** Ruff expands a home folder and variables. */
  private static final Pattern EXPANDED = Pattern.compile("^~|\\$");

  private final CheckPlace place;
  private final Toml toml = new Toml();

  RuffConfiguration(CheckPlace place) {
    this.place = place;
  }

  /**
   * Follows what the configuration extends.
   *
   * @throws BuildFailure when that is not in the project, or a configuration is not TOML
   */
  void requireWithin() {
    Deque<Path> open = new ArrayDeque<>();
    place.files().stream()
        .filter(file -> NAMES.matcher(file).matches())
        .map(place.tree()::resolve)
        .filter(Files::isRegularFile)
        .forEach(open::add);
    Set<Path> seen = new HashSet<>(open);
    while (!open.isEmpty()) {
      extended(open.remove()).filter(seen::add).ifPresent(open::add);
    }
  }

  private Optional<Path> extended(Path file) {
    String shown = place.shown(file);
    JsonNode root = toml.read(file, shown);
    JsonNode own = file.endsWith(PROJECT) ? root.path("tool").path("ruff") : root;
    String extend = own.path("extend").asString("");
    if (extend.isEmpty()) {
      return Optional.empty();
    }
    Path target = file.resolveSibling(extend).normalize();
    if (EXPANDED.matcher(extend).find() || !isWithin(target)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: extend = \"%s\" is not in the project; name a file of the project, by a path relative to this one"
              .formatted(shown, extend));
    }
    return Optional.of(target).filter(Files::isRegularFile);
  }

  /** Also behind links. */
  private boolean isWithin(Path file) {
    try {
      return place.holds(file) && (!Files.exists(file) || place.holds(file.toRealPath()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
