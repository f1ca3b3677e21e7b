package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks of a build, with the project's own configuration and the platform's versions of the tools.
 * A check that is left out does not run, unless the platform requires it.
 *
 * @param lint Ruff's linter.
 * @param format Ruff's formatter: reports files that it would change.
 * @param types Type checkers.
 * @param tests The project's tests, in a pod of their own from the built image.
 */
@ApiObject
public record Checks(
    @Nullable Lint lint, @Nullable Format format, @Nullable Types types, @Nullable Tests tests) {

  /** The checks there are. */
  public enum Name {
    /** Ruff's linter. */
    Lint,
    /** Ruff's formatter. */
    Format,
    /** Type checkers. */
    Types,
    /** The project's tests. */
    Tests
  }

  /** What a finding does. */
  public enum Mode {
    /** Every finding stops the build. */
    Enforce,
    /** A finding that the running release does not have stops the build; old ones are debt. */
    Ratchet,
    /** Findings are reported and stop nothing. */
    Report
  }

  /** A type checker. */
  public enum TypeChecker {
    /** Astral's ty. */
    Ty,
    /** Meta's Pyrefly. */
    Pyrefly
  }

  /**
   * Ruff's linter.
   *
   * @param mode What a finding does. Default: {@code Enforce}.
   */
  @ApiObject
  public record Lint(@Nullable Mode mode) {}

  /**
   * Ruff's formatter.
   *
   * @param mode What a finding, a file that the formatter would change, does. Default: {@code
   *     Enforce}.
   */
  @ApiObject
  public record Format(@Nullable Mode mode) {}

  /**
   * Type checkers.
   *
   * @param checkers The type checkers that run; one or both. Default: {@code [Ty]}.
   * @param mode What a finding does. Default: {@code Enforce}.
   */
  @ApiObject
  public record Types(@SetOfValues @Size(max = 2) List<TypeChecker> checkers, @Nullable Mode mode) {

    public Types {
      checkers = Absent.toEmpty(checkers);
    }
  }

  /**
   * The project's tests. They run after the image was made and before it serves, from that image
   * and the packages of further groups. They are foreign code, so they run in a pod of their own in
   * the service's namespace, without a token, credentials, variables or volumes of the service.
   *
   * @param command Program and arguments; no shell is involved. It starts in the project's folder,
   *     of which it has a copy that it may write to. An exit code other than 0 is a failure. A
   *     report as JUnit's XML in the file {@code $(PYTHONSERVICE_JUNIT)} goes beside the image;
   *     pytest writes it by itself. Example: {@code [pytest, -q]}.
   * @param groups Dependency groups installed for the tests, in addition to the service's. Default:
   *     {@code [dev]} where the lock has it.
   * @param deadlineSeconds How long the tests may take on their node, in seconds, the pull of their
   *     image included. Default: 900.
   * @param resources CPU and memory of the tests. Default: the service's {@code spec.resources},
   *     else the platform's.
   * @param mode What failed tests do. With {@code Ratchet} they stop the build where the release
   *     that serves passed them: each by its name where both wrote a report, else all together.
   *     Default: {@code Enforce}.
   */
  @ApiObject
  public record Tests(
      @Required @Atomic @Size(min = 1, max = 256) List<@Size(max = 8192) String> command,
      @SetOfValues @Size(max = 50) List<@Size(min = 1, max = 128) String> groups,
      @Nullable @Min(1) @Max(86400) Integer deadlineSeconds,
      @Nullable Resources resources,
      @Nullable Mode mode) {

    public Tests {
      command = Absent.toEmpty(command);
      groups = Absent.toEmpty(groups);
    }
  }
}
