package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Checkers;
import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerPreview;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersions;
import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Checks.TypeChecker;
import dev.pythonservice.api.v1alpha1.Checks.Types;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Index;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which versions of checkers a platform has, and which it tries. */
public final class Previews {

  private Previews() {}

  /** Whether a build only lets other versions of checkers look, and makes no image. */
  static boolean isLook(PythonBuild build) {
    return build.getSpec().preview() != null;
  }

  /** The versions that decide on a build, where they are not those of the builder's image. */
  public static List<CheckerVersion> deciding(PythonBuild build, PythonPlatform platform) {
    return of(needed(build), platform, CheckerVersions::version);
  }

  /** The versions that are tried on a build. */
  public static List<CheckerVersion> tried(PythonBuild build, PythonPlatform platform) {
    return of(needed(build), platform, CheckerVersions::preview);
  }

  /** The versions that are tried on what has these checks. */
  static List<CheckerVersion> tried(Checks checks, PythonPlatform platform) {
    return of(needed(checks), platform, CheckerVersions::preview);
  }

  /** All versions that a platform tries. */
  public static List<CheckerVersion> tried(PythonPlatform platform) {
    return of(EnumSet.allOf(Checker.class), platform, CheckerVersions::preview);
  }

  private static List<CheckerVersion> of(
      Set<Checker> needed,
      PythonPlatform platform,
      Function<CheckerVersions, @Nullable String> which) {
    Optional<Checkers> checkers =
        Optional.ofNullable(platform.getSpec().policy()).map(Policy::checkers);
    return needed.stream()
        .flatMap(checker ->
            checkers
                .flatMap(all -> Optional.ofNullable(versions(checker, all)))
                .flatMap(versions -> Optional.ofNullable(which.apply(versions)))
                .map(version -> new CheckerVersion(checker, version))
                .stream())
        .toList();
  }

  private static @Nullable CheckerVersions versions(Checker checker, Checkers all) {
    return switch (checker) {
      case Ruff -> all.ruff();
      case Ty -> all.ty();
      case Pyrefly -> all.pyrefly();
    };
  }

  private static Set<Checker> needed(PythonBuild build) {
    return Optional.ofNullable(build.getSpec().checks())
        .map(Previews::needed)
        .orElseGet(() -> EnumSet.noneOf(Checker.class));
  }

  private static Set<Checker> needed(Checks checks) {
    Set<Checker> needed = EnumSet.noneOf(Checker.class);
    if (checks.lint() != null || checks.format() != null) {
      needed.add(Checker.Ruff);
    }
    Optional.ofNullable(checks.types())
        .map(Types::checkers)
        .map(named -> named.isEmpty() ? List.of(TypeChecker.Ty) : named)
        .ifPresent(named -> named.forEach(checker -> needed.add(of(checker))));
    return needed;
  }

  private static Checker of(TypeChecker checker) {
    return switch (checker) {
      case Ty -> Checker.Ty;
      case Pyrefly -> Checker.Pyrefly;
    };
  }

  /**
   * The index that a program comes from: the one that lists it, else the one for all other
   * packages; empty for the public one, and for a mirror of it.
   */
  public static Optional<String> indexOf(String program, List<Index> indexes) {
    List<Index> own = indexes.stream().filter(index -> index.mirrorOf() == null).toList();
    return Stream.concat(
            own.stream()
                .filter(
                    index -> index.packages().stream().anyMatch(pattern -> fits(program, pattern))),
            own.stream().filter(index -> index.packages().isEmpty()))
        .findFirst()
        .map(Index::url);
  }

  private static boolean fits(String program, String pattern) {
    return pattern.endsWith("*")
        ? program.startsWith(pattern.substring(0, pattern.length() - 1))
        : program.equals(pattern);
  }

  /** Such as {@code Ruff 0.17.7, Ty 0.0.106}. */
  static String words(List<CheckerVersion> versions) {
    return versions.stream()
        .map(each -> each.checker() + " " + each.version())
        .collect(Collectors.joining(", "));
  }

  /** What came of a look, for people. */
  static String sentence(List<CheckerPreview> previews) {
    return previews.stream()
        .map(each ->
            String.format(
                Locale.ROOT,
                "%s %s: %s, %d new findings",
                each.checker(),
                each.version(),
                each.verdict(),
                Optional.ofNullable(each.newFindings()).orElse(0)))
        .collect(Collectors.joining("; "));
  }
}
