package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a package asks for its build (PEP 508). The package wrote it, or its backend did, and it
 * goes to a program that has credentials at hand: what is no name with a version or an address on a
 * server could be an option of that program, or a file of this machine.
 */
final class BuildRequirement {

  private static final Pattern FORM =
      Pattern.compile(
          "[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\\s*(\\[[^]]*])?"
              + "\\s*(@\\s*https?://[^\\s;]+|[(<>=!~][^;@/]*)?\\s*(;.*)?");

  private BuildRequirement() {}

  /**
   * Checks requirements.
   *
   * @param job the package that asks for them
   * @throws BuildFailure when one has another form
   */
  static void check(WheelJob job, List<String> requirements) {
    for (String requirement : requirements) {
      if (!FORM.matcher(requirement.strip()).matches()) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "%s: its build asks for '%s', which is no name of a package with a version or an https address (PEP 508); see to [build-system] requires in its pyproject.toml"
                .formatted(job, requirement));
      }
    }
  }
}
