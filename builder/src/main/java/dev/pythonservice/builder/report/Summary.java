package dev.pythonservice.builder.report;

import dev.pythonservice.builder.failure.BuildFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * The result in at most {@value #MAXIMUM_BYTES} bytes: what a pod's termination message can hold
 * (Kubernetes, "Customizing the termination message").
 */
public final class Summary {

  /** What Kubernetes keeps of a termination message, in bytes. */
  public static final int MAXIMUM_BYTES = 4096;

  private static final int LONGEST_MESSAGE = 1024;

  private final ObjectMapper json = JsonMapper.shared();

  /**
   * The report as JSON, without what would make it too long: first the phases go, then blockers and
   * warnings from the end. What is left out is in the report that refers to the image.
   */
  public String of(BuildReport report) {
    BuildReport shorter = report;
    String text = write(shorter);
    while (tooLong(text)) {
      BuildReport next = without(shorter);
      if (next.equals(shorter)) {
        throw new IllegalStateException("A summary cannot be made shorter: " + text);
      }
      shorter = next;
      text = write(shorter);
    }
    return text;
  }

  /** A failure as JSON: its class, exit code and message. */
  public String of(BuildFailure failure) {
    String message = failure.sentence();
    String text = write(FailureSummary.of(failure, message));
    int keep = Math.min(message.length(), LONGEST_MESSAGE);
    return tooLong(text)
        ? write(FailureSummary.of(failure, message.substring(0, keep) + "…"))
        : text;
  }

  private static BuildReport without(BuildReport report) {
    if (!report.tools().isEmpty() || !report.phases().isEmpty()) {
      return copy(report, List.of(), report.platforms(), report.warnings());
    }
    if (!report.warnings().isEmpty()) {
      return copy(report, List.of(), report.platforms(), List.of());
    }
    return copy(report, List.of(), fewerBlockers(report.platforms()), List.of());
  }

  private static List<BuildReport.PlatformReport> fewerBlockers(
      List<BuildReport.PlatformReport> platforms) {
    List<BuildReport.PlatformReport> fewer = new ArrayList<>();
    for (BuildReport.PlatformReport platform : platforms) {
      fewer.add(
          new BuildReport.PlatformReport(
              platform.platform(),
              platform.target(),
              platform.feasible(),
              platform.digest(),
              platform.bytes(),
              platform.packages(),
              platform.sbom(),
              platform.blockers().subList(0, platform.blockers().size() / 2)));
    }
    return fewer;
  }

  private static BuildReport copy(
      BuildReport report,
      List<Phase> phases,
      List<BuildReport.PlatformReport> platforms,
      List<String> warnings) {
    return new BuildReport(
        report.image(),
        report.digest(),
        report.dryRun(),
        report.revision(),
        report.treeDigest(),
        report.base(),
        report.python(),
        platforms,
        report.layers(),
        phases,
        report.milliseconds(),
        warnings,
        java.util.Map.of());
  }

  private static boolean tooLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > MAXIMUM_BYTES;
  }

  private String write(Object value) {
    return json.writeValueAsString(value);
  }

  /**
   * A failure, as programs read it.
   *
   * @param failure whose turn it is, such as {@code INPUT}
   * @param exitCode the program's exit code
   * @param message the sentence for people
   */
  public record FailureSummary(String failure, int exitCode, String message) {

    static FailureSummary of(BuildFailure failure, String message) {
      return new FailureSummary(failure.exitCode().name(), failure.exitCode().number(), message);
    }
  }
}
