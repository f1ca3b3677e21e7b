package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses as they may be shown: locks can hold user and password in them. */
final class Addresses {

  /** Greedy, because a password may hold {@code /} and {@code @} where it should not. */
  private static final Pattern USER = Pattern.compile("(//).*@");

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
              .formatted(masked(text), exception.getReason()));
    }
  }

  /**
   * Reads the address of something on a server. No other scheme may pass: {@code file:} would reach
   * what is on this machine.
   *
   * @throws BuildFailure when it is none
   */
  static URI onServer(String text) {
    URI address = of(text);
    boolean isWeb = List.of("https", "http").contains(String.valueOf(address.getScheme()));
    if (!isWeb || address.getHost() == null) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The lock has the address '%s', which is not one of http or https; name a file of the source by its path, and all else as https://…"
              .formatted(masked(text)));
    }
    return address;
  }

  /**
   * Reads the address of a git repository; which protocols are spoken is for git to say.
   *
   * @throws BuildFailure when it is none, or one of this machine
   */
  static URI ofRepository(String text) {
    URI address = of(text);
    if (address.getScheme() == null || "file".equalsIgnoreCase(address.getScheme())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The lock has the git repository '%s', which is on no server; publish it, and name it as https://…"
              .formatted(masked(text)));
    }
    return address;
  }

  /** Also of what is no address: all that may be user and password is left out. */
  private static String masked(String text) {
    return USER.matcher(text).replaceFirst("$1…@");
  }

  /** The host, with its port where it is not the scheme's usual one. */
  static String server(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    int port = port(address);
    return port == usualPort(address) ? host : host + ":" + port;
  }

  /** Whether it has a part {@code ..}, so that its start does not say where it leads. */
  static boolean climbs(URI address) {
    return List.of(String.valueOf(address.getPath()).split("/", -1)).contains("..");
  }

  private static int port(URI address) {
    return address.getPort() < 0 ? usualPort(address) : address.getPort();
  }

  private static int usualPort(URI address) {
    return "http".equalsIgnoreCase(address.getScheme()) ? 80 : 443;
  }

  static String withoutPassword(URI url) {
    String user = url.getRawUserInfo();
    return user == null ? url.toString() : url.toString().replaceFirst("//[^/@]*@", "//");
  }
}
