package dev.pythonservice.operator.plan;

/**
 * What was decided about an object.
 *
 * @param outlook how things stand
 * @param reason why, in one word for programs, in upper camel case
 * @param message why, and what to do about it, in a sentence for people; names field, value and
 *     remedy, and holds nothing that changes by itself, such as a counter or a time
 */
public record Verdict(Outlook outlook, String reason, String message) {

  /** A verdict that what was asked for is there. */
  public static Verdict ready(String reason, String message) {
    return new Verdict(Outlook.READY, reason, message);
  }

  /** A verdict that it is not there yet. */
  public static Verdict reconciling(String reason, String message) {
    return new Verdict(Outlook.RECONCILING, reason, message);
  }

  /** A verdict that it is there as soon as somebody decides so. */
  public static Verdict waiting(String reason, String message) {
    return new Verdict(Outlook.WAITING, reason, message);
  }

  /** A verdict that somebody has to change something. */
  public static Verdict stalled(String reason, String message) {
    return new Verdict(Outlook.STALLED, reason, message);
  }
}
