package dev.pythonservice.operator.resolve;

import java.io.Serial;

/** Something could not be looked up. Reason and message are those of the service's condition. */
final class LookupFailure extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private final String reason;
  private final String sentence;

  LookupFailure(String reason, String message) {
    super(message);
    this.reason = reason;
    this.sentence = message;
  }

  String reason() {
    return reason;
  }

  String sentence() {
    return sentence;
  }
}
