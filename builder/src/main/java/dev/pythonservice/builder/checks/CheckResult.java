package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.request.ChecksRequest.Wanted;

/**
 * How a check ended, for programs and people.
 *
 * @param name the check, such as {@code Lint}
 * @param mode what a finding does, such as {@code Ratchet}
 * @param verdict {@code Passed}, {@code Failed} or {@code Error}
 * @param findings number of findings
 * @param newFindings how many of them are no debt: those that the baseline does not have, and all
 *     of them where every finding stops the build
 * @param message the first findings, or why it could not run; empty where there is nothing to say
 */
public record CheckResult(
    String name, String mode, String verdict, int findings, int newFindings, String message) {

  static final String PASSED = "Passed";
  static final String FAILED = "Failed";
  static final String ERROR = "Error";

  private static final String REPORT = "Report";

  /** The result of a check that could not run. */
  public static CheckResult error(Wanted wanted, String cause) {
    return new CheckResult(wanted.name().word(), wanted.mode().word(), ERROR, 0, 0, cause);
  }

  /** Whether it stops the build. */
  public boolean stops() {
    return !verdict.equals(PASSED) && !mode.equals(REPORT);
  }

  /** The same with another message. */
  public CheckResult saying(String otherMessage) {
    return new CheckResult(name, mode, verdict, findings, newFindings, otherMessage);
  }
}
