package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.lock.Toml;
import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How checkers are called: with the project's own configuration, but so that they write nothing
 * into the project, change nothing in it, and run no other program, whatever that configuration
 * says.
 *
 * @param place the copy of the project
 * @param packages what it imports; absent where nobody knows
 * @param threads how many threads a checker may use
 */
record CheckerCommand(CheckPlace place, Optional<Packages> packages, int threads) {

  /** A run of a checker's program. */
  Program of(Checker checker, Path program, Duration deadline) {
    List<String> words = new ArrayList<>(List.of(program.toString(), checker.command()));
    words.addAll(arguments(checker));
    return Program.of(place.project(), words).with(environment()).within(deadline);
  }

  private List<String> arguments(Checker checker) {
    return switch (checker) {
      case RUFF_CHECK -> List.of("--no-cache", "--no-fix", "--output-format", "sarif", ".");
      case RUFF_FORMAT -> List.of("--check", "--no-cache", "--output-format", "sarif", ".");
      case TY -> ty();
      case PYREFLY -> pyrefly();
    };
  }

  private List<String> ty() {
    List<String> words = new ArrayList<>(List.of("--no-progress", "--output-format", "sarif"));
    packages.ifPresent(known -> {
      words.addAll(List.of("--python", known.environment().toString()));
      words.addAll(List.of("--python-version", known.python()));
    });
    words.add(".");
    return words;
  }

  /** Without a query, it asks no interpreter that the project names (or conda) about itself. */
  private List<String> pyrefly() {
    List<String> words =
        new ArrayList<>(
            List.of("--skip-interpreter-query", "--summary=none", "--output-format", "sarif"));
    words.addAll(List.of("--python-platform", "linux", "--threads", String.valueOf(threads)));
    if (!isPyreflyConfigured()) {
      // What it does unless said finds next to nothing.
      words.addAll(List.of("--preset", "default"));
    }
    packages.ifPresent(known -> {
      words.addAll(List.of("--python-version", known.python()));
      words.addAll(List.of("--site-package-path", known.sitePackages().toString()));
      known
          .ownRoots()
          .forEach(root -> words.addAll(List.of("--site-package-path", root.toString())));
    });
    return words;
  }

  /** It looks for its configuration from the project's folder upwards. */
  private boolean isPyreflyConfigured() {
    return place.files().stream()
        .map(place.tree()::resolve)
        .filter(file -> place.project().startsWith(file.resolveSibling("")))
        .anyMatch(this::configuresPyrefly);
  }

  private boolean configuresPyrefly(Path file) {
    return file.endsWith("pyrefly.toml")
        || (file.endsWith("pyproject.toml")
            && new Toml().read(file, place.shown(file)).path("tool").has("pyrefly"));
  }

  private Map<String, String> environment() {
    String home = place.home().toString();
    return Map.of(
        "HOME",
        home,
        "XDG_CONFIG_HOME",
        home,
        "XDG_CACHE_HOME",
        home,
        "PATH",
        place.programs().toString(),
        "NO_COLOR",
        "1",
        // A container's share of the processors, which Java knows and a program of Rust does not.
        "RAYON_NUM_THREADS",
        String.valueOf(threads),
        "TY_MAX_PARALLELISM",
        String.valueOf(threads));
  }
}
