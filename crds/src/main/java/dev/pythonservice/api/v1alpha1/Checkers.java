package dev.pythonservice.api.v1alpha1;

import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * Versions of the programs that check projects. Another version than that in the builder's image
 * comes from the platform's package index, as a wheel for the nodes that build.
 *
 * @param ruff Ruff, for {@code Lint} and {@code Format}.
 * @param ty ty, for {@code Types}.
 * @param pyrefly Pyrefly, for {@code Types}.
 */
@ApiObject
public record Checkers(
    @Nullable CheckerVersions ruff,
    @Nullable CheckerVersions ty,
    @Nullable CheckerVersions pyrefly) {

  /** A program that checks projects. */
  public enum Checker {
    /** Ruff's linter and formatter. */
    Ruff,
    /** Astral's ty. */
    Ty,
    /** Meta's Pyrefly. */
    Pyrefly
  }

  /**
   * Versions of a checker.
   *
   * @param version The version that decides, from the next build of each service on. Default: the
   *     one in the builder's image. Example: {@code 0.17.6}.
   * @param preview A version that is tried beside it: on each build, and at once on what serves.
   *     What it finds stops nothing and is in the platform's {@code status.checkerPreviews}.
   *     Default: none. Example: {@code 0.17.7}.
   */
  @ApiObject
  @ValidationRule(
      value = "!has(self.version) || self.version.matches(" + Rules.VERSION + ")",
      fieldPath = ".version",
      message =
          "version must be one exact version (PEP 440), such as 0.17.6: no range, no wildcard and"
              + " no 'v'")
  @ValidationRule(
      value = "!has(self.preview) || self.preview.matches(" + Rules.VERSION + ")",
      fieldPath = ".preview",
      message =
          "preview must be one exact version (PEP 440), such as 0.17.7: no range, no wildcard and"
              + " no 'v'")
  @ValidationRule(
      value = "!has(self.version) || !has(self.preview) || self.version != self.preview",
      fieldPath = ".preview",
      message =
          "preview is the version that decides already: remove preview, or name the version that"
              + " is to be tried")
  public record CheckerVersions(
      @Nullable @Size(min = 1, max = 64) String version,
      @Nullable @Size(min = 1, max = 64) String preview) {}

  /**
   * A version of a checker.
   *
   * @param checker The checker.
   * @param version Its version. Example: {@code 0.17.7}.
   */
  @ApiObject
  public record CheckerVersion(
      @Required Checker checker, @Required @Size(min = 1, max = 64) String version) {}

  /**
   * What another version of a checker says of a project.
   *
   * @param checker The checker.
   * @param version Its version. Example: {@code 0.17.7}.
   * @param verdict Whether the project would be stopped with it: {@code Passed}, {@code Failed}, or
   *     {@code Error} where it could not look.
   * @param newFindings Number of findings that would stop it.
   * @param message The first of them, or why it could not look.
   */
  @ApiObject
  public record CheckerPreview(
      @Required Checker checker,
      @Required @Size(min = 1, max = 64) String version,
      @Required PythonBuildStatus.CheckResult.Verdict verdict,
      @Nullable Integer newFindings,
      @Nullable @Size(max = 1024) String message) {}
}
