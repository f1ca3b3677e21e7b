package dev.pythonservice.builder.report;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A build that its checks stop. Its image is in the registry with all that is said about it, and no
 * tag names it.
 */
public final class FailedChecks extends BuildFailure {

  /** For programs, in place of the exit code's name. */
  static final String NAME = "CHECKS";

  @Serial private static final long serialVersionUID = 1;

  private final transient BuildReport report;

  private FailedChecks(String message, BuildReport report) {
    super(ExitCode.INPUT, message);
    this.report = report;
  }

  /** The failure of a build; empty when no check stops it. */
  public static Optional<FailedChecks> of(BuildReport report) {
    return sentence(report.checks()).map(message -> new FailedChecks(message, report));
  }

  /** What stops a build, and what to do; empty when nothing does. */
  public static Optional<String> sentence(List<CheckResult> results) {
    List<CheckResult> stopping = results.stream().filter(CheckResult::stops).toList();
    return stopping.isEmpty()
        ? Optional.empty()
        : Optional.of(
            stopping.stream()
                .map(each -> "%s: %s".formatted(each.name(), each.message()))
                .collect(
                    Collectors.joining(
                        "; ", "Checks stop the build; correct what they found. ", "")));
  }

  /** What became of the build. */
  public BuildReport report() {
    return report;
  }
}
