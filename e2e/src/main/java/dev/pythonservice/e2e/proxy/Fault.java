package dev.pythonservice.e2e.proxy;

import java.util.Map;

/** What goes wrong with an exchange. */
public sealed interface Fault {

  /**
   * An answer in place of the server's.
   *
   * @param code the status code
   * @param headers its headers, such as {@code Retry-After}
   * @param body its text
   */
  record Status(int code, Map<String, String> headers, String body) implements Fault {
    public Status {
      headers = Map.copyOf(headers);
    }

    /** A status with a short text and no headers of its own. */
    public static Status of(int code) {
      return new Status(code, Map.of(), "status %d on demand".formatted(code));
    }
  }

  /**
   * The connection ends in the middle: of what is uploaded when the request has a body, else of the
   * answer, whose announced length is the whole one.
   *
   * @param afterBytes how many bytes of the body pass before
   */
  record Cut(long afterBytes) implements Fault {}

  /**
   * The answer is complete by all that its headers say, but is only the beginning of the server's.
   *
   * @param bytes how many bytes of the body are left
   */
  record Truncation(int bytes) implements Fault {}

  /** One bit of the answer's body is another. */
  record Corruption() implements Fault {}

  /** Nothing more happens with the exchange until the proxy is healed. */
  record Stall() implements Fault {}
}
