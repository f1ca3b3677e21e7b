package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;

/** Addresses as they may be shown: locks can hold user and password in them. */
final class Addresses {

  private Addresses() {}

  /**
   * Reads an address.
   *
   * @throws BuildFailure when it is none
   */
  static URI of(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The lock has the address '%s', which is none: %s; write it as https://…"
              .formatted(text, exception.getReason()));
    }
  }

  static String withoutPassword(URI url) {
    String text = url.toString();
    String user = url.getRawUserInfo();
    return user == null ? text : text.replace(user + "@", "");
  }
}
