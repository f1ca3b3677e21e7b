package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Passed;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is known of an image for which somebody answers. */
final class Evidence {

  private Evidence() {}

  /**
   * The verdicts of checks, whether it is signed where the platform asks for it, and whether it is
   * known to be vulnerable.
   *
   * @param scan what is known to be vulnerable in it; empty where nobody has looked yet
   */
  static List<Passed> of(WithPlatform inputs, PythonBuild build, Optional<VulnerabilityScan> scan) {
    return Stream.of(
            BuildStatus.status(build).stream()
                .flatMap(status -> status.checks().stream())
                .map(check -> new Passed(check.name().name(), check.verdict().name())),
            Optional.of(inputs.trust()).filter(ImageTrust::required).stream()
                .map(trust ->
                    new Passed("Signature", trust.allows(build) ? "Verified" : "NotVerified")),
            scan.stream()
                .map(known ->
                    new Passed(
                        "Vulnerabilities",
                        known.tooGrave().isEmpty() ? "WithinPolicy" : "KnownVulnerabilities")))
        .flatMap(each -> each)
        .toList();
  }
}
