package dev.pythonservice.e2e.bench;

import java.util.Locale;

/**
 * What a measurement should at most be.
 *
 * @param most the most that is good
 * @param unit what it is counted in; empty for a ratio
 */
record Goal(double most, String unit) {

  /** At most this ratio. */
  static Goal ratio(double most) {
    return new Goal(most, "");
  }

  boolean isReached(double measured) {
    return measured <= most;
  }

  /** Says whether it was reached, such as {@code goal 0.10: missed}. */
  String verdict(double measured) {
    return String.format(
        Locale.ROOT, "goal %s%s: %s", number(), unit, isReached(measured) ? "reached" : "missed");
  }

  private String number() {
    return unit.isEmpty()
        ? String.format(Locale.ROOT, "%.2f", most)
        : String.format(Locale.ROOT, "%.0f", most);
  }
}
