package dev.pythonservice.builder.adopt;

import java.util.regex.Pattern;

/**
 * Something in the project that is not carried over as it is.
 *
 * @param file the file that has it
 * @param what the option or line, with its value
 * @param remedy what became of it, or what to do about it
 */
public record Note(String file, String what, String remedy) {

  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");

  public Note {
    what = withoutCredentials(what);
    remedy = withoutCredentials(remedy);
  }

  /** A text whose addresses have no user and no password: what is told may be logged. */
  static String withoutCredentials(String text) {
    return CREDENTIALS.matcher(text).replaceAll("://");
  }

  @Override
  public String toString() {
    return "%s: %s: %s".formatted(file, what, remedy);
  }
}
