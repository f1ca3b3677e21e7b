package dev.pythonservice.api.v1alpha1;

/**
 * The syntax of a schedule as a regular expression (RE2), as the controller of CronJobs parses it:
 * the standard parser of {@code github.com/robfig/cron/v3}, without a time zone in front, which
 * Kubernetes refuses.
 */
final class CronSyntax {

  private static final String MINUTE = "[0-5]?[0-9]";
  private static final String HOUR = "([01]?[0-9]|2[0-3])";
  private static final String DAY_OF_MONTH = "(0?[1-9]|[12][0-9]|3[01])";
  private static final String MONTH =
      "(0?[1-9]|1[0-2]|(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))";
  private static final String DAY_OF_WEEK = "(0?[0-6]|(?i:sun|mon|tue|wed|thu|fri|sat))";

  private static final String STEP = "(/[1-9][0-9]*)?";
  private static final String SPACE = "[ ]+";

  private static final String MACRO =
      "@(yearly|annually|monthly|weekly|daily|midnight|hourly|every ([0-9]+(h|m|s))+)";

  static final String SCHEDULE =
      "^("
          + MACRO
          + "|"
          + "([*?]|"
          + MINUTE
          + "(-"
          + MINUTE
          + ")?)"
          + STEP
          + "(,([*?]|"
          + MINUTE
          + "(-"
          + MINUTE
          + ")?)"
          + STEP
          + ")*"
          + SPACE
          + "([*?]|"
          + HOUR
          + "(-"
          + HOUR
          + ")?)"
          + STEP
          + "(,([*?]|"
          + HOUR
          + "(-"
          + HOUR
          + ")?)"
          + STEP
          + ")*"
          + SPACE
          + "([*?]|"
          + DAY_OF_MONTH
          + "(-"
          + DAY_OF_MONTH
          + ")?)"
          + STEP
          + "(,([*?]|"
          + DAY_OF_MONTH
          + "(-"
          + DAY_OF_MONTH
          + ")?)"
          + STEP
          + ")*"
          + SPACE
          + "([*?]|"
          + MONTH
          + "(-"
          + MONTH
          + ")?)"
          + STEP
          + "(,([*?]|"
          + MONTH
          + "(-"
          + MONTH
          + ")?)"
          + STEP
          + ")*"
          + SPACE
          + "([*?]|"
          + DAY_OF_WEEK
          + "(-"
          + DAY_OF_WEEK
          + ")?)"
          + STEP
          + "(,([*?]|"
          + DAY_OF_WEEK
          + "(-"
          + DAY_OF_WEEK
          + ")?)"
          + STEP
          + ")*"
          + ")$";

  private CronSyntax() {}
}
