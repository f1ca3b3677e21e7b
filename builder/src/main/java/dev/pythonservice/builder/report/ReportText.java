package dev.pythonservice.builder.report;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.CheckerPreview;
import dev.pythonservice.builder.policy.Finding;
import dev.pythonservice.builder.report.BuildReport.BlockerReport;
import dev.pythonservice.builder.report.BuildReport.LayerReport;
import dev.pythonservice.builder.report.BuildReport.PlatformReport;
import dev.pythonservice.builder.stack.Stack.Engine;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as a few lines for people. */
public final class ReportText {

  private static final double KIBI = 1024;

  /** The lines, each with its end. */
  public String of(BuildReport report) {
    StringBuilder text = new StringBuilder();
    report.platforms().forEach(platform -> describe(text, platform));
    report.warnings().forEach(warning -> text.append("warning: ").append(warning).append('\n'));
    report.checks().forEach(check -> text.append(of(check)));
    report.previews().forEach(preview -> text.append(of(preview)));
    report
        .tests()
        .ifPresent(tests -> text.append("tests: to be run from %s%n".formatted(tests.image())));
    if (!report.measure().isEmpty()) {
      text.append("measure: version %s%n".formatted(report.measure()));
    }
    if (!report.stack().engines().isEmpty()) {
      text.append(
          report.stack().engines().stream()
              .map(Engine::toString)
              .collect(Collectors.joining(", ", "stack: ", "\n")));
    }
    report.policy().vulnerabilities().forEach(finding -> text.append(describe(finding)));
    LayerReport layers = report.layers();
    text.append(
        "layers: %d found (%s), %d made (%s); sent %s%n"
            .formatted(
                layers.reused(),
                size(layers.bytesReused()),
                layers.made(),
                size(layers.bytesMade()),
                size(layers.bytesPushed())));
    report
        .phases()
        .forEach(phase ->
            text.append(
                "  %-12s %6d ms%s%n"
                    .formatted(
                        phase.name(),
                        phase.milliseconds(),
                        phase.bytes() == 0 ? "" : ", " + size(phase.bytes()))));
    return text.toString();
  }

  /** A line on a check. */
  public static String of(CheckResult check) {
    return "%s (%s): %s%s%n"
        .formatted(
            check.name(),
            check.mode(),
            check.verdict(),
            check.message().isEmpty() ? "" : ", " + check.message());
  }

  /** A line on what another version of a checker would say. */
  public static String of(CheckerPreview preview) {
    return "%s %s (preview): %s, %d new findings%s%n"
        .formatted(
            preview.checker(),
            preview.version(),
            preview.verdict(),
            preview.newFindings(),
            preview.message().isEmpty() ? "" : ", " + preview.message());
  }

  private static void describe(StringBuilder text, PlatformReport platform) {
    text.append(
        platform.feasible()
            ? "%s: %d packages, %s %s%n"
                .formatted(
                    platform.target(),
                    platform.packages(),
                    size(platform.bytes()),
                    platform.digest())
            : "%s: not feasible, %d packages stand in the way%n"
                .formatted(platform.target(), platform.blockers().size()));
    for (BlockerReport blocker : platform.blockers()) {
      text.append(
          "  %s %s: %s; %s%n"
              .formatted(blocker.name(), blocker.version(), blocker.message(), blocker.remedy()));
    }
  }

  private static String describe(Finding finding) {
    return "vulnerability: %s %s%s: %s, %s%s%s%n"
        .formatted(
            finding.name(),
            finding.version(),
            finding.crate().isEmpty() ? "" : " (crate %s)".formatted(finding.crate()),
            String.join(", ", finding.identifiers()),
            finding.severity(),
            finding.fixed().isEmpty() ? "" : ", fixed in " + finding.fixed(),
            finding.tolerated().isEmpty() ? "" : ", tolerated until " + finding.tolerated());
  }

  private static String size(long bytes) {
    if (bytes < KIBI) {
      return bytes + " B";
    }
    double kibi = bytes / KIBI;
    return kibi < KIBI
        ? String.format(Locale.ROOT, "%.1f KiB", kibi)
        : String.format(Locale.ROOT, "%.1f MiB", kibi / KIBI);
  }
}
