package dev.pythonservice.builder.report;

import java.util.List;

/**
 * A report of tests that is beside their image.
 *
 * @param tests number of tests, those that were skipped included
 * @param failed number of tests that failed or could not be run
 * @param skipped number of tests that were skipped
 * @param newFailures how many of the failed ones the baseline does not name as failed; none where
 *     it has no report
 * @param report digest of the artifact that has the report
 * @param failures the first failed tests with what they said, new ones first
 */
public record TestSummary(
    int tests, int failed, int skipped, int newFailures, String report, List<String> failures) {

  public TestSummary {
    failures = List.copyOf(failures);
  }

  /** The same with fewer words. */
  TestSummary naming(List<String> fewer) {
    return new TestSummary(tests, failed, skipped, newFailures, report, fewer);
  }
}
