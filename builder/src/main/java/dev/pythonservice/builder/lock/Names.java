package dev.pythonservice.builder.lock;

import java.util.Locale;
import java.util.regex.Pattern;

/** Names of packages, extras and groups. */
public final class Names {

  private static final Pattern SEPARATORS = Pattern.compile("[-_.]+");

  private Names() {}

  /** The form in which names are compared (PEP 503, "Normalized Names"). */
  public static String normalised(String name) {
    return SEPARATORS.matcher(name).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
