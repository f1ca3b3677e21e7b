package dev.pythonservice.builder.keyless;

import java.io.Serial;

/**
 * No authority that is trusted vouches for somebody. The message says why, as a part of a sentence.
 */
public final class NotVouched extends Exception {

  @Serial private static final long serialVersionUID = 1;

  /** No, and why, as a part of a sentence without a full stop. */
  public NotVouched(String why) {
    super(why);
  }

  NotVouched(String why, Throwable cause) {
    super(why, cause);
  }

  /** Why, without a full stop. */
  public String why() {
    return String.valueOf(getMessage());
  }
}
