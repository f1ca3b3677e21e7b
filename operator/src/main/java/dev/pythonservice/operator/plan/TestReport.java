package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus.TestResults;
import java.util.List;
import java.util.Optional;

/**
 * What the tests' own report says, which is foreign: whoever wrote any of the tests' packages may
 * have written it.
 *
 * @param results counts, and where it is
 * @param newFailures how many tests failed that the baseline does not name as failed; all of them
 *     where there is none
 * @param failures the first failed tests with what they said, new ones first
 */
public record TestReport(TestResults results, int newFailures, List<String> failures) {

  /**
   * The container beside the tests that has their report in its log, once they have ended, and
   * nothing else.
   */
  public static final String CONTAINER = "report";

  public TestReport {
    failures = List.copyOf(failures);
  }

  /** Where a report is while it is in no registry. */
  public sealed interface Place {}

  /**
   * In the log of a pod.
   *
   * @param pod the pod, in the service's namespace
   * @param digest digest of the compressed report, such as {@code sha256:…}
   */
  public record InLog(String pod, String digest) implements Place {}

  /**
   * Nowhere.
   *
   * @param why why, in a sentence; empty where the tests wrote none, which is nothing unusual
   */
  public record Missing(Optional<String> why) implements Place {}
}
