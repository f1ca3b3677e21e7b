package dev.pythonservice.builder.checks;

/**
 * What another version of a checker's program would say, for programs and people. It stops nothing.
 *
 * @param checker the program, such as {@code ruff}
 * @param version the version that was tried
 * @param verdict {@code Passed}; {@code Failed} where the build would be stopped with it; {@code
 *     Error} where it could not look
 * @param newFindings number of findings that are no debt, of all checks by this program
 * @param message the first findings, or why it could not look; empty where there is nothing to say
 */
public record CheckerPreview(
    String checker, String version, String verdict, int newFindings, String message) {

  /** The same with another message. */
  public CheckerPreview saying(String otherMessage) {
    return new CheckerPreview(checker, version, verdict, newFindings, otherMessage);
  }
}
